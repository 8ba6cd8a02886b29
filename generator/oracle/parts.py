"""The series that combine to what a gauge holds, as its metric declares that they do."""

import functools
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

from generator.oracle.timeline import (
    STALE,
    Emitted,
    InParts,
    Labels,
    Sample,
    notation,
)
from generator.oracle.world import Selected, occurring, spare_label
from generator.resolve.estate import Estate, Indicator

_Row: TypeAlias = tuple[Labels, Callable[[int], int]]
"""The labels of a series, and what it holds of a value."""


def kinds_differ(indicator: Indicator, sets: Sequence[Labels]) -> bool:
    """Tell whether one label set is shared by instances and the other one is not."""
    operand: Any = indicator.use.operands["of"][0]
    return len({is_shared(operand, one) for one in sets}) > 1


def also_shared(indicator: Indicator, sets: Sequence[Labels]) -> tuple[Labels, ...]:
    """Return a label set for each shared value that no other one has."""
    operand: Any = indicator.use.operands["of"][0]
    label, values = operand.shared or ("*", ())
    if label not in indicator.labels:
        return ()
    known = {dict(one).get(label) for one in sets}
    return tuple(
        tuple(sorted({**dict(sets[0]), label: value}.items()))
        for value in values
        if value not in known
    )


def foreign_sets(indicator: Indicator, sets: Sequence[Labels]) -> tuple[Labels, ...]:
    """Return what series of another job have: of what is shared and of what is not, if both are."""
    operand: Any = indicator.use.operands["of"][0]
    label = operand.shared[0] if operand.shared is not None else "*"
    if label not in indicator.labels:
        return ((),)
    kinds = {is_shared(operand, one): ((label, dict(one)[label]),) for one in reversed(sets)}
    return tuple(kinds[kind] for kind in sorted(kinds))


def is_shared(operand: Any, labels: Labels) -> bool:
    """Tell whether all instances report the same for a label set."""
    if operand.shared is None:
        return False
    label, values = operand.shared
    return label == "*" or dict(labels).get(label) in values


def parts_of(
    estate: Estate,
    operand: Any,
    indicator: Indicator,
    labels: Labels,
    told: InParts,
    *,
    foreign: bool,
) -> Iterator[Emitted]:
    """Yield two series that combine to each value; one where nothing tells two apart."""
    selected = Selected.of(estate, operand)
    if foreign and not selected.apart:
        return
    own = tuple(one for one in operand.labels if one not in indicator.labels)
    spare = spare_label(operand, indicator)
    instances = [name for name in operand.target_labels if name not in indicator.labels]
    shared = is_shared(operand, labels)
    rows: list[_Row] = [(labels, lambda value: value)]
    if spare in own or not shared:
        rows = [
            ((*labels, (spare, name)), part)
            for name, part in zip(
                occurring(estate, spare), _SPLITS[operand.aggregate], strict=False
            )
        ]
    if operand.shared is not None and not shared and spare in own and instances:
        # Not shared here: one of them is in two instances, the other one is not, so that no mean
        # of all is one of means.
        (there, part), *others = rows
        names = occurring(estate, instances[0])[:2]
        rows = [
            ((*there, (instances[0], name)), functools.partial(_of_instance, part, share))
            for share, name in zip(_OF_INSTANCES[operand.aggregate], names, strict=False)
        ] + others
    if shared:
        # Every instance reports the same, though not at once; it is counted once.
        rows = [
            ((*there, (instances[0], name)), functools.partial(_reported, part, late))
            for there, part in rows
            for late, name in enumerate(occurring(estate, instances[0])[:2] if instances else ())
        ] or rows
    fine = [None if one is None else one * _FINE for one in told.values]
    for there, part in rows:
        shares = [None if value is None else part(value) for value in fine]
        text = notation(_samples(shares), told.parts * _FINE)
        yield Emitted(selected.metric, selected.inside(there, foreign=foreign), text)


def _reported(part: Callable[[int], int], late: int, value: int) -> int:
    """Return what an instance reports of a value: the second one has not seen all of it."""
    return part(value) - late * abs(part(value)) // 8


def _of_instance(part: Callable[[int], int], share: Callable[[int], int], value: int) -> int:
    """Return what one of two instances holds of a value."""
    return share(part(value))


_FINE = 32
"""Quarters of eighths, so that whole numbers remain whole."""
_SPLITS: dict[str, tuple[Callable[[int], int], ...]] = {
    "sum": (lambda value: value // 4, lambda value: value - value // 4),
    "max": (lambda value: value, lambda value: value - abs(value) // 2),
    "min": (lambda value: value, lambda value: value + abs(value)),
    "avg": (lambda value: value // 2, lambda value: value + value // 2),
}

_OF_INSTANCES: dict[str, tuple[Callable[[int], int], ...]] = {
    "sum": (lambda value: value // 8, lambda value: value - value // 8),
    "max": (lambda value: value, lambda value: value - abs(value) // 8),
    "min": (lambda value: value, lambda value: value + abs(value) // 8),
    "avg": (lambda value: value - value // 8, lambda value: value + value // 8),
}


def _samples(values: Sequence[int | None]) -> list[Sample]:
    """Return the samples; where a series ends it is marked stale, as Prometheus does."""
    before = (None, *values[:-1])
    return [
        STALE if value is None and last is not None else value
        for last, value in zip(before, values, strict=True)
    ]
