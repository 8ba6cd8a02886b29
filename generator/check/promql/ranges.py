"""What values an expression can have at all, as far as that follows from what it is made of."""

import dataclasses
import math
from collections.abc import Callable
from typing import Final

from generator.check.promql.catalogue import Catalogue
from generator.promql import tree as t
from generator.promql.expr import COMPARISONS

RATES: Final = frozenset({"rate", "irate", "increase"})
_SAME_RANGE: Final = frozenset(
    {
        *("max_over_time", "min_over_time", "avg_over_time", "last_over_time"),
        *("quantile_over_time", "first_over_time", "sort", "sort_desc"),
        *("label_replace", "label_join", "scalar", "vector"),
    }
)
_COUNTING: Final = frozenset(
    {"count_over_time", "changes", "resets", "stdvar_over_time", "stddev_over_time", "abs"}
)
_KEEPING: Final = frozenset({"max", "min", "avg", "topk", "bottomk", "quantile", "limitk"})


@dataclasses.dataclass(frozen=True, slots=True)
class Range:
    """The least and the greatest value; infinite where nothing is known."""

    low: float = -math.inf
    high: float = math.inf
    share: str = ""
    """What makes it a share of something, if it is one."""

    def scaled(self, factor: float) -> "Range":
        """Return the range times a number."""
        ends = sorted(_times(end, factor) for end in (self.low, self.high))
        return Range(ends[0], ends[1], self.share)


ANY: Final = Range()
POSITIVE: Final = Range(low=0.0)


_ONE: Final = Range(1.0, 1.0)
_FIXED: Final = {
    **dict.fromkeys((*RATES, *_COUNTING), POSITIVE),
    **dict.fromkeys(("absent", "absent_over_time", "present_over_time"), _ONE),
}


def _times(end: float, factor: float) -> float:
    return 0.0 if factor == 0 or end == 0 else end * factor


def range_of(node: t.Node, catalogue: Catalogue) -> Range:
    """Return what values an expression can have."""
    found = _OF.get(type(node))
    return found(node, catalogue) if found is not None else ANY


def _selector(node: t.Node, catalogue: Catalogue) -> Range:
    facts = catalogue.fact(node.metric) if isinstance(node, t.Selector) else None
    made = catalogue.made.get(node.metric) if isinstance(node, t.Selector) else None
    if made is not None and made.share and isinstance(node, t.Selector):
        return Range(0.0, 1.0, f"`{node.metric}` is a share")
    if facts is None:
        return ANY
    if facts.name == "up":
        return Range(0.0, 1.0)
    if facts.type == "counter":
        return POSITIVE
    return Range(0.0, 1.0, f"`{facts.name}` is a share") if facts.share else ANY


def _call(node: t.Node, catalogue: Catalogue) -> Range:
    if not isinstance(node, t.Call) or not node.args:
        return ANY
    if node.function in _FIXED:
        return _FIXED[node.function]
    if node.function == "histogram_quantile":
        return _quantile(node, catalogue)
    if node.function in _SAME_RANGE:
        vectors = [arg for arg in node.args if not isinstance(arg, t.Text)]
        return range_of(vectors[-1], catalogue)
    return ANY


def _quantile(node: t.Call, catalogue: Catalogue) -> Range:
    bounds = buckets_of(node, catalogue)
    return Range(0.0, float(max(bounds))) if bounds else ANY


def buckets_of(node: t.Node, catalogue: Catalogue) -> tuple[float, ...]:
    """Return the finite buckets of the histogram that a part of an expression reads."""
    for one in node.walk():
        facts = catalogue.fact(one.metric) if isinstance(one, t.Selector) else None
        if facts is not None and facts.part == "_bucket":
            return tuple(float(bound) for bound in facts.buckets)
    return ()


def _aggregate(node: t.Node, catalogue: Catalogue) -> Range:
    if not isinstance(node, t.Aggregate):
        return ANY
    inner = range_of(node.operand, catalogue)
    if node.op in _KEEPING:
        return inner
    if node.op in {"count", "stddev", "stdvar"}:
        return POSITIVE
    if node.op == "group":
        return Range(1.0, 1.0)
    return POSITIVE if node.op == "sum" and inner.low >= 0 else ANY


