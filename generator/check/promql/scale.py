"""Whether values surely are shares from 0 to 1, or percentages from 0 to 100."""

import dataclasses
from typing import Final, NamedTuple

from generator.check.promql.catalogue import Catalogue
from generator.check.promql.parts import plain_factor, without_factor
from generator.check.promql.ranges import range_of
from generator.promql import tree as t
from generator.promql.expr import COMPARISONS

_PERCENT: Final = 100.0


class Scale(NamedTuple):
    """How shares are written, as per cent or not; which part of the expression they are, and why.

    ``reason`` goes on from "a share, as".
    """

    percent: bool
    node: t.Node
    reason: str


def scale_of(node: t.Node, catalogue: Catalogue) -> Scale | None:
    """Return how the values are written if they surely are shares, None where they need not be."""
    node = t.bare(node)
    while isinstance(node, t.Binary) and _selects(node):
        node = t.bare(t.compared(node) if node.op in COMPARISONS else node.left)
    if isinstance(node, t.Binary) and node.op == "-" and _is_hundred(node.left):
        rest = scale_of(node.right, catalogue)  # what a percentage leaves of 100 is one, too
        return rest._replace(node=node) if rest is not None and rest.percent else None
    inner, factor = without_factor(node)
    if isinstance(inner, t.Binary) and inner.op == "/":
        factor *= plain_factor(inner)
        left, right = (without_factor(one)[0] for one in inner.children())
        inner = dataclasses.replace(inner, left=left, right=right)
    values = range_of(inner, catalogue)
    low, high = (round(factor * end, 6) for end in (values.low, values.high))
    if not values.share or low != 0 or high not in {1.0, _PERCENT}:
        return None
    return Scale(high == _PERCENT, node, values.share)


def _selects(node: t.Binary) -> bool:
    return node.op in {"and", "unless"} or (node.op in COMPARISONS and not node.returns_bool)


def _is_hundred(node: t.Node) -> bool:
    number = t.bare(node)
    return isinstance(number, t.Number) and number.value == _PERCENT
