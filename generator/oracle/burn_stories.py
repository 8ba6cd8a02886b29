"""What happens to the events that the tiers of an SLO count."""

import math
from collections.abc import Iterator
from fractions import Fraction

from generator.oracle.clocks import RAW_MAX, Clock
from generator.oracle.flows import NEAR, Flow, Story, dyadic
from generator.oracle.timeline import Phase
from generator.resolve.estate import Slo, Tier

_LESS = "inside it still, with less traffic"
_MANY = 400  # evaluations: one more of them changes less than the mistakes that are looked for
UNSEEN, IDLE = "one kind of event was never seen", "idle"


def guarded(slo: Slo, tier: Tier) -> bool:
    """Tell whether a tier pages only from so many bad events on."""
    return tier.notifies == "page" and slo.min_bad_events > 0


def burn_story(slo: Slo, tier: Tier, clock: Clock, *, all_bad: bool, few: bool) -> Story:
    """Return what happens, in phases of whole evaluations.

    Both windows are shown on their own: the short one while the long one still burns, the long one
    while both see the same. With ``few`` there are never enough bad events to page, but at the end.
    """
    long, short = clock.noted(tier.long), clock.noted(tier.short)
    limit = tier.factor * slo.budget
    by_long, by_short = limit / clock.known(tier.long), limit / clock.known(tier.short)
    told = [
        *_long_window(long, by_long),
        ("just inside the short window's bound", short + 2, by_short * (1 - NEAR)),
        (_LESS, short + 2, by_short * (1 - NEAR)),
        ("inside it still, with more traffic", short + 2, by_short * (1 - NEAR)),
        ("just beyond the short window's bound", short + 2, by_short * (1 + NEAR)),
    ]
    # Whole numbers of events: sums of others could be off by a hair, as if counters began anew.
    unit = Fraction(32 * math.lcm(*(_rounded(bad).denominator for _, _, bad in told)))
    if few:
        unit *= _scale(slo, tier, clock, unit * max(bad for _, _, bad in told))
    nothing = (Fraction(0), Fraction(0))
    seen = math.ceil(max(clock.rates, *_raw(tier)) / clock.every)

    def phase(case: str, count: int, bad: Fraction, **more: bool) -> Flow:
        # Less traffic for a while, so that a total of another window is another total.
        volume = unit / 8 if case.endswith("less traffic") else unit
        counts = (volume * (1 - _rounded(bad)), volume * _rounded(bad))
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
        found += _counted_events(slo, tier, clock)
    return Story(found)


def _counted_events(slo: Slo, tier: Tier, clock: Clock) -> Iterator[Flow]:
    """Yield so few evaluations with bad events that exactly these numbers are noted."""
    long, short = clock.noted(tier.long), clock.noted(tier.short)
    nothing = (Fraction(0), Fraction(0))
    times = clock.every / clock.project if tier.long > RAW_MAX else Fraction(1)
    first = slo.min_bad_events // 2
    for wait, count, case in (
        (long + 2, slo.min_bad_events - 1, "one bad event too few to page"),
        (long + 2, first, "a part of the bad events to page"),
        (long * 2 // 3, slo.min_bad_events - first, "the rest of the bad events to page"),
    ):
        # A good one beside them, which must not be counted.
        good, bad = (dyadic(one * times / clock.stride) for one in (Fraction(1), Fraction(count)))
        yield Flow(Phase(f"idle, before {case}", wait * clock.stride), nothing)
        yield Flow(Phase(case, clock.stride), (good, bad))
    yield Flow(Phase("idle after the last of them", (short + 3) * clock.stride), nothing)


def _scale(slo: Slo, tier: Tier, clock: Clock, most: Fraction) -> Fraction:
    """Return by how much traffic shrinks so that a long window never has enough bad events."""
    evaluations = clock.noted(tier.long)
    each = clock.project / clock.step if tier.long > RAW_MAX else Fraction(clock.stride)
    shrink = 1
    while most * 2 * each * evaluations / shrink >= slo.min_bad_events - 1:
        shrink *= 2
    return Fraction(1, shrink)


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
            (f"{inside}, with less traffic", long // 2 + 1, share * (1 - NEAR)),
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
