"""The truth about changes: what is measured now, against what it was some time ago."""

import itertools
import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, NamedTuple, Protocol, TypeAlias

from generator.oracle.amounts import Amount, amount_of, amount_series
from generator.oracle.flows import NEAR, Flow, Story, dyadic
from generator.oracle.parts import parts_of
from generator.oracle.shares import steps
from generator.oracle.telling import Case, Seen, Told, ends, timeline
from generator.oracle.timeline import (
    Emitted,
    InParts,
    Labels,
    Phase,
    Reading,
    Subject,
    Timeline,
    Worth,
    states,
)
from generator.oracle.world import label_sets
from generator.resolve.estate import Bound, Estate, Indicator, Threshold

_BASE = 1024
_FLOAT_ERROR = Fraction(1, 10**9)
_FAR, _NOTHING, _END = "far beyond the bound", "nothing for a while", "steady in the end"
Levels: TypeAlias = Sequence[tuple[Phase, Fraction | None]]
"""What is measured, phase by phase; None is no series."""
Values: TypeAlias = Sequence[Fraction | None]


class _Course(NamedTuple):
    """What is seen at each step, once for each version of Prometheus; ``unsure`` steps are not."""

    either: tuple[Values, ...]
    unsure: range = range(0)


class _Measured(Protocol):
    """What is compared with its past."""

    @property
    def blur(self) -> int:
        """How many steps it takes until a new level is all that is seen."""
        ...

    def series(self, labels: Labels, told: Levels, *, foreign: bool) -> Iterator[Emitted]:
        """Yield the series behind it."""
        ...

    def seen(self, told: Levels) -> _Course:
        """Return what is seen of it."""
        ...

    def worth(self, level: Fraction) -> Fraction:
        """Return what it is at a level."""
        ...


def changes_known(estate: Estate, indicator: Indicator) -> bool:
    """Tell whether there is a world in which what changes can be made to be anything."""
    return _measured(estate, _base(estate, indicator), Fraction(1)) is not None


def _base(estate: Estate, indicator: Indicator) -> Indicator | None:
    """Return the indicator that is compared with its past; None if it is no whole indicator."""
    return estate.indicators.get(getattr(indicator.use.operands["of"][0], "id", ""))


def change_timeline(case: Case) -> Timeline:
    """Return the proof of an alert on a change."""
    estate, bound = case.estate, case.bound
    base = _base(estate, case.indicator)
    measured = _measured(estate, base, case.step)
    if base is None or measured is None:
        raise TypeError(f"{case.indicator.id} is no change of what is known")  # asked before
    ago = steps(Fraction(case.indicator.use.param("ago")), case.step)
    told = _story(
        1 + bound.value,
        case.threshold.side,
        ago,
        measured.blur,
        for_=steps(case.threshold.for_, case.step),
        keep=steps(case.threshold.keep_firing_for, case.step),
    )
    phases = [phase for phase, _ in told]
    total = sum(one.steps for one in phases)
    sets = _label_sets(estate, base, bound)
    calm = [(Phase("well", total), Fraction(_BASE))]
    lives: dict[Labels, Levels] = dict.fromkeys(sets, calm) | {sets[0]: told}
    series = [
        one
        for labels, life in lives.items()
        for one in measured.series(labels, life, foreign=False)
    ]
    series += measured.series((), told, foreign=True)

    def judge(threshold: Threshold, other: Bound) -> Seen:
        held = steps(threshold.for_, case.step), steps(threshold.keep_firing_for, case.step)
        return {
            labels: states(
                _conditions(measured.seen(life), ago, 1 + other.value, threshold.side),
                for_=held[0],
                keep=held[1],
            )
            for labels, life in lives.items()
        }

    def value(labels: Labels, step: int) -> Fraction | None:
        either = {_changed(values, step, ago) for values in measured.seen(lives[labels]).either}
        found = either.pop() if len(either) == 1 else None
        return None if found is None else found - 1

    readings = (
        Reading(ends(phases, _NOTHING)[0], _NOTHING, sets[1:], sets),
        Reading(total - 1, _END, sets, sets),
    )
    subject = Subject(base.id, base.labels)
    worths = (Worth(total - 1, _END, subject, sets, measured.worth(Fraction(_BASE))),)
    show = ends(phases, _FAR)
    return timeline(case, Told(series, phases, judge, value, show, readings, worths))


def _label_sets(estate: Estate, base: Indicator, bound: Bound) -> tuple[Labels, ...]:
    """Return the label sets that the proof speaks of, the first one that of the bound."""
    sets = label_sets(estate, base)
    if bound.variant.label is None:
        return sets
    varied = dict(sets[0]) | {bound.variant.label.label: bound.variant.label.value}
    return (tuple(sorted(varied.items())),)


