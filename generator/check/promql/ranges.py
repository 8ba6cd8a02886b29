"""What values an expression can have at all, as far as that follows from what it is made of."""

import math
from collections.abc import Callable
from typing import Final, NamedTuple

from generator.check.promql.catalogue import Catalogue
from generator.check.promql.shares import RATES, share_of
from generator.promql import tree as t
from generator.promql.expr import COMPARISONS

_SAME_RANGE: Final = frozenset(
    {
        *("max_over_time", "min_over_time", "avg_over_time", "last_over_time"),
        *("first_over_time", "sort", "sort_desc"),
        *("label_replace", "label_join", "scalar", "vector"),
    }
)
_COUNTING: Final = frozenset(
    {"count_over_time", "changes", "resets", "stdvar_over_time", "stddev_over_time", "abs"}
)
_KEEPING: Final = frozenset({"max", "min", "avg", "topk", "bottomk", "limitk"})


class Range(NamedTuple):
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
COUNTED: Final = Range(low=1.0)
"""How many there are: where there is nothing to count there is no result, not 0."""


_ONE: Final = Range(1.0, 1.0)
_FIXED: Final = {
    **dict.fromkeys((*RATES, *_COUNTING), POSITIVE),
    **dict.fromkeys(("absent", "absent_over_time", "present_over_time"), _ONE),
    "sgn": Range(-1.0, 1.0),
    "minute": Range(0.0, 59.0),
    "hour": Range(0.0, 23.0),
    "day_of_week": Range(0.0, 6.0),
    "day_of_month": Range(1.0, 31.0),
    "days_in_month": Range(28.0, 31.0),
    "day_of_year": Range(1.0, 366.0),
    "month": Range(1.0, 12.0),
}

_AGGREGATED: Final = {"count": COUNTED, "group": _ONE, "stddev": POSITIVE, "stdvar": POSITIVE}


def _times(end: float, factor: float) -> float:
    return 0.0 if factor == 0 or end == 0 else end * factor


def range_of(node: t.Node, catalogue: Catalogue) -> Range:
    """Return what values an expression can have."""
    found = _OF.get(type(node))
    return found(node, catalogue) if found is not None else ANY


def _selector(node: t.Node, catalogue: Catalogue) -> Range:
    facts = catalogue.fact(node.metric) if isinstance(node, t.Selector) else None
    made = catalogue.made.get(node.metric) if isinstance(node, t.Selector) else None
    if made is not None:
        return Range(made.low, made.high, made.share)
    if facts is None:
        return ANY
    if facts.name == "up":
        return Range(0.0, 1.0)
    if facts.type == "counter":
        return POSITIVE
    return Range(0.0, 1.0, f"`{facts.name}` is a share") if facts.share else ANY


def _call(node: t.Node, catalogue: Catalogue) -> Range:
    if not isinstance(node, t.Call) or not (node.args or node.function in _FIXED):
        return ANY
    if node.function in _FIXED:
        return _FIXED[node.function]
    if node.function in _OF_CALLS:
        return _OF_CALLS[node.function](node, catalogue)
    if node.function in _SAME_RANGE:
        vectors = [arg for arg in node.args if not isinstance(arg, t.Text)]
        return range_of(vectors[-1], catalogue)
    return ANY


def _clamped(node: t.Call, catalogue: Catalogue) -> Range:
    """Return the values that are left between bounds; one that is no number bounds nothing."""
    inner = range_of(node.args[0], catalogue)
    bounds = [range_of(one, catalogue) for one in node.args[1:]]
    if any(one.low != one.high or math.isnan(one.low) for one in bounds):
        return ANY
    low = bounds[0].low if node.function != "clamp_max" else -math.inf
    high = bounds[-1].high if node.function != "clamp_min" else math.inf
    if low > high:  # nothing is returned
        return ANY
    ends = [min(max(end, low), high) for end in (inner.low, inner.high)]
    inside = ends == [inner.low, inner.high]
    return Range(ends[0], ends[1], inner.share if inside else "")


