"""The truth about readings: what gauges hold, combined as each metric declares."""

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from generator.core.units import Unit
from generator.oracle.events import NEAR, steps
from generator.oracle.timeline import (
    STALE,
    Emitted,
    Labels,
    Phase,
    Sample,
    Timeline,
    checks_of,
    states,
)
from generator.oracle.world import Selected, label_sets, occurring
from generator.resolve.estate import Bound, Estate, Indicator, Threshold

_WHOLE = 1000


@dataclasses.dataclass(frozen=True, slots=True)
class _Reading:
    """A phase and what is measured in it; None is no series."""

    phase: Phase
    value: Fraction | None


def gauge_timeline(
    estate: Estate, indicator: Indicator, threshold: Threshold, bound: Bound, step: Fraction
) -> Timeline:
    """Return the proof of an alert on a gauge, its age, or its share of another."""
    for_, keep = steps(threshold.for_, step), steps(threshold.keep_firing_for, step)
    sets = label_sets(estate, indicator, bound)
    told = _story(bound.value, threshold.side, for_, keep, exact=indicator.recipe.name == "value")
    inside = told[1].value
    calm = [_Reading(Phase("well", sum(one.phase.steps for one in told)), inside)]
    by_labels = dict(zip(sets, [told, *[calm] * (len(sets) - 1)], strict=True))
    wrong = told[_beyond(told)].value
    foreign = [dataclasses.replace(calm[0], value=wrong)]
    series = [
        one
        for labels, life in by_labels.items()
        for one in _emitted(estate, indicator, labels, life, step)
    ]
    series += _emitted(estate, indicator, (), foreign, step, foreign=True)
    seen = {
        labels: states(
            [
                _is_beyond(one.value, bound.value, threshold.side)
                for one in life
                for _ in range(one.phase.steps)
            ],
            for_=for_,
            keep=keep,
        )
        for labels, life in by_labels.items()
    }
    checks = checks_of([one.phase for one in told], seen)
    name = f"{threshold.alert}, {bound.id}"
    return Timeline(bound.id, name, step, tuple(series), checks, indicator.labels)


def _beyond(told: Sequence[_Reading]) -> int:
    return next(n for n, one in enumerate(told) if one.phase.case == "just beyond the bound")


def _is_beyond(value: Fraction | None, bound: Fraction, side: str) -> bool:
    return value is not None and (value > bound if side == "above" else value < bound)


def _story(bound: Fraction, side: str, for_: int, keep: int, *, exact: bool) -> list[_Reading]:
    """Return what is read: whole numbers can stand at the bound exactly, quotients only near it."""
    hold, gap = for_ + 3, for_ + keep + 10
    near = bound * NEAR or Fraction(1)
    out, back = (bound + near, bound - near) if side == "above" else (bound - near, bound + near)
    at = [_Reading(Phase("at the bound", hold), bound)] if exact else []
    return [
        _Reading(Phase("no series yet", 2), None),
        _Reading(Phase("just inside the bound", hold), back),
        *at,
        _Reading(Phase("just beyond the bound", hold), out),
        _Reading(Phase("recovered", gap), back),
        _Reading(Phase("beyond, and then gone", hold), out),
        _Reading(Phase("no series any more", gap), None),
    ]


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
            constant = [None if value is None else Fraction(_WHOLE) for value in values]
            yield from _parts(estate, whole, indicator, labels, constant, foreign=foreign)
    yield from _parts(estate, operand, indicator, labels, values, foreign=foreign)


def _divisor(whole: Any, unit: Unit) -> Fraction:
    """Return what the reading is divided by: another gauge of the world, or a number."""
    if hasattr(whole, "metric"):
        return Fraction(_WHOLE)
    quantity = getattr(whole, "quantity", whole)
    return Fraction(quantity.to(unit) if quantity.unit.comparable(unit) else quantity.base)


def _parts(
    estate: Estate,
    operand: Any,
    indicator: Indicator,
    labels: Labels,
    values: list[Fraction | None],
    *,
    foreign: bool,
) -> Iterator[Emitted]:
    """Yield two series that combine to each value; one where nothing tells two apart."""
    selected = Selected.of(estate, operand)
    spare = _spare_label(operand, indicator)
    if spare is None:
        yield Emitted(selected.metric, selected.inside(labels, foreign=foreign), _samples(values))
        return
    shared = spare == "instance" and operand.shared is not None and operand.shared[0] == "*"
    for number, value_of in enumerate(_SPLITS["shared" if shared else operand.aggregate]):
        name = occurring(estate, spare)[number]
        there = selected.inside((*labels, (spare, name)), foreign=foreign)
        split = [None if value is None else value_of(value) for value in values]
        yield Emitted(selected.metric, there, _samples(split))


def _spare_label(operand: Any, indicator: Indicator) -> str | None:
    """Return a label that the result has no longer, so that several series are combined in it."""
    pinned = {one.label for one in operand.matchers}
    if operand.shared is not None and operand.shared[0] != "*":
        return None
    labels = (
        ("instance", *operand.labels)
        if operand.shared
        else (*operand.labels, *operand.target_labels)
    )
    return next((one for one in labels if one not in indicator.labels and one not in pinned), None)


_SPLITS: dict[str, tuple[Callable[[Fraction], Fraction], ...]] = {
    "sum": (lambda value: value / 4, lambda value: value - value / 4),
    "max": (lambda value: value, lambda value: value - abs(value) / 2),
    "min": (lambda value: value, lambda value: value + abs(value)),
    "avg": (lambda value: value / 2, lambda value: value + value / 2),
    "shared": (lambda value: value, lambda value: value),
}


def _samples(values: Sequence[Fraction | None]) -> tuple[Sample, ...]:
    """Return the samples; where a series ends it is marked stale, as Prometheus does."""
    found: list[Sample] = []
    for value in values:
        ends = value is None and bool(found) and isinstance(found[-1], Fraction)
        found.append(STALE if ends else value)
    return tuple(found)
