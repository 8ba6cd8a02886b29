"""How the labels of two sides of a binary operation become those of its result."""

import dataclasses
from collections.abc import Iterator

from generator.promql import tree as t
from generator.promql.expr import COMPARISONS, SET_OPERATORS
from generator.promql.labels import NAME, Branch, Status, Why, why_of


def _matched_by(node: t.Binary, one: Branch, other: Branch) -> Iterator[str]:
    """Yield the labels that both sides must agree on, as far as something is said of them."""
    matching = node.matching
    if matching is not None and matching.on:
        yield from (word.text for word in matching.labels)
        return
    left_out = {NAME, *(word.text for word in matching.labels)} if matching else {NAME}
    yield from sorted((one.named() | other.named()) - left_out)


def apart(node: t.Binary, left: Branch, right: Branch) -> str | None:
    """Return a label that keeps an operation from ever having a result."""
    return None if node.op == "unless" else gap(node, left, right)


def gap(node: t.Binary, left: Branch, right: Branch) -> str | None:
    """Return a label that keeps the sides from ever finding each other."""
    for label in _matched_by(node, left, right):
        pair = {left.status(label), right.status(label)}
        if pair == {Status.CERTAIN, Status.IMPOSSIBLE}:
            return label
        values = left.values.get(label), right.values.get(label)
        if None not in values and values[0] != values[1]:
            return label
    return None


def always_meet(node: t.Binary, left: tuple[Branch, ...], right: tuple[Branch, ...]) -> bool:
    """Tell whether an operation has a result whatever the data are."""
    if node.op == "unless" or (node.op in COMPARISONS and not node.returns_bool):
        return False
    matching = node.matching
    alike = matching is not None and matching.on and not matching.labels
    return all(
        any(one.always for one in side) and (alike or all(one.bare for one in side))
        for side in (left, right)
    )


@dataclasses.dataclass(slots=True)
class Match:
    """Two sides that find each other; ``many`` is the side whose labels the result has."""

    node: t.Binary
    many: Branch
    other: Branch

    def result(self) -> Branch:
        """Return the branch of the operation's result."""
        node, matching = self.node, self.node.matching
        if node.op == "unless":
            return self.many
        found = self._agreed()
        if node.op in SET_OPERATORS:
            return found
        if matching is not None and matching.on and not matching.many:
            why = Why("`on` keeps only what it names", matching.start, matching.end)
            return found.kept([word.text for word in matching.labels], why)
        if node.op not in COMPARISONS or node.returns_bool:
            found.put(NAME, Status.IMPOSSIBLE, why_of(node, f"`{node.op}` drops the metric's name"))
        if matching is not None and not matching.on and not matching.many:
            why = Why("`ignoring` leaves it out", matching.start, matching.end)
            for word in matching.labels:
                found.put(word.text, Status.IMPOSSIBLE, why)
        if matching is not None and matching.many:
            self._include(found, matching)
        return found

    def _agreed(self) -> Branch:
        """Return the many side's labels with what the other side says of those that must agree."""
        found = self.many.copy()
        for label in _matched_by(self.node, self.many, self.other):
            other, why = self.other.status(label), self.other.why(label)
            if other is not Status.POSSIBLE and why and found.status(label) is Status.POSSIBLE:
                found.put(label, other, why, self.other.values.get(label))
        return found

    def _include(self, found: Branch, matching: t.Matching) -> None:
        for word in matching.include:
            why = self.other.why(word.text)
            place = why or Why("the other side may have it", word.start, word.end)
            status = self.other.status(word.text)
            found.put(word.text, status, place, self.other.values.get(word.text))
