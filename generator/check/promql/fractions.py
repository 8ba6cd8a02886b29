"""Whether the values of an expression have digits after the point."""

from typing import Final

from generator.check.promql.catalogue import Catalogue
from generator.promql import tree as t
from generator.promql.expr import COMPARISONS

_WHOLE: Final = frozenset(
    {
        *("count_over_time", "changes", "resets", "absent", "absent_over_time", "ceil", "floor"),
        *("round", "present_over_time", "sgn", "day_of_week", "day_of_month", "hour", "minute"),
    }
)
_FRACTIONS: Final = frozenset(
    {
        *("rate", "irate", "increase", "deriv", "delta", "predict_linear", "histogram_quantile"),
        *("avg_over_time", "quantile_over_time", "stddev_over_time", "stdvar_over_time"),
        *("sqrt", "ln", "log2", "log10", "exp"),
    }
)


def is_fraction(node: t.Node, catalogue: Catalogue) -> bool:
    """Tell whether values surely are no whole numbers most of the time."""
    todo = [node]
    while todo:
        one = t.bare(todo.pop())
        if _makes_fractions(one, catalogue):
            return True
        if isinstance(one, t.Binary):
            todo += _that_count(one)
        elif not _makes_wholes(one):
            todo += one.children()
    return False


def _makes_fractions(node: t.Node, catalogue: Catalogue) -> bool:
    match node:
        case t.Selector():
            made = catalogue.made.get(node.metric)
            return made is not None and made.fraction
        case t.Call():
            return node.function in _FRACTIONS
        case t.Aggregate():
            return node.op in {"avg", "stddev", "stdvar", "quantile"}
        case _:
            return isinstance(node, t.Binary) and node.op == "/"


def _makes_wholes(node: t.Node) -> bool:
    if isinstance(node, t.Aggregate):
        return node.op in {"count", "count_values", "group"}
    return isinstance(node, t.Call) and node.function in _WHOLE


def _that_count(node: t.Binary) -> tuple[t.Node, ...]:
    if node.op in COMPARISONS:
        return () if node.returns_bool else (t.compared(node),)
    return (node.left,) if node.op in {"and", "unless"} else (node.left, node.right)
