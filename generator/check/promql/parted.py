"""Labels that texts print and that keep both sides of an operation apart."""

from collections.abc import Iterator
from typing import NamedTuple

from generator.check.promql.base import Subject
from generator.check.promql.template_holes import holes
from generator.promql import tree as t
from generator.promql.labels import NAME, Status, Why, merged


class Parted(NamedTuple):
    """An operation of which the side that is named never has a label; the other side may."""

    node: t.Binary
    label: str
    side: str
    why: Why | None


def printed(subject: Subject) -> Iterator[Parted]:
    """Yield the labels that texts print, and that no series has for which there is a result."""
    for _, text in subject.templates:
        for label, _, _ in holes(text, lambda name: parted(subject, name) is not None):
            found = parted(subject, label)
            if found is not None:
                yield found


def parted(subject: Subject, label: str) -> Parted | None:
    """Return the operation that has no result for series with a label, if one decides over all."""
    node: t.Node | None = subject.node
    while node is not None:
        node = t.bare(node)
        found = _parts(subject, node, label) if isinstance(node, t.Binary) else None
        if found is not None:
            return found
        node = _next(node, label)
    return None


def _next(node: t.Node, label: str) -> t.Node | None:
    """Return the part whose labels the result of another has, None where that is unclear."""
    if isinstance(node, t.Aggregate) and node.grouping is not None:
        named = any(one.text == label for one in node.grouping.labels)
        return node.operand if named is not node.grouping.without else None
    if not isinstance(node, t.Binary) or node.op == "or":
        return None
    many = node.matching.many if node.matching is not None else ""
    return node.right if t.is_scalar(node.left) or many == "right" else node.left


def _parts(subject: Subject, node: t.Binary, label: str) -> Parted | None:
    if node.op in {"or", "unless"} or node.fill or not _is_matched(node.matching, label):
        return None
    if t.is_scalar(node.left) or t.is_scalar(node.right):
        return None
    sides = ("left", subject.labels(node.left)), ("right", subject.labels(node.right))
    for (_, having), (side, lacking) in (sides, sides[::-1]):
        if all(one.status(label) is not Status.IMPOSSIBLE for one in having) and all(
            one.status(label) is Status.IMPOSSIBLE for one in lacking
        ):
            return Parted(node, label, side, merged(lacking).why(label))
    return None


def _is_matched(matching: t.Matching | None, label: str) -> bool:
    if label == NAME:
        return False
    return matching is None or matching.on is any(one.text == label for one in matching.labels)
