"""Sets of labels that may be endless: those that a `by` names, or all but those of a `without`."""

from collections.abc import Iterable
from typing import NamedTuple

from generator.promql import tree as t


class LabelSet(NamedTuple):
    """These labels, or with ``but`` all except these."""

    labels: frozenset[str] = frozenset()
    but: bool = True

    def both(self, other: "LabelSet") -> "LabelSet":
        """Return what is in this one and in another."""
        if self.but and other.but:
            return LabelSet(self.labels | other.labels)
        if self.but or other.but:
            named, rest = (other, self) if self.but else (self, other)
            return LabelSet(named.labels - rest.labels, but=False)
        return LabelSet(self.labels & other.labels, but=False)

    def within(self, other: "LabelSet") -> bool:
        """Tell whether all in this one are in another."""
        if self.but:
            return other.but and other.labels <= self.labels
        return self.labels.isdisjoint(other.labels) if other.but else self.labels <= other.labels

    def less(self, labels: Iterable[str]) -> "LabelSet":
        """Return the same without some labels."""
        return self.both(LabelSet(frozenset(labels)))

    def holds(self, label: str) -> bool:
        """Tell whether a label is in it."""
        return (label in self.labels) is not self.but


ALL = LabelSet()


def kept_by(grouping: t.Grouping | None) -> LabelSet:
    """Return the labels that an aggregation tells its results apart by."""
    if grouping is None:
        return LabelSet(but=False)
    return LabelSet(frozenset(one.text for one in grouping.labels), grouping.without)


def matched_by(matching: t.Matching | None) -> LabelSet:
    """Return the labels in which two sides of an operation have to agree."""
    if matching is None:
        return ALL
    return LabelSet(frozenset(one.text for one in matching.labels), not matching.on)