def _quantile(node: t.Call, catalogue: Catalogue) -> Range:
    bounds = buckets_of(node, catalogue) if _is_quantile(node.args[0]) else ()
    return Range(min(0.0, *bounds), float(max(bounds))) if bounds else ANY


def _quantile_over_time(node: t.Call, catalogue: Catalogue) -> Range:
    return range_of(node.args[-1], catalogue) if _is_quantile(node.args[0]) else ANY


def _is_quantile(node: t.Node | None) -> bool:
    """Tell whether there is such a quantile; beyond 0 and 1 the result is infinite."""
    number = None if node is None else t.bare(node)
    return isinstance(number, t.Number) and 0 <= number.value <= 1


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
    if node.op in _KEEPING or (node.op == "quantile" and _is_quantile(node.param)):
        return inner
    if node.op in _AGGREGATED:
        return _AGGREGATED[node.op]
    return POSITIVE if node.op == "sum" and inner.low >= 0 else ANY


def _binary(node: t.Node, catalogue: Catalogue) -> Range:
    if not isinstance(node, t.Binary) or node.fill:
        return ANY
    left, right = range_of(node.left, catalogue), range_of(node.right, catalogue)
    if node.returns_bool:
        return Range(0.0, 1.0)
    if node.op in {"and", "unless", *COMPARISONS}:
        turned = node.op in COMPARISONS and t.compared(node) is node.right
        return right if turned else left
    if node.op == "/":
        return _quotient(node, left, right, catalogue)
    return _ARITHMETIC.get(node.op, _anything)(node, left, right)


def _anything(_node: t.Binary, _left: Range, _right: Range) -> Range:
    return ANY


def _union(_node: t.Binary, left: Range, right: Range) -> Range:
    return Range(min(left.low, right.low), max(left.high, right.high))


def _sum(_node: t.Binary, left: Range, right: Range) -> Range:
    return POSITIVE if min(left.low, right.low) >= 0 else ANY


def _product(node: t.Binary, left: Range, right: Range) -> Range:
    for side, other in ((node.left, right), (node.right, left)):
        number = t.bare(side)
        if isinstance(number, t.Number):
            return other.scaled(number.value)
    return POSITIVE if min(left.low, right.low) >= 0 else ANY


def _quotient(node: t.Binary, left: Range, right: Range, catalogue: Catalogue) -> Range:
    number = t.bare(node.right)
    if isinstance(number, t.Number) and number.value:
        return left.scaled(1 / number.value)
    share = share_of(node, catalogue)
    if share:
        return Range(0.0, 1.0, share)
    return POSITIVE if left.low >= 0 and right.low >= 0 else ANY


def _remainder(_node: t.Binary, left: Range, right: Range) -> Range:
    """Return what a remainder can be; it has the sign of what is divided."""
    if right.low != right.high or not math.isfinite(right.low):
        return POSITIVE if left.low >= 0 else ANY
    most = abs(right.low)
    return Range(0.0 if left.low >= 0 else -most, most)


def _difference(_node: t.Binary, left: Range, right: Range) -> Range:
    low, high = left.low - right.high, left.high - right.low
    share = right.share if (left.low, left.high) == (1.0, 1.0) else ""
    return Range(
        -math.inf if math.isnan(low) else low, math.inf if math.isnan(high) else high, share
    )


_OF_CALLS: Final[dict[str, Callable[[t.Call, Catalogue], Range]]] = {
    "histogram_quantile": _quantile,
    "quantile_over_time": _quantile_over_time,
    **dict.fromkeys(("clamp", "clamp_max", "clamp_min"), _clamped),
}
_ARITHMETIC: Final[dict[str, Callable[[t.Binary, Range, Range], Range]]] = {
    "*": _product,
    "or": _union,
    "+": _sum,
    "-": _difference,
    "%": _remainder,
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
