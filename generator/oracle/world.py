"""The world behind a selection: series that it takes in, and series that it does not."""

import dataclasses
from typing import Any

from generator.core.patterns import compiled
from generator.oracle.timeline import Labels
from generator.resolve.estate import Bound, Estate, Indicator

_CANDIDATES = ("200", "404", "500", "503", "a", "b", "true", "false", "0", "1", "GET")


@dataclasses.dataclass(frozen=True, slots=True)
class Selected:
    """A metric and the conditions of a selection on it, with values that are known to occur."""

    metric: str
    labels: tuple[str, ...]
    conditions: tuple[tuple[str, str, str], ...]
    values: tuple[tuple[str, tuple[str, ...]], ...]

    @classmethod
    def of(cls, estate: Estate, operand: Any) -> "Selected":
        """Return the selection behind an operand of a recipe."""
        labels = known_labels(operand)
        return cls(
            operand.metric,
            labels,
            tuple((one.label, one.op, one.value) for one in operand.matchers),
            tuple((label, occurring(estate, label)) for label in labels),
        )

    def inside(self, labels: Labels, *, foreign: bool = False) -> Labels:
        """Return labels of a series that the selection takes in."""
        return self._fill(labels, foreign=foreign, wanted=True)

    def outside(self, labels: Labels, *, foreign: bool = False) -> Labels:
        """Return labels of a series of the same metric that its own conditions leave out."""
        return self._fill(labels, foreign=foreign, wanted=False)

    def narrow(self, identity: tuple[str, ...]) -> bool:
        """Tell whether it leaves series of its own job out."""
        return any(label not in identity for label, _, _ in self.conditions)

    def _fill(self, fixed: Labels, *, foreign: bool, wanted: bool) -> Labels:
        found = dict(fixed)
        values = dict(self.values)
        for label in self.labels:
            if label in found:
                continue
            rules = [(op, value) for name, op, value in self.conditions if name == label]
            pinned = next((value for op, value in rules if op == "="), None)
            if pinned is not None and label in self.labels[:1]:
                found[label] = f"not-{pinned}" if foreign else pinned
            else:
                agree = wanted or not rules
                found[label] = _pick((*values[label], *_CANDIDATES), rules, agree=agree)
        return tuple(sorted(found.items()))


def known_labels(operand: Any) -> tuple[str, ...]:
    """Return every label that series of an operand can have; none if it is no selection."""
    kinds = ("identity", "target_labels", "labels")
    return tuple(label for kind in kinds for label in getattr(operand, kind, ()))


def _pick(values: tuple[str, ...], rules: list[tuple[str, str]], *, agree: bool) -> str:
    for value in values:
        if all(_holds(value, op, wanted) for op, wanted in rules) is agree:
            return value
    return "other"


def _holds(value: str, op: str, wanted: str) -> bool:
    if op in {"=", "!="}:
        return (value == wanted) is (op == "=")
    return (compiled(wanted).fullmatch(value) is not None) is (op == "=~")


def occurring(estate: Estate, label: str) -> tuple[str, ...]:
    """Return values of a label that occur: its closed values, its examples, or made-up ones."""
    defined = estate.labels.get(label)
    if defined is None:
        return (f"{label}-1", f"{label}-2")
    known = tuple(defined.named_values.values()) or defined.examples
    return known if len(known) > 1 else (*known, f"{label}-1", f"{label}-2")


def label_sets(
    estate: Estate, indicator: Indicator, bound: Bound | None = None
) -> tuple[Labels, ...]:
    """Return the label sets that the proof speaks of: the one of the story, and a healthy one."""
    pinned = dict.fromkeys(estate.identity, "")
    for label in estate.identity:
        pinned[label] = estate.project.selector.get(label, f"{label}-1")
    free = [label for label in indicator.use.by if label != (indicator.vary if bound else None)]
    varied = {}
    if bound is not None and bound.variant.label is not None:
        varied[bound.variant.label.label] = bound.variant.label.value
    first = {**pinned, **varied, **{label: occurring(estate, label)[0] for label in free}}
    if not free:
        return (tuple(sorted(first.items())),)
    second = {**first, free[0]: occurring(estate, free[0])[1]}
    return tuple(sorted(first.items())), tuple(sorted(second.items()))


def other_variants(
    indicator: Indicator, bound: Bound, sets: tuple[Labels, ...]
) -> tuple[Labels, ...]:
    """Return label sets that look like the first but are those of no variant."""
    label = bound.variant.label
    if label is None:
        return ()
    first = dict(sets[0]) | {label.label: "elsewhere"}
    return (tuple(sorted(first.items())),) if label.label in indicator.labels else ()


def spare_label(operand: Any, indicator: Indicator) -> str:
    """Return a label that the result has no longer, so that several series are combined in it.

    Where all that are declared are kept, it is one that scraping may add.
    """
    pinned = {one.label for one in operand.matchers}
    labels = (*operand.labels, *operand.target_labels)
    free = (one for one in labels if one not in indicator.labels and one not in pinned)
    return next(free, "replica")


def split(
    estate: Estate, operand: Any, indicator: Indicator, labels: Labels
) -> tuple[Labels, Labels]:
    """Return the labels of two series that are combined into one result."""
    spare = spare_label(operand, indicator)
    first, second = occurring(estate, spare)[:2]
    return (*labels, (spare, first)), (*labels, (spare, second))
