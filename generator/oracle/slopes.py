"""The truth about growth: a line through the readings of a range, and what there was before."""

from collections.abc import Sequence
from fractions import Fraction
from typing import TypeAlias

from generator.oracle.parts import also_shared, foreign_sets, kinds_differ, parts_of
from generator.oracle.shares import steps
from generator.oracle.telling import Case, Seen, Told, ends, timeline
from generator.oracle.timeline import InParts, Labels, Phase, Reading, Timeline, states
from generator.oracle.world import label_sets
from generator.resolve.estate import Bound, Threshold

_NEAR = 1e-5  # float errors of a slope are below this share of the bound


def slope_timeline(case: Case) -> Timeline:
    """Return the proof of an alert on growth."""
    estate, indicator, threshold = case.estate, case.indicator, case.threshold
    use, of = indicator.use, indicator.use.operands["of"][0]
    for_, keep = steps(threshold.for_, case.step), steps(threshold.keep_firing_for, case.step)
    length = Fraction(use.param("over")) / case.step
    times = Fraction(use.param("per")) / case.step
    told = _story(case.bound.value / times, threshold.side, length, for_, keep)
    phases = [phase for phase, _ in told]
    calm = [(Phase("well", sum(phase.steps for phase in phases)), told[1][1])]
    sets = label_sets(estate, indicator, case.bound)
    if case.bound.variant.label is None:
        sets = (*sets, *also_shared(indicator, sets))
    lives: dict[Labels, list[_Gap]] = dict.fromkeys(sets, calm) | {sets[0]: told}
    if kinds_differ(indicator, sets):
        lives[sets[1]] = told  # shared by instances there, not shared here: both are shown
    wrong = [(calm[0][0], next(gap for phase, gap in told if phase.case == _FAR))]
    series = [
        one
        for labels, life in lives.items()
        for one in parts_of(estate, of, indicator, labels, _levels(life), foreign=False)
    ]
    series += [
        one
        for labels in foreign_sets(indicator, sets)
        for one in parts_of(estate, of, indicator, labels, _levels(wrong), foreign=True)
    ]

    def judge(other: Threshold, limit: Bound) -> Seen:
        held = steps(other.for_, case.step), steps(other.keep_firing_for, case.step)
        return {
            labels: states(
                _conditions(_levels(life), length, limit.value / times, other.side),
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
_Sums: TypeAlias = tuple[int, int, int, int, int]
_FAR = "far beyond the bound"


def _story(each: Fraction, side: str, length: Fraction, for_: int, keep: int) -> list[_Gap]:
    """Return by how much the reading changes at each step; None is no series.

    The slope and what there is more than before are shown apart from each other.
    """
    sign, over = (1 if side == "above" else -1), int(length)
    size = abs(each) or Fraction(1)
    near = size / 1000
    hold, rest = over + for_ + 4, over + over // 3

    def step(case: str, gap: Fraction) -> _Gap:
        return Phase(case, 1), gap

    last, slope = _last_minute(size, length)
    return [
        (Phase("no series yet", 2), None),
        (Phase("at rest, higher than later on", over), Fraction(0)),
        step("it falls", -sign * 4 * size * over),
        (Phase("at rest", rest), Fraction(0)),
        (Phase(_FAR, hold), each + sign * size),
        (Phase("level again", 2 * over + keep), Fraction(0)),
        (Phase("just inside the bound", 2 * over + for_ + 4), each - sign * near),
        (Phase("just beyond the bound", 2 * over + for_ + 4), each + sign * near),
        (Phase("level", 2 * over + keep), Fraction(0)),
        step("it restarts", -sign * 4 * size * over),
        (Phase("it fills as fast again", 2 * over - 2), sign * 2 * size),
        (Phase("full", 2 * over), Fraction(0)),
        step("it restarts once more", -sign * 2 * size * over),
        (Phase("nothing for a while", over - 4), Fraction(0)),
        step("at once it is full, and more", sign * (2 * size * over + length * (size - near))),
        (Phase("just too little more than before", 3), Fraction(0)),
        step("and some more", sign * 2 * near * length),
        (Phase("just more than before", 3), Fraction(0)),
        (Phase("level at last", 2 * over + keep), Fraction(0)),
        (Phase("not quite as steep", 2 * over), sign * slope),
        step("a jump at the end", sign * last),
        (Phase("level in the end", 2 * over + keep), Fraction(0)),
    ]


def _last_minute(size: Fraction, length: Fraction) -> tuple[Fraction, Fraction]:
    """Return a jump and the slope before it.

    Together they are a line just too flat, although there is 2% more than would be enough. A last
    reading that is higher by ``d`` makes a line through ``n`` steeper by ``6 d / (n^2 + n)``.
    """
    over = int(length)
    steeper = Fraction(6, (over + 1) * (over + 2))
    flat, enough = size * Fraction(9975, 10000), size * Fraction(102, 100) * length
    jump = (enough - flat * over) / (1 - steeper * over)
    return jump, flat - steeper * jump


def _levels(told: Sequence[_Gap]) -> InParts:
    """Return the readings."""
    gaps = InParts.of([gap for _, gap in told])
    # Higher than it ever falls.
    level = 100 * max((abs(gap) for gap in gaps.values if gap is not None), default=0)
    found: list[int | None] = []
    for (phase, _), gap in zip(told, gaps.values, strict=True):
        if gap is None:
            found += [None] * phase.steps
        else:
            found += [level + gap * number for number in range(1, phase.steps + 1)]
            level += gap * phase.steps
    return InParts(found, gaps.parts)


def _conditions(levels: InParts, length: Fraction, each: Fraction, side: str) -> list[bool | None]:
    """Tell at each step whether both are beyond: the slope, and what there is more than before."""
    line, parts = _Line(levels.values), levels.parts
    limit, range_ = float(each), float(length)
    found: list[bool | None] = []
    for step in range(len(levels.values)):
        slope, net = line.slope(step - int(length), step), line.net(step, int(length), side)
        if slope is None or net is None:
            found.append(False)
            continue
        gaps = [slope / parts - limit, net / parts / range_ - limit]
        sure = all(abs(gap) > _NEAR * abs(limit) for gap in gaps)
        crossed = all(gap > 0 if side == "above" else gap < 0 for gap in gaps)
        found.append(crossed if sure else None)
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

    def net(self, step: int, over: int, side: str) -> int | None:
        """Return how much more there is than ever was in the range before; None if nothing was."""
        now = self._levels[step]
        earlier = self._levels[max(step - 2 * over, 0) : max(step - over, 0)]
        before = [one for one in earlier if one is not None]
        if now is None or not before:
            return None
        return now - (max(before) if side == "above" else min(before))
