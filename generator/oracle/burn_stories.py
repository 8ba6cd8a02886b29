"""What happens to the events that the tiers of an SLO count."""

import dataclasses
import math
from collections.abc import Iterator
from fractions import Fraction

from generator.oracle.clocks import RAW_MAX, Clock
from generator.oracle.flows import NEAR, Flow, Story
from generator.oracle.timeline import Phase
from generator.resolve.estate import Slo, Tier

_MANY = 400  # evaluations: one more of them changes less than the mistakes that are looked for
_AFTER = 3  # evaluations that are looked at once a bound is crossed
UNSEEN, IDLE = "one kind of event was never seen", "idle"
_LITTLE = Fraction(1, 512)
"""Traffic so small beside other that a window which holds both shows the share of the other."""
_LESS = Fraction(1, 8)


@dataclasses.dataclass(frozen=True, slots=True)
class _Told:
    """A phase: evaluations, the share of bad events, and the traffic in units."""

    case: str
    count: int
    bad: Fraction
    volume: Fraction = Fraction(1)


def guarded(slo: Slo, tier: Tier) -> bool:
    """Tell whether a tier pages only from so many bad events on."""
    return tier.notifies == "page" and slo.min_bad_events > 0


def burn_story(slo: Slo, tier: Tier, clock: Clock, *, all_bad: bool, few: bool) -> Story:
    """Return what happens, in phases of whole evaluations.

    Both windows are shown on their own: the long one while both see the same, the short one while
    there is so little traffic that the long one goes on burning. With ``few`` there are too few bad
    events to page until the end, when they are just enough.
    """
    limit = tier.factor * slo.budget
    told = [
        *_long_window(tier, clock, limit / clock.known(tier.long)),
        *_short_window(tier, clock, limit / clock.known(tier.short)),
    ]
    # Whole numbers of events: sums of others could be off by a hair, as if counters began anew.
    unit = math.lcm(*(one.bad.denominator for one in told)) / (_LITTLE * _LESS)
    if few:
        noted = _noted_of_one(tier, clock)
        unit *= _scale(slo, unit * noted * sum(one.count * one.bad for one in told))
        told = _counted(slo, told, clock.noted(tier.long), unit * noted)
    nothing = (Fraction(0), Fraction(0))
    seen = math.ceil(max(clock.rates, *_raw(tier)) / clock.every)
    keep = math.ceil(slo.keep_firing_for / clock.every)

    def phase(one: _Told, *, complete: bool = True, restarts: bool = False) -> Flow:
        counts = (unit * one.volume * (1 - one.bad), unit * one.volume * one.bad)
        steps = one.count * clock.stride
        return Flow(Phase(one.case, steps), counts, complete=complete, restarts=restarts)

    return Story(
        [
            Flow(Phase("no series yet", clock.stride), nothing, born=False),
            Flow(Phase(IDLE, 3 * clock.stride), nothing, complete=False),
            phase(_Told(UNSEEN, 3, Fraction(int(all_bad)), _LITTLE), complete=False),
            # A series that begins has no rate yet, so it begins while nothing happens.
            Flow(Phase("idle, all kinds seen", (seen + 1) * clock.stride), nothing),
            *map(phase, told),
            phase(_Told("recovered", keep + _AFTER, Fraction(0), Fraction(10))),
            phase(_Told("counters restart", 2, Fraction(0)), restarts=True),
        ]
    )


def _raw(tier: Tier) -> tuple[Fraction, ...]:
    """Return the windows of a tier that are counted from raw events."""
    return tuple(one for one in (Fraction(0), tier.short, tier.long) if one <= RAW_MAX)


