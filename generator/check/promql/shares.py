"""Quotients that are shares: some of the events that a counter counts, over all of them."""

from typing import Final

from generator.check.promql.catalogue import Catalogue, Counted
from generator.promql import tree as t
from generator.promql.expr import COMPARISONS

RATES: Final = frozenset({"rate", "irate", "increase"})


def share_of(node: t.Binary, catalogue: Catalogue) -> str:
    """Return why a quotient is a share: a part over the whole that it is a part of."""
    part, wholes = counted(node.left, catalogue), _addends(node.right)
    for one in wholes if part is not None else ():
        whole = counted(one, catalogue)
        if part is not None and whole is not None and _is_part(part, whole):
            return f"it divides a part of `{whole.metric}` by the whole"
    return ""


def _addends(node: t.Node) -> list[t.Node]:
    node = _inner(node)
    if isinstance(node, t.Binary) and node.op == "+":
        return [*_addends(node.left), *_addends(node.right)]
    if isinstance(node, t.Aggregate) and node.op == "sum" and _is_sum(node.operand):
        return _addends(node.operand)
    return [node]


def _is_sum(node: t.Node) -> bool:
    inner = t.bare(node)
    return isinstance(inner, t.Binary) and inner.op == "+"


def _inner(node: t.Node) -> t.Node:
    """Return what has the same numbers, without filters and zeros for what is missing."""
    node = t.bare(node)
    while isinstance(node, t.Binary) and (_filters(node) or _fills(node)):
        node = t.bare(node.left)
    return node


def _filters(node: t.Binary) -> bool:
    return node.op in COMPARISONS and not node.returns_bool


def _fills(node: t.Binary) -> bool:
    other = t.bare(node.right)
    if node.op != "or" or not isinstance(other, t.Binary) or other.op != "*":
        return False
    zero = t.bare(other.left)
    return isinstance(zero, t.Number) and zero.value == 0


def counted(node: t.Node, catalogue: Catalogue) -> Counted | None:
    """Return the counter that a sum of a rate counts by, also through a record of it."""
    node = _inner(node)
    while isinstance(node, t.Aggregate) and node.op == "sum":
        node = _inner(node.operand)
    if isinstance(node, t.Selector) and node.window is None:
        made = catalogue.made.get(node.metric)
        found = made.counted if made is not None else None
        return None if found is None else found.narrowed(one.matcher for one in node.conditions)
    if not isinstance(node, t.Call) or node.function not in RATES:
        return None
    inner = t.bare(node.args[0])
    if not isinstance(inner, t.Selector) or inner.window is None:
        return None
    conditions = frozenset(one.matcher for one in inner.conditions)
    offset = inner.offset.text if inner.offset is not None else ""
    return Counted(node.function, inner.metric, inner.window.text, offset, conditions)


def _is_part(part: Counted, whole: Counted) -> bool:
    """Tell whether every event of the one is one of the other, counted in the same way."""
    some = (part.function, part.window, part.offset)
    if some != (whole.function, whole.window, whole.offset):
        return False
    return _metric(part) == _metric(whole) and whole.conditions <= part.conditions


def _metric(one: Counted) -> str:
    """Return what is counted; a bucket of a histogram holds some of what its `_count` counts."""
    if any(condition.label == "le" for condition in one.conditions):
        return one.metric.removesuffix("_bucket")
    return one.metric.removesuffix("_count") if one.metric.endswith("_count") else one.metric
