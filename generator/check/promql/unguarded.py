"""Divisions by what may be 0, and how far what comes of them spreads."""

from typing import Final

from generator.check.promql.catalogue import Catalogue
from generator.promql import tree as t
from generator.promql.expr import COMPARISONS

# What hands NaN on; `max` and `min` pass over it, comparisons leave it out.
_CALLS: Final = frozenset(
    {
        *("abs", "ceil", "floor", "round", "sqrt", "exp", "ln", "sort", "sort_desc"),
        *("label_replace", "label_join", "avg_over_time", "sum_over_time", "last_over_time"),
    }
)
_NEVER_0: Final = frozenset({"time", "timestamp", "pi", "count_over_time"})
_AGGREGATES: Final = frozenset({"sum", "avg", "stddev", "stdvar"})


def may_be_nan(node: t.Node, catalogue: Catalogue) -> t.Node | None:
    """Return the part whose division by 0 makes a value no number, None where none does."""
    todo = [node]
    while todo:
        one = t.bare(todo.pop())
        if isinstance(one, t.Selector):
            made = catalogue.made.get(one.metric)
            if made is not None and made.nan and one.window is None:
                return one
        elif isinstance(one, t.Binary):
            if one.op in {"/", "%"} and not guarded(one.right, catalogue):
                return one.right
            todo += _handed_on(one)
        elif isinstance(one, t.Call) and one.function in _CALLS:
            todo += one.args
        elif isinstance(one, t.Subquery | t.Unary) or _adds_up(one):
            todo += one.children()
    return None


def _adds_up(node: t.Node) -> bool:
    return isinstance(node, t.Aggregate) and node.op in _AGGREGATES


def _handed_on(node: t.Binary) -> tuple[t.Node, ...]:
    if node.op in COMPARISONS:
        # NaN is unequal to everything, so only `!=` lets it through.
        return (t.compared(node),) if node.op == "!=" and not node.returns_bool else ()
    return (node.left,) if node.op in {"and", "unless"} else (node.left, node.right)


def guarded(node: t.Node, catalogue: Catalogue) -> bool:
    """Tell whether a divisor is never 0, as far as its text says; a capacity is taken not to be."""
    match t.bare(node):
        case t.Number(value=value):
            found = value != 0
        case t.Binary() as inner:
            found = _guards(inner, catalogue)
        case t.Call() as inner:
            found = _never_0(inner, catalogue)
        case t.Aggregate() as inner:
            found = guarded(inner.operand, catalogue)
        case t.Selector() as inner:
            found = inner.window is None and not _counts(inner, catalogue)
        case _:
            found = False
    return found


def _guards(node: t.Binary, catalogue: Catalogue) -> bool:
    if node.op in COMPARISONS:
        return _excludes_0(node)
    if node.op in {"/", "and", "unless"}:
        return guarded(node.left, catalogue)
    sides = [guarded(one, catalogue) for one in (node.left, node.right)]
    return (node.op == "+" and any(sides)) or (node.op == "*" and all(sides))


def _never_0(node: t.Call, catalogue: Catalogue) -> bool:
    if node.function == "clamp_min":
        floor = t.bare(node.args[1])
        return isinstance(floor, t.Number) and floor.value > 0
    if node.function in {"vector", "scalar", "abs"}:
        return guarded(node.args[0], catalogue)
    return node.function in _NEVER_0


def _excludes_0(node: t.Binary) -> bool:
    bound = t.bare(node.right)
    if node.returns_bool or not isinstance(bound, t.Number):
        return False
    return (node.op == ">" and bound.value >= 0) or (
        (node.op == ">=" and bound.value > 0) or (node.op == "!=" and bound.value == 0)
    )


def _counts(node: t.Selector, catalogue: Catalogue) -> bool:
    """Tell whether a series counts something, so that it may be 0."""
    if node.metric in catalogue.records:
        return True
    facts = catalogue.fact(node.metric)
    return facts is not None and facts.type == "counter"
