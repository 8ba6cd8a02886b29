"""Quotients that are multiplied by 100."""

import math
from typing import Final

from generator.promql import tree as t

_PERCENT: Final = 100.0


def is_percentage(node: t.Node) -> bool:
    """Tell whether a quotient is multiplied by 100, wherever in the product the 100 stands.

    ``100 * a / b``, ``a / b * 100`` and ``a / (b / 100)`` are, and so is ``100 * (1 - a / b)``.
    """
    over: list[t.Node] = []
    under: list[t.Node] = []
    factor = _taken_apart(node, over, under)
    quotient = bool(over and under) or any(_is_rest(one) for one in over)
    return quotient and math.isclose(factor, _PERCENT)


def _taken_apart(node: t.Node, over: list[t.Node], under: list[t.Node]) -> float:
    """Return the number that a product has as its factor; collect what else is in it."""
    node = t.bare(node)
    if isinstance(node, t.Number):
        return node.value
    if isinstance(node, t.Binary) and node.op == "*":
        return _taken_apart(node.left, over, under) * _taken_apart(node.right, over, under)
    if isinstance(node, t.Binary) and node.op == "/":
        divisor = _taken_apart(node.right, under, over)
        return _taken_apart(node.left, over, under) / divisor if divisor else math.nan
    over.append(node)
    return 1.0


def _is_rest(node: t.Node) -> bool:
    """Tell whether something is what a quotient leaves of 1."""
    if not isinstance(node, t.Binary) or node.op != "-":
        return False
    one, quotient = t.bare(node.left), t.bare(node.right)
    return (
        isinstance(one, t.Number)
        and one.value == 1
        and isinstance(quotient, t.Binary)
        and quotient.op == "/"
    )
