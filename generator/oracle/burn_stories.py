"""What happens to the events that the tiers of an SLO count."""

import math
from fractions import Fraction

from generator.oracle.clocks import RAW_MAX, Clock
from generator.oracle.flows import NEAR, Flow, Story, dyadic
from generator.oracle.timeline import Phase
from generator.resolve.estate import Slo, Tier

_MANY = 400  # evaluations: one more of them changes less than the mistakes that are looked for
UNSEEN, IDLE = "one kind of event was never seen", "idle"


def guarded(slo: Slo, tier: Tier) -> bool:
    """Tell whether a tier pages only from so many bad events on."""
    return tier.notifies == "page" and slo.min_bad_events > 0


def burn_story(slo: Slo, tier: Tier, clock: Clock, *, all_bad: bool) -> Story:
    """Return what happens, in phases of whole evaluations.

    Both windows are shown on their own: the short one while the long one still burns, the long one
    while both see the same.
    """
    long, short = int(tier.long / clock.every), int(tier.short / clock.every)
    limit = tier.factor * slo.budget
    by_long = limit / (clock.known if tier.long > RAW_MAX else 1)
    by_short = limit / (clock.known if tier.short > RAW_MAX else 1)
    told = [
        *_long_window(long, by_long),
        ("just inside the short window's bound", short + 2, by_short * (1 - NEAR)),
        ("just beyond the short window's bound", short + 2, by_short * (1 + NEAR)),
    ]
    # Whole numbers of events: sums of others could be off by a hair, as if counters began anew.
    unit = Fraction(4 * math.lcm(*(_rounded(bad).denominator for _, _, bad in told)))
    nothing = (Fraction(0), Fraction(0))
    seen = math.ceil(max(clock.rates, *(one for one in _raw(tier))) / clock.every)

    def phase(case: str, count: int, bad: Fraction, **more: bool) -> Flow:
        counts = (unit * (1 - _rounded(bad)), unit * _rounded(bad))
        return Flow(Phase(case, count * clock.stride), counts, **more)

    found = [
        Flow(Phase("no series yet", clock.stride), nothing, born=False),
        Flow(Phase(IDLE, 3 * clock.stride), nothing, complete=False),
        phase(UNSEEN, 3, Fraction(int(all_bad)), complete=False),
        # A series that begins has no rate yet, so it begins while nothing happens.
        Flow(Phase("idle, all kinds seen", (seen + 1) * clock.stride), nothing),
        *(phase(*one) for one in told),
        # So much that longer windows of other tiers forget what was.
        Flow(Phase("recovered", (short + 3) * clock.stride), (10 * unit, Fraction(0))),
        phase("counters restart", 2, Fraction(0), restarts=True),
    ]
    if guarded(slo, tier):
        # So many in one evaluation that the notes say exactly this number of bad events.
        times = clock.every / clock.project if tier.long > RAW_MAX else Fraction(1)
        for count, case in (
            (slo.min_bad_events - 1, "one bad event too few to page"),
            (slo.min_bad_events, "just enough bad events to page"),
        ):
            each = dyadic(Fraction(count) * times / clock.stride)
            found += [
                Flow(Phase(f"idle, before {case}", (long + 2) * clock.stride), nothing),
                Flow(Phase(case, clock.stride), (Fraction(0), each)),
                Flow(Phase(f"idle after {case}", (short + 3) * clock.stride), nothing),
            ]
    return Story(found)


def _raw(tier: Tier) -> tuple[Fraction, ...]:
    """Return the windows of a tier that are counted from raw events."""
    return tuple(one for one in (Fraction(0), tier.short, tier.long) if one <= RAW_MAX)


def _long_window(long: int, share: Fraction) -> list[tuple[str, int, Fraction]]:
    """Return phases that go up to the long window's bound, and then beyond it.

    A share of bad events that stays the same takes a full window for it. Where nearly all must be
    bad anyway, everything is until the bound is reached, which takes less time.
    """
    inside, beyond = "just inside the long window's bound", "just beyond the long window's bound"
    if share * long < _MANY:
        return [
            (inside, long + 2, share * (1 - NEAR)),
            (beyond, long * 3 // 5 + 2, share * (1 + NEAR)),
            ("much worse", math.ceil(long / 4), min(Fraction(1), share * 2)),
        ]
    reached = math.floor(share * long) - 1
    return [
        (inside, reached, Fraction(1)),
        (beyond, math.ceil(long / 12) + 4, Fraction(1)),
    ]


def _rounded(share: Fraction) -> Fraction:
    return share.limit_denominator(10**6) if share.denominator > 10**7 else share