def _long_window(tier: Tier, clock: Clock, share: Fraction) -> Iterator[_Told]:
    """Yield phases that go up to the long window's bound, and then beyond it.

    A share of bad events that stays the same takes a full window for it. Where nearly all must be
    bad anyway, everything is until the bound is reached, which takes less time.
    """
    inside, long = "just inside the long window's bound", clock.noted(tier.long)
    if share * long >= _MANY:
        yield _Told(inside, math.floor(share * long) - 1, Fraction(1))
        yield _Told("just beyond the long window's bound", 2 + _AFTER, Fraction(1))
        return
    near = _rounded(share * (1 - NEAR))
    yield _Told(inside, long + 2, near)
    if tier.long <= RAW_MAX:  # so that a total of another window is another total
        yield _Told(f"{inside}, with less traffic", long // 2 + 1, near, _LESS)
    yield _crossing("just beyond the long window's bound", share, long, Fraction(1))


def _short_window(tier: Tier, clock: Clock, share: Fraction) -> Iterator[_Told]:
    """Yield phases that go up to the short window's bound, and then beyond it."""
    short, near = clock.noted(tier.short), _rounded(share * (1 - NEAR))
    yield _Told("just inside the short window's bound", short + 2, near, _LITTLE)
    if tier.short <= RAW_MAX:
        yield _Told("inside it still, with less traffic", short + 2, near, _LITTLE * _LESS)
        yield _Told("inside it still, with more traffic", short + 2, near, _LITTLE)
    yield _crossing("just beyond the short window's bound", share, short, _LITTLE)


def _crossing(case: str, share: Fraction, window: int, volume: Fraction) -> _Told:
    """Return a phase that leads a window from just inside a bound to just beyond it.

    Three evaluations do it. After the first the window is inside still, whatever shorter ones see.
    """
    near = share * (1 - NEAR)
    bad = min(Fraction(1), near + 2 * NEAR * window * share / 3)
    count = math.ceil(2 * NEAR * window * share / (bad - near))
    return _Told(case, count + _AFTER, _rounded(bad), volume)


def _rounded(share: Fraction) -> Fraction:
    return share.limit_denominator(10**6) if share.denominator > 10**7 else share


def _noted_of_one(tier: Tier, clock: Clock) -> Fraction:
    """Return how many events are counted for one event at each step of an evaluation."""
    return clock.project / clock.step if tier.long > RAW_MAX else Fraction(clock.stride)


def _scale(slo: Slo, most: Fraction) -> Fraction:
    """Return by how much traffic shrinks so that there are a quarter of the bad events to page."""
    wanted, shrink = Fraction(max(slo.min_bad_events - 1, 1), 4), 1
    while most > wanted * shrink:
        shrink *= 2
    return Fraction(1, shrink)


def _counted(slo: Slo, told: list[_Told], long: int, each: Fraction) -> list[_Told]:
    """Return phases with too few bad events to page, then just enough.

    A part of them lies so far back that a window of half the length has forgotten it, and enough to
    page lies where only a longer window remembers it. ``each`` is counted of a unit of bad events.
    """
    least, first = slo.min_bad_events, told[0]
    later = sum(one.count for one in told[1:])
    found = list(told)
    if first.count > long:
        back = min(first.count - 2, first.count - 3 * long // 4 + later)
        found[:1] = [
            _burst(first, least + 1, each),
            dataclasses.replace(first, count=back - 1),
            _burst(first, (least - 1) // 2, each),
            dataclasses.replace(first, count=first.count - back - 1),
        ]
    events = [each * one.volume * one.bad for one in found for _ in range(one.count)]
    missing = least - 1 - sum(events[-long:])
    for count, case in (
        (missing, "one bad event too few to page"),
        (Fraction(1), "enough to page"),
    ):
        fine = _LITTLE * _LESS
        volume = max(0, round(count / each / fine)) * fine
        found += [
            _Told(case, 1, Fraction(1), volume),
            _Told(f"idle, {case}", 2, Fraction(1), Fraction(0)),
        ]
    return [one for one in found if one.count > 0]


def _burst(told: _Told, events: int, each: Fraction) -> _Told:
    """Return an evaluation with so many bad events, and as large a share of them."""
    return dataclasses.replace(
        told, count=1, volume=Fraction(max(1, round(events / each / told.bad)))
    )