def _story(
    times: Fraction, side: str, ago: int, blur: int, *, for_: int, keep: int
) -> list[tuple[Phase, Fraction | None]]:
    """Return levels that stand beside those of some time ago as the bound asks.

    A level lasts as long as the comparison looks back, so a condition holds for longer if the next
    one has changed as much again.
    """
    sign = 1 if side == "above" else -1
    size = abs(times) or Fraction(1)
    near = size * NEAR
    rest, blocks = ago + blur + keep + 3, math.ceil((for_ + blur + 3) / ago)
    # Not a round number: a text that cuts digits off must not hang on the last one.
    far = times + sign * size * Fraction(395, 1024)
    level = Fraction(_BASE)
    found: list[tuple[Phase, Fraction | None]] = [
        (Phase("no series yet", 2), None),
        (Phase("steady", rest), level),
    ]
    for name, factor in (
        ("just inside the bound", times - sign * near),
        ("just beyond the bound", times + sign * near),
        (_FAR, far),
    ):
        for _ in range(blocks):
            level = dyadic(level * max(factor, Fraction(0)))
            found.append((Phase(name, ago), level))
        found.append((Phase(f"steady after {name}", rest), level))
        level = Fraction(_BASE)
        found.append((Phase("as at first", rest), level))
    found += [
        (Phase(_NOTHING, rest), Fraction(0)),
        (Phase("something again", rest), level),
        (Phase(_END, ago), level),
    ]
    return found


def _conditions(course: _Course, ago: int, limit: Fraction, side: str) -> list[bool | None]:
    """Tell at each step whether there is too much, or too little, for what there was."""
    found: list[bool | None] = []
    unsure = {*course.unsure, *(one + ago for one in course.unsure)}
    for step in range(len(course.either[0])):
        told = {_condition(values, step, ago, limit, side) for values in course.either}
        if step in unsure and step >= ago + course.unsure.start:
            told |= {True, False}
        found.append(told.pop() if len(told) == 1 else None)
    return found


def _condition(values: Values, step: int, ago: int, limit: Fraction, side: str) -> bool | None:
    times = _changed(values, step, ago)
    if times is None:
        return False
    gap = times - limit
    if abs(gap) < _FLOAT_ERROR * abs(limit):
        return None
    return gap > 0 if side == "above" else gap < 0


def _changed(values: Values, step: int, ago: int) -> Fraction | None:
    """Return how many times what it was something is; None if there was nothing."""
    now, then = values[step], values[step - ago] if step >= ago else None
    return None if now is None or not then else now / then


def _measured(estate: Estate, base: Indicator | None, step: Fraction) -> _Measured | None:
    """Return a world in which an indicator can be made to be anything; None if there is none."""
    if base is None:
        return None
    operand: Any = base.use.operands.get("of", (None,))[0]
    if base.recipe.name == "value" and hasattr(operand, "metric"):
        return _Gauge(estate, base)
    amount = amount_of(estate, base)
    if amount is None or amount.less:
        return None
    return _Amount(estate, amount, steps(amount.window, step))


class _Gauge(NamedTuple):
    """A gauge: what it holds is seen at once."""

    estate: Estate
    base: Indicator
    blur: int = 0

    def series(self, labels: Labels, told: Levels, *, foreign: bool) -> Iterator[Emitted]:
        """Yield the gauges that combine to each level."""
        of = self.base.use.operands["of"][0]
        yield from parts_of(
            self.estate, of, self.base, labels, InParts.of(_each(told)), foreign=foreign
        )

    def seen(self, told: Levels) -> _Course:
        """Return the levels themselves."""
        return _Course((_each(told),))

    def worth(self, level: Fraction) -> Fraction:
        """Return the level itself."""
        return level


class _Amount(NamedTuple):
    """What counters count within a window of so many steps."""

    estate: Estate
    amount: Amount
    blur: int

    def series(self, labels: Labels, told: Levels, *, foreign: bool) -> Iterator[Emitted]:
        """Yield the counters."""
        yield from amount_series(self.estate, self.amount, labels, _flows(told), foreign=foreign)

    def seen(self, told: Levels) -> _Course:
        """Return what a window holds; until one is full, what is added for the rest is unsure.

        Prometheus 2 takes the sample on its left edge in, Prometheus 3 leaves it out.
        """
        story = _flows(told)
        either = (
            tuple(
                Fraction(count, length * story.parts) if at >= story.birth else None
                for at, count in enumerate(story.within(0, length))
            )
            for length in (self.blur, self.blur - 1)
        )
        return _Course(tuple(either), range(story.birth, story.birth + self.blur + 2))

    def worth(self, level: Fraction) -> Fraction:
        """Return what is counted of so many at each step."""
        return level * self.blur * self.amount.times


def _each(told: Levels) -> list[Fraction | None]:
    return list(
        itertools.chain.from_iterable(itertools.repeat(level, one.steps) for one, level in told)
    )


def _flows(told: Levels) -> Story:
    return Story(
        [
            Flow(phase, (level or Fraction(0), Fraction(0)), born=level is not None)
            for phase, level in told
        ]
    )
