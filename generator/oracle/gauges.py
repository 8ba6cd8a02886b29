"""The truth about readings: what gauges hold, combined as each metric declares."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from generator.core.units import Unit
from generator.oracle.flows import NEAR
from generator.oracle.parts import (
    also_shared,
    foreign_sets,
    kinds_differ,
    parts_of,
)
from generator.oracle.shares import steps
from generator.oracle.telling import Case, Seen, Told, ends, timeline
from generator.oracle.timeline import (
    Emitted,
    InParts,
    Labels,
    Phase,
    Reading,
    Timeline,
    states,
)
from generator.oracle.world import label_sets, other_variants
from generator.resolve.estate import Bound, Estate, Indicator, Threshold

_WHOLE = 1000


class _Reading(NamedTuple):
    """A phase and what is measured in it; None is no series."""

    phase: Phase
    value: Fraction | None
    void: bool = False
    """Whether there is nothing to divide by."""


def gauge_timeline(case: Case) -> Timeline:
    """Return the proof of an alert on a gauge, its age, or its share of another."""
    estate, indicator, bound = case.estate, case.indicator, case.bound
    sets = label_sets(estate, indicator, bound)
    told = _story(case)
    if indicator.recipe.name == "ratio" and hasattr(indicator.use.operands["to"][0], "metric"):
        told.insert(-2, _Reading(Phase("nothing to divide by", _SEEN), told[1].value, void=True))
    phases = [one.phase for one in told]
    calm = [_Reading(Phase("well", sum(one.steps for one in phases)), told[1].value)]
    if bound.variant.label is None:
        sets = (*sets, *also_shared(indicator, sets))
    lives = dict.fromkeys(sets, calm) | {sets[0]: told}
    if kinds_differ(indicator, sets):
        lives[sets[1]] = told  # shared by instances there, not shared here: both are shown
    wrong = [calm[0]._replace(value=told[-2].value)]
    series = [
        one
        for labels, life in lives.items()
        for one in _emitted(estate, indicator, labels, life, case.step)
    ]
    series += [
        one
        for labels in foreign_sets(indicator, sets)
        for one in _emitted(estate, indicator, labels, wrong, case.step, foreign=True)
    ]
    others = other_variants(indicator, bound, sets)
    series += [
        one for labels in others for one in _emitted(estate, indicator, labels, wrong, case.step)
    ]
    values = {
        labels: [one.value for one in life for _ in range(one.phase.steps)]
        for labels, life in lives.items()
    }

    def judge(other: Threshold, limit: Bound) -> Seen:
        held = steps(other.for_, case.step), steps(other.keep_firing_for, case.step)
        return {
            labels: states(_conditions(life, limit.value, other.side), for_=held[0], keep=held[1])
            for labels, life in lives.items()
        }

    def value(labels: Labels, step: int) -> Fraction | None:
        return values[labels][step]

    show = ends(phases, FAR)
    left = (*(one for one, life in lives.items() if life is calm), *others)
    readings = (Reading(sum(one.steps for one in phases) - 1, phases[-1].case, left, left),)
    return timeline(case, Told(series, phases, judge, value, show, readings))


FAR = "far beyond, and then gone"


def _conditions(told: Sequence[_Reading], bound: Fraction, side: str) -> list[bool | None]:
    found: list[bool | None] = []
    for one in told:
        beyond = not one.void and _is_beyond(one.value, bound, side)
        found += [beyond] * one.phase.steps
    return found


def _is_beyond(value: Fraction | None, bound: Fraction, side: str) -> bool:
    return value is not None and (value > bound if side == "above" else value < bound)


def _story(case: Case) -> list[_Reading]:
    """Return what is read: whole numbers can stand at the bound exactly, quotients only near it."""
    held = [steps(threshold.for_, case.step) for threshold, _ in case.shown]
    keep = max(steps(threshold.keep_firing_for, case.step) for threshold, _ in case.shown)
    worst, side = case.shown[-1][1].value, case.threshold.side
    # Not a round number: a text that cuts digits off must not hang on the last one.
    far = worst * 2 if side == "above" else worst / 2
    far += abs(worst) / 1024
    out = _near(worst, side)[1]
    far = far if _is_beyond(far, worst, side) else out
    well = _near(case.shown[0][1].value, side)[0]
    return [
        _Reading(Phase("no series yet", 2), None),
        *(
            one
            for (threshold, bound), for_ in zip(case.shown, held, strict=True)
            for one in _crossing(case, threshold, bound, for_)
        ),
        _Reading(Phase("recovered", keep + _SEEN), well),
        _Reading(Phase(FAR, max(held) + 2), far),
        _Reading(Phase("no series any more", keep + _SEEN), None),
    ]


_SEEN = 4
"""Steps of what must be quiet: an alert would be pending at the first of them."""


def _near(bound: Fraction, side: str) -> tuple[Fraction, Fraction]:
    """Return what is just inside a bound, and just beyond it."""
    near = bound * NEAR or Fraction(1)
    return (bound - near, bound + near) if side == "above" else (bound + near, bound - near)


def _crossing(case: Case, threshold: Threshold, bound: Bound, for_: int) -> Iterator[_Reading]:
    back, out = _near(bound.value, threshold.side)
    yield _Reading(Phase(case.named("just inside the bound", threshold), _SEEN), back)
    if case.indicator.recipe.name == "value":
        yield _Reading(Phase(case.named("at the bound", threshold), _SEEN), bound.value)
    yield _Reading(Phase(case.named("just beyond the bound", threshold), for_ + 2), out)


def _emitted(
    estate: Estate,
    indicator: Indicator,
    labels: Labels,
    told: Sequence[_Reading],
    step: Fraction,
    *,
    foreign: bool = False,
) -> Iterator[Emitted]:
    operand: Any = indicator.use.operands["of"][0]
    values = [one.value for one in told for _ in range(one.phase.steps)]
    if indicator.recipe.name == "age":
        values = [
            None if value is None else number * step / operand.unit.scale - value
            for number, value in enumerate(values)
        ]
    elif indicator.recipe.name == "ratio":
        whole: Any = indicator.use.operands["to"][0]
        share = _divisor(whole, operand.unit)
        values = [None if value is None else value * share for value in values]
        if hasattr(whole, "metric"):
            constant = [
                None if one.value is None else Fraction(0 if one.void else _WHOLE)
                for one in told
                for _ in range(one.phase.steps)
            ]
            yield from parts_of(
                estate, whole, indicator, labels, InParts.of(constant), foreign=foreign
            )
    yield from parts_of(estate, operand, indicator, labels, InParts.of(values), foreign=foreign)


def _divisor(whole: Any, unit: Unit) -> Fraction:
    """Return what the reading is divided by: another gauge of the world, or a number."""
    if hasattr(whole, "metric"):
        return Fraction(_WHOLE)
    quantity = getattr(whole, "quantity", whole)
    return Fraction(quantity.to(unit) if quantity.unit.comparable(unit) else quantity.base)
