"""What happens to the events that the tiers of an SLO count."""

import dataclasses
import math
from collections.abc import Iterator, Sequence
from fractions import Fraction

from generator.oracle.clocks import RAW_MAX, Clock
from generator.oracle.flows import NEAR, Flow, Story
from generator.oracle.timeline import Phase
from generator.resolve.estate import Slo, Tier

_AFTER = 3  # evaluations that are looked at once a bound is crossed
UNSEEN, IDLE = "one kind of event was never seen", "idle"
_LITTLE = Fraction(1, 512)
"""Traffic so small beside other that a window which holds both shows the share of the other."""
_LESS = Fraction(1, 8)
_MORE = 64
"""Traffic so large that a rate which notes it too early or too late is another share."""


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
    told = _phases(slo, tier, clock)
    # Whole numbers of events: sums of others could be off by a hair, as if counters began anew.
    unit = math.lcm(*(one.bad.denominator for one in told)) / (_LITTLE * _LESS)
    if few:
        noted = _noted_of_one(tier, clock)
        unit *= _scale(slo, unit * noted * sum(one.count * one.bad for one in told))
        told = _counted(slo, _phases(slo, tier, clock, unit * noted), tier, clock, unit * noted)
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


def _phases(slo: Slo, tier: Tier, clock: Clock, each: Fraction | None = None) -> list[_Told]:
    """Return phases that lead the long window beyond its bound, and then the short one.

    ``each`` is how many bad events a unit of them is, where there shall be too few to page.
    """
    limit = tier.factor * slo.budget
    closing = [*_short_window(tier, clock, limit / clock.known(tier.short))]
    # The long window is led beyond its bound before them, and bad events are counted after them.
    later = sum(one.count for one in closing) + 3 * _AFTER
    share = limit / clock.known(tier.long)
    return [*_long_window(slo, tier, clock, share, each, later=later), *closing]


def _long_window(
    slo: Slo, tier: Tier, clock: Clock, share: Fraction, each: Fraction | None, *, later: int
) -> list[_Told]:
    """Return phases that go up to the long window's bound, and then beyond it.

    What lies before the window is enough to tell when a longer one is read; so many evaluations
    come ``later``.
    """
    long, near = clock.noted(tier.long), _rounded(share * (1 - NEAR))
    inside = "just inside the long window's bound"
    opening = [_Told(inside, long + 2 + math.ceil(3 * NEAR * long), near)]
    if each is not None:
        opening = _in_bursts(slo, opening[0], each, later=later, long=long)
    elif tier.long > RAW_MAX:  # so that a rate of another window is another rate
        opening.append(_Told(f"{inside}, with more traffic", 1, near, Fraction(_MORE)))
        opening.append(_Told(f"{inside}, with less traffic", 1, near))
    if tier.long <= RAW_MAX:  # so that a total of another window is another total
        opening.append(_Told(f"{inside}, with less traffic", long // 2 + 1, near, _LESS))
    weight = sum((count * one.volume for one, count in _last(opening, long)), Fraction(0))
    beyond = _crossing("just beyond the long window's bound", share, weight, Fraction(1))
    if each is not None or tier.long <= RAW_MAX:
        return [*opening, beyond]
    far = _rounded(min(Fraction(1), share * (1 + 2 * NEAR)))
    return [*opening, beyond, _Told(f"{beyond.case}, with more traffic", 1, far, Fraction(_MORE))]


def _short_window(tier: Tier, clock: Clock, share: Fraction) -> Iterator[_Told]:
    """Yield phases that go up to the short window's bound, and then beyond it."""
    short, near = clock.noted(tier.short), _rounded(share * (1 - NEAR))
    yield _Told("just inside the short window's bound", short + 2, near, _LITTLE)
    if tier.short <= RAW_MAX:
        yield _Told("inside it still, with less traffic", short + 2, near, _LITTLE * _LESS)
        yield _Told("inside it still, with more traffic", short + 2, near, _LITTLE)
    weight = short * _LITTLE
    yield _crossing("just beyond the short window's bound", share, weight, _LITTLE)


def _last(told: Sequence[_Told], evaluations: int) -> Iterator[tuple[_Told, int]]:
    """Yield the phases of so many last evaluations, with how many of them each takes."""
    for one in reversed(told):
        yield one, min(one.count, evaluations)
        evaluations -= min(one.count, evaluations)


def _crossing(case: str, share: Fraction, weight: Fraction, volume: Fraction) -> _Told:
    """Return a phase that leads a window from just inside a bound to just beyond it.

    ``weight`` is the traffic that the window holds. Three evaluations do it, if so many events can
    be bad. After the first the window is inside still, whatever shorter ones see.
    """
    near, window = share * (1 - NEAR), weight / volume
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


def _in_bursts(slo: Slo, told: _Told, each: Fraction, *, later: int, long: int) -> list[_Told]:
    """Return a phase with two evaluations that have many bad events, and as large a share of them.

    More than enough to page lie where only a longer window remembers them at the end, and some so
    far back that a window of half the length has forgotten them.
    """
    back = min(told.count - 2, told.count - 3 * long // 4 + later)
    parts = [
        _burst(told, slo.min_bad_events + 1, each),
        dataclasses.replace(told, count=back - 1),
        _burst(told, (slo.min_bad_events - 1) // 2, each),
        dataclasses.replace(told, count=told.count - back - 1),
    ]
    return [one for one in parts if one.count > 0]


def _burst(told: _Told, events: int, each: Fraction) -> _Told:
    volume = Fraction(max(1, round(events / each / told.bad)))
    return dataclasses.replace(told, count=1, volume=volume)


def _counted(slo: Slo, told: list[_Told], tier: Tier, clock: Clock, each: Fraction) -> list[_Told]:
    """Return phases and at their end one bad event too few to page, then just enough."""
    found, fine = list(told), _LITTLE * _LESS
    last = _last(told, clock.noted(tier.long))
    missing = (
        slo.min_bad_events - 1 - each * sum(count * one.volume * one.bad for one, count in last)
    )
    for count, case in (
        (missing, "one bad event too few to page"),
        (Fraction(1), "enough to page"),
    ):
        volume = max(0, round(count / each / fine)) * fine
        found += [
            _Told(case, 1, Fraction(1), volume),
            _Told(f"idle, {case}", 2, Fraction(1), Fraction(0)),
        ]
    return found
