"""The truth about growth: a line through the readings of a range, and what there was before."""

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import TypeAlias

from generator.oracle.gauges import kinds_differ, parts_of
from generator.oracle.shares import steps
from generator.oracle.telling import Case, Seen, Told, ends, timeline
from generator.oracle.timeline import Labels, Phase, Reading, Timeline, states
from generator.oracle.world import label_sets
from generator.resolve.estate import Bound, Threshold

_NEAR = 1e-5  # float errors of a slope are below this share of the bound


def slope_timeline(case: Case) -> Timeline:
    """Return the proof of an alert on growth."""
    estate, indicator, threshold = case.estate, case.indicator, case.threshold
    use, of = indicator.use, indicator.use.operands["of"][0]
    for_, keep = steps(threshold.for_, case.step), steps(threshold.keep_firing_for, case.step)
    over = steps(Fraction(use.param("over")), case.step)
    times = Fraction(use.param("per")) / case.step
    told = _story(case.bound.value / times, threshold.side, over, for_, keep)
    phases = [phase for phase, _ in told]
    calm = [(Phase("well", sum(phase.steps for phase in phases)), told[1][1])]
    sets = label_sets(estate, indicator, case.bound)
    lives: dict[Labels, list[_Gap]] = dict.fromkeys(sets, calm) | {sets[0]: told}
    if kinds_differ(indicator, sets):
        lives[sets[1]] = told  # shared by instances there, not shared here: both are shown
    wrong = [(calm[0][0], next(gap for phase, gap in told if phase.case == _FAR))]
    series = [
        one
        for labels, life in lives.items()
        for one in parts_of(estate, of, indicator, labels, _levels(life), foreign=False)
    ]
    series += parts_of(estate, of, indicator, (), _levels(wrong), foreign=True)

    def judge(other: Threshold, limit: Bound) -> Seen:
        held = steps(other.for_, case.step), steps(other.keep_firing_for, case.step)
        return {
            labels: states(
                _conditions(_levels(life), over, limit.value / times, other.side),
                for_=held[0],
                keep=held[1],
            )
            for labels, life in lives.items()
        }

    gaps = {
        labels: [gap for phase, gap in life for _ in range(phase.steps)]
        for labels, life in lives.items()
    }

    def value(labels: Labels, step: int) -> Fraction | None:
        gap = gaps[labels][step]
        return None if gap is None else gap * times

    last = sum(phase.steps for phase in phases) - 1
    readings = (Reading(last, phases[-1].case, sets, sets),)
    return timeline(case, Told(series, phases, judge, value, ends(phases, _FAR), readings))


_Gap: TypeAlias = tuple[Phase, Fraction | None]
_FAR = "far beyond the bound"


def _story(each: Fraction, side: str, over: int, for_: int, keep: int) -> list[_Gap]:
    """Return by how much the reading changes at each step; None is no series."""
    sign = 1 if side == "above" else -1
    near = abs(each) / 1000 or Fraction(1)
    hold, gap = 2 * over + for_ + 3, 2 * over + keep + 3
    return [
        (Phase("no series yet", 2), None),
        (Phase("just inside the bound", hold), each - sign * near),
        (Phase("just beyond the bound", hold), each + sign * near),
        (Phase("level again", gap), Fraction(0)),
        (Phase(_FAR, hold), each + sign * (abs(each) or 1)),
        (Phase("level in the end", gap), Fraction(0)),
    ]


def _levels(told: Sequence[_Gap]) -> list[Fraction | None]:
    level, found = Fraction(10**6), []
    for phase, gap in told:
        for _ in range(phase.steps):
            level += gap or 0
            found.append(None if gap is None else level)
    return found


def _conditions(
    levels: list[Fraction | None], over: int, each: Fraction, side: str
) -> list[bool | None]:
    """Tell at each step whether both are beyond: the slope, and what there is more than before.

    Each is taken with and without the reading on the left edge of a range.
    """
    parts = math.lcm(*(one.denominator for one in levels if one is not None))
    line = _Line([None if one is None else int(one * parts) for one in levels])
    found: list[bool | None] = []
    for step in range(len(levels)):
        told = set()
        for first in (step - over, step - over + 1):
            slope, net = line.slope(first, step), line.net(step, first, over, side)
            if slope is None or net is None:
                told |= {False}
                continue
            gaps = [one / parts - float(each) for one in (slope, net / over)]
            crossed = [gap > 0 if side == "above" else gap < 0 for gap in gaps]
            unsure = any(abs(gap) < _NEAR * abs(float(each)) for gap in gaps)
            told |= {True, False} if unsure else {all(crossed)}
        found.append(told.pop() if len(told) == 1 else None)
    return found


class _Line:
    """Readings at whole steps, and the sums that a straight line through some of them takes."""

    def __init__(self, levels: Sequence[int | None]) -> None:
        self._levels = levels
        self._sums: list[_Sums] = [(0, 0, 0, 0, 0)]
        for x, y in enumerate(levels):
            n, x1, x2, y1, xy = self._sums[-1]
            if y is not None:
                n, x1, x2, y1, xy = n + 1, x1 + x, x2 + x * x, y1 + y, xy + x * y
            self._sums.append((n, x1, x2, y1, xy))

    def slope(self, first: int, last: int) -> float | None:
        """Return the slope of the line with the least squares of distances; None of one reading."""
        before, until = self._sums[max(first, 0)], self._sums[last + 1]
        n, x1, x2, y1, xy = (one - other for one, other in zip(until, before, strict=True))
        if n < 2:  # noqa: PLR2004 (a line goes through two points)
            return None
        return (n * xy - x1 * y1) / (n * x2 - x1 * x1)

    def net(self, step: int, first: int, over: int, side: str) -> int | None:
        """Return how much more there is than ever was in the range before; None if nothing was."""
        now = self._levels[step]
        range_ = self._levels[max(first - over, 0) : max(step - over + 1, 0)]
        before = [one for one in range_ if one is not None]
        if now is None or not before:
            return None
        return now - (max(before) if side == "above" else min(before))


_Sums: TypeAlias = tuple[int, int, int, int, int]