def _binary(node: t.Node, catalogue: Catalogue) -> Range:
    if not isinstance(node, t.Binary):
        return ANY
    left, right = range_of(node.left, catalogue), range_of(node.right, catalogue)
    if node.op in {"and", "unless", *COMPARISONS}:
        return Range(0.0, 1.0) if node.returns_bool else left
    if node.op == "or":
        return Range(min(left.low, right.low), max(left.high, right.high))
    if node.op in _ARITHMETIC:
        return _ARITHMETIC[node.op](node, left, right)
    return ANY


def _sum(_node: t.Binary, left: Range, right: Range) -> Range:
    return POSITIVE if min(left.low, right.low) >= 0 else ANY


def _product(node: t.Binary, left: Range, right: Range) -> Range:
    for side, other in ((node.left, right), (node.right, left)):
        number = t.bare(side)
        if isinstance(number, t.Number):
            return other.scaled(number.value)
    return POSITIVE if min(left.low, right.low) >= 0 else ANY


def _quotient(node: t.Binary, left: Range, right: Range) -> Range:
    number = t.bare(node.right)
    if isinstance(number, t.Number) and number.value:
        return left.scaled(1 / number.value)
    share = share_of(node)
    if share:
        return Range(0.0, 1.0, share)
    return POSITIVE if left.low >= 0 and right.low >= 0 else ANY


def share_of(node: t.Binary) -> str:
    """Return why a quotient is a share: a part over the whole that it is a part of."""
    part, wholes = _counted(node.left), _addends(node.right)
    if part is None or not wholes:
        return ""
    counted = [_counted(one) for one in wholes]
    for whole in counted:
        if whole is not None and _is_part(part, whole):
            return f"it divides a part of `{whole[1].metric}` by the whole"
    return ""


def _addends(node: t.Node) -> list[t.Node]:
    node = t.bare(node)
    if isinstance(node, t.Binary) and node.op == "+":
        return [*_addends(node.left), *_addends(node.right)]
    if isinstance(node, t.Aggregate) and node.op == "sum" and _is_sum(node.operand):
        return _addends(node.operand)
    return [node]


def _is_sum(node: t.Node) -> bool:
    inner = t.bare(node)
    return isinstance(inner, t.Binary) and inner.op == "+"


def _counted(node: t.Node) -> tuple[str, t.Selector] | None:
    """Return the function and the counter that a sum of a rate counts by."""
    node = t.bare(node)
    while isinstance(node, t.Aggregate) and node.op == "sum":
        node = t.bare(node.operand)
    if isinstance(node, t.Call) and node.function in RATES:
        inner = t.bare(node.args[0])
        return (node.function, inner) if isinstance(inner, t.Selector) else None
    return None


def _is_part(part: tuple[str, t.Selector], whole: tuple[str, t.Selector]) -> bool:
    """Tell whether every event of the one is one of the other, counted in the same way."""
    (function, some), (other, every) = part, whole
    if (function, some.metric, _window(some)) != (other, every.metric, _window(every)):
        return False
    conditions = {one.matcher for one in some.conditions}
    return all(one.matcher in conditions for one in every.conditions)


def _window(node: t.Selector) -> str:
    return node.window.text if node.window is not None else ""


_ARITHMETIC: Final[dict[str, Callable[[t.Binary, Range, Range], Range]]] = {
    "/": _quotient,
    "*": _product,
    "+": _sum,
}
_OF: Final[dict[type[t.Node], Callable[[t.Node, Catalogue], Range]]] = {
    t.Selector: _selector,
    t.Call: _call,
    t.Aggregate: _aggregate,
    t.Binary: _binary,
    t.Paren: lambda node, catalogue: range_of(t.bare(node), catalogue),
    t.Number: lambda node, _: Range(node.value, node.value) if isinstance(node, t.Number) else ANY,
    t.Unary: lambda node, catalogue: (
        range_of(node.operand, catalogue).scaled(-1)
        if isinstance(node, t.Unary) and node.op == "-"
        else ANY
    ),
}
