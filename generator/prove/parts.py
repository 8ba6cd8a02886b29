"""What a part of an expression is for: exact values, a zero for each series, a guard of numbers."""

from generator.promql import tree as t
from generator.promql.parse import PromqlError
from generator.promql.read import parse

_INEXACT = {"rate", "irate", "increase", "deriv", "predict_linear", "histogram_quantile"}
_SETS = {"and", "or", "unless"}


def exact(text: str, exact_names: frozenset[str]) -> bool:
    """Tell whether no float error touches the values of an expression: they are read or counted."""
    try:
        node = parse(text)
    except PromqlError:
        return False
    return is_exact(node, exact_names)


def is_exact(node: t.Node, exact_names: frozenset[str]) -> bool:
    """Tell the same of a part of one."""
    for one in node.walk():
        if isinstance(one, t.Call) and one.function in _INEXACT:
            return False
        if isinstance(one, t.Call) and one.function == "round":
            return True
        if isinstance(one, t.Binary) and one.op not in _SETS and not is_nothing(one):
            return False
        if isinstance(one, t.Selector) and ":" in one.metric and one.metric not in exact_names:
            return False
    return True


def is_nothing(node: t.Node) -> bool:
    """Tell whether an expression is a zero for each series of something: `0 * x`."""
    inner = t.bare(node)
    sides = [t.bare(one) for one in inner.children()] if isinstance(inner, t.Binary) else []
    return any(isinstance(one, t.Number) and one.value == 0 for one in sides)


def drops_no_number(node: t.Binary) -> bool:
    """Tell whether a comparison is there to drop percentiles of no events, and is no bound."""
    left, right = t.bare(node.left), t.bare(node.right)
    return (
        isinstance(left, t.Call)
        and left.function == "histogram_quantile"
        and node.op == ">="
        and isinstance(right, t.Number)
        and right.value == 0
    )
