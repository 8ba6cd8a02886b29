"""The world behind a selection: series that it takes in, and series that it does not."""

from fractions import Fraction
from typing import Any, NamedTuple

from generator.core.patterns import compiled
from generator.oracle.timeline import Labels
from generator.resolve.estate import Bound, Estate, Indicator

PARTS = (Fraction(1, 4), Fraction(3, 4))
"""How two series of one result share its events: unlike, so that none of them is the whole."""
_CANDIDATES = ("200", "404", "500", "503", "a", "b", "true", "false", "0", "1", "GET")


class Selected(NamedTuple):
    """A metric and the conditions of a selection on it, with values that are known to occur.

    ``apart`` is the label by which series of others are told from its own, empty where there are
    no others: one that a condition holds to a single value, of the identity if there is one.
    """

    metric: str
    labels: tuple[str, ...]
    identity: tuple[str, ...]
    conditions: tuple[tuple[str, str, str], ...]
    values: tuple[tuple[str, tuple[str, ...]], ...]
    apart: str

    @classmethod
    def of(cls, estate: Estate, operand: Any) -> "Selected":
        """Return the selection behind an operand of a recipe."""
        conditions = tuple((one.label, one.op, one.value) for one in operand.matchers)
        named = (*known_labels(operand), *(label for label, _, _ in conditions))
        labels = tuple(dict.fromkeys(named))
        pinned = {label for label, op, _ in conditions if op == "="}
        return cls(
            operand.metric,
            labels,
            tuple(operand.identity),
            conditions,
            tuple((label, occurring(estate, label)) for label in labels),
            next((label for label in labels if label in pinned), ""),
        )

    def inside(self, labels: Labels, *, foreign: bool = False) -> Labels:
        """Return labels of a series that the selection takes in, or of its like of others."""
        return self._fill(labels, self.conditions, foreign=foreign)

    def outside(
        self, labels: Labels, *, foreign: bool = False, within: "Selected | None" = None
    ) -> Labels:
        """Return labels of a series of the same metric that its own conditions leave out.

        ``within`` is a selection that takes it in.
        """
        wider = () if within is None else within.conditions
        kept = (one for one in self.conditions if one in wider or one[0] in self.identity)
        return self._fill(labels, tuple(kept), foreign=foreign)

    def narrow(self) -> bool:
        """Tell whether it leaves series of its own job out."""
        return any(label not in self.identity for label, _, _ in self.conditions)

    def _fill(
        self, fixed: Labels, kept: tuple[tuple[str, str, str], ...], *, foreign: bool
    ) -> Labels:
        """Return labels that keep some of the conditions and break every other label's."""
        found = dict(fixed)
        values = dict(self.values)
        for label in self.labels:
            if label in found:
                continue
            rules = [one for one in self.conditions if one[0] == label]
            broken = [one[1:] for one in rules if one not in kept]
            held = [one[1:] for one in rules if one in kept]
            found[label] = _pick((*values[label], *_named(rules), *_CANDIDATES), held, broken)
            if foreign and label == self.apart:
                found[label] = f"not-{found[label]}"
        return tuple(sorted(found.items()))


def known_labels(operand: Any) -> tuple[str, ...]:
    """Return every label that series of an operand can have; none if it is no selection."""
    kinds = ("identity", "target_labels", "labels")
    return tuple(label for kind in kinds for label in getattr(operand, kind, ()))


def _named(rules: list[tuple[str, str, str]]) -> tuple[str, ...]:
    """Return the values that conditions name."""
    return tuple(value for _, _, text in rules for value in text.split("|"))


def _pick(
    values: tuple[str, ...], held: list[tuple[str, str]], broken: list[tuple[str, str]]
) -> str:
    """Return the first value that keeps some conditions, and not all of the others if any."""
    for value in values:
        keeps = all(_holds(value, op, wanted) for op, wanted in held)
        if keeps and not (broken and all(_holds(value, op, wanted) for op, wanted in broken)):
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
    pinned = _identity(estate, indicator)
    free = [label for label in indicator.use.by if label != (indicator.vary if bound else None)]
    varied = {}
    if bound is not None and bound.variant.label is not None:
        varied[bound.variant.label.label] = bound.variant.label.value
    first = {**pinned, **varied, **{label: occurring(estate, label)[0] for label in free}}
    if not free:
        return (tuple(sorted(first.items())),)
    second = {**first, free[0]: occurring(estate, free[0])[1]}
    return tuple(sorted(first.items())), tuple(sorted(second.items()))


def _identity(estate: Estate, indicator: Indicator) -> dict[str, str]:
    """Return the identity of what an indicator reads: what its conditions say, if they say it."""
    series = [one for some in indicator.use.operands.values() for one in some]
    rules = [
        (one.label, one.op, one.value)
        for operand in series
        for one in getattr(operand, "matchers", ())
    ]
    found = {}
    for label in estate.identity:
        own = [one for one in rules if one[0] == label]
        known = estate.project.selector.get(label, f"{label}-1")
        candidates = (*_named(own), known, *_CANDIDATES) if own else (known,)
        found[label] = _pick(candidates, [one[1:] for one in own], [])
    return found


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
