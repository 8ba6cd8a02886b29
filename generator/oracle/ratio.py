"""The truth about shares of events: every answer is counted one by one.

The world has some good and some bad events at each step. Whether an alert must fire is decided by
counting those of the last window, never by an expression.
"""

import dataclasses
import math
from fractions import Fraction

from generator.oracle.timeline import (
    Check,
    Emitted,
    Labels,
    Phase,
    Sample,
    State,
    Timeline,
    checks_of,
    states,
)
from generator.oracle.world import Selected, label_sets
from generator.resolve.estate import Bound, Estate, Indicator, Threshold

# Float errors of a quotient are far below this, and a bound is told from its neighbours by it.
_NEAR = Fraction(1, 1000)


@dataclasses.dataclass(frozen=True, slots=True)
class _Traffic:
    """A phase: events at each step, and how many of them are bad; ``reset`` restarts counters."""

    phase: Phase
    total: int
    bad: int
    once: bool = False
    reset: bool = False
    absent: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class _Alert:
    """What the alert promises, in steps and exact shares."""

    bound: Fraction
    side: str
    window: int
    for_: int
    keep: int
    min_bad: int


def ratio_timeline(
    estate: Estate, indicator: Indicator, threshold: Threshold, bound: Bound, step: Fraction
) -> Timeline:
    """Return the proof of an alert on a share of counted events."""
    alert = _Alert(
        bound.value,
        threshold.side,
        _steps(indicator.use.window, step),
        _steps(threshold.for_, step),
        _steps(threshold.keep_firing_for, step),
        threshold.min_bad_events,
    )
    story = _story(alert)
    sets = label_sets(estate, indicator, bound)
    part = Selected.of(estate, indicator.use.operands["of"][0])
    whole = Selected.of(estate, indicator.use.operands["to"][0])
    series: list[Emitted] = []
    seen: dict[Labels, list[State | None]] = {}
    for number, labels in enumerate(sets):
        # Only the first label set lives through the story; the others are well all the time.
        lived = story if number == 0 else _healthy(story, alert)
        series += _emitted(part, whole, labels, lived, alert.side)
        seen[labels] = _truth(lived, alert)
    series += _emitted(part, whole, (), [_failing(story, alert)], alert.side, foreign=True)
    checks = checks_of([one.phase for one in story], seen)
    return Timeline(
        bound.id, f"{threshold.alert}, {bound.id}", step, tuple(series), checks, indicator.labels
    )


def _steps(seconds: Fraction, step: Fraction) -> int:
    return math.ceil(seconds / step)


def _story(alert: _Alert) -> list[_Traffic]:
    """Return what happens: one case after the other, quiet long enough in between."""
    unit = alert.bound.denominator * int(1 / _NEAR) * max(1, alert.min_bad)
    edge = alert.bound * unit
    over, under = int(edge * (1 + _NEAR)), int(edge * (1 - _NEAR))
    bad_over, bad_under = (over, under) if alert.side == "above" else (unit - under, unit - over)
    hold, gap = alert.for_ + 3, alert.window + alert.for_ + alert.keep + 10
    worst = unit if alert.side == "above" else unit
    story = [
        _Traffic(Phase("no series yet", 2), 0, 0, absent=True),
        _Traffic(Phase("no traffic", 3), 0, 0),
        _Traffic(Phase("just inside the bound", hold), unit, bad_under),
        _Traffic(Phase("idle", gap), 0, 0),
        _Traffic(Phase("just beyond the bound", hold), unit, bad_over),
        _Traffic(Phase("recovered", gap), unit, 0),
        _Traffic(Phase("counters restart", hold), unit, 0, reset=True),
        _Traffic(Phase("idle again", gap), 0, 0),
        _Traffic(Phase("everything is bad", hold), worst, worst),
        _Traffic(Phase("idle at the end", gap), 0, 0),
    ]
    if alert.min_bad > 1:
        few = alert.min_bad - 1
        story += [
            _Traffic(Phase("too few bad events to count", hold), few, few, once=True),
            _Traffic(Phase("idle after few", gap), 0, 0),
        ]
    return story


def _healthy(story: list[_Traffic], alert: _Alert) -> list[_Traffic]:
    steps = sum(one.phase.steps for one in story)
    del alert
    return [_Traffic(Phase("well", steps), 100, 0)]


def _failing(story: list[_Traffic], alert: _Alert) -> _Traffic:
    steps = sum(one.phase.steps for one in story)
    count = 100 * max(1, alert.min_bad)
    return _Traffic(Phase("another job fails", steps), count, count)


def _events(story: list[_Traffic]) -> list[tuple[int, int]]:
    """Return total and bad events of each step."""
    found: list[tuple[int, int]] = []
    for one in story:
        for number in range(one.phase.steps):
            quiet = one.once and number > 0
            found.append((0, 0) if quiet else (one.total, one.bad))
    return found


def _truth(story: list[_Traffic], alert: _Alert) -> list[State | None]:
    """Count the window's events at each step, with and without the step on its edge.

    Prometheus 2 takes the sample on the left edge of a window in, Prometheus 3 leaves it out; only
    what both agree on is promised.
    """
    events = _events(story)
    both = [
        states(_conditions(events, alert, alert.window - cut), for_=alert.for_, keep=alert.keep)
        for cut in (0, 1)
    ]
    return [first if first == second else None for first, second in zip(*both, strict=True)]


def _conditions(events: list[tuple[int, int]], alert: _Alert, length: int) -> list[bool]:
    found = []
    for step in range(len(events)):
        recent = events[max(0, step - length + 1) : step + 1]
        total, bad = sum(one for one, _ in recent), sum(one for _, one in recent)
        share = Fraction(bad, total) if total else None
        if share is not None and alert.side == "below":
            share = 1 - share
        beyond = share is not None and (
            share > alert.bound if alert.side == "above" else share < alert.bound
        )
        found.append(beyond and bad * Fraction(alert.window, length) >= alert.min_bad)
    return found


def _emitted(
    part: Selected,
    whole: Selected,
    labels: Labels,
    story: list[_Traffic],
    side: str,
    *,
    foreign: bool = False,
) -> list[Emitted]:
    """Return the counters of the world: those of the part, and those of the rest of the whole.

    Where being below is bad, the part holds the good events.
    """
    in_part: list[int] = []
    for total, bad in _events(story):
        in_part.append(bad if side == "above" else total - bad)
    rest = [total - one for (total, _), one in zip(_events(story), in_part, strict=True)]
    inside = Emitted(part.metric, part.inside(labels, foreign=foreign), _counter(in_part, story))
    if part.metric == whole.metric:
        outside = part.outside(labels, foreign=foreign)
        return [inside, Emitted(part.metric, outside, _counter(rest, story))]
    everything = [total for total, _ in _events(story)]
    return [
        inside,
        Emitted(whole.metric, whole.inside(labels, foreign=foreign), _counter(everything, story)),
    ]


def _counter(events: list[int], story: list[_Traffic]) -> tuple[Sample, ...]:
    found: list[Sample] = []
    value, at = 0, 0
    for one in story:
        for number in range(one.phase.steps):
            value = (0 if one.reset and number == 0 else value) + events[at]
            found.append(None if one.absent else Fraction(value))
            at += 1
    return tuple(found)


__all__ = ["Check", "ratio_timeline"]
