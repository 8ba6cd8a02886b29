"""What values an expression can have at all, as far as that follows from what it is made of."""

import math
from collections.abc import Callable
from typing import Final

from generator.check.promql.catalogue import Catalogue
from generator.check.promql.interval import ANY, POSITIVE, TURNED, Range, power
from generator.check.promql.shares import RATES, share_of
from generator.promql import tree as t
from generator.promql.expr import COMPARISONS

_SAME_RANGE: Final = frozenset(
    {
        *("max_over_time", "min_over_time", "last_over_time", "first_over_time"),
        *("sort", "sort_desc", "label_replace", "label_join", "scalar", "vector"),
    }
)
_NEVER_NEGATIVE: Final = frozenset(
    {"changes", "resets", "stdvar_over_time", "stddev_over_time", "exp"}
)

COUNTED: Final = Range(low=1.0, partial=True)
"""How many there are: where there is nothing to count there is no result, not 0."""


_ONE: Final = Range(1.0, 1.0, partial=True)
_OWN: Final = {"up": Range(0.0, 1.0), "ALERTS": _ONE}
"""What Prometheus makes itself has these values, whatever is scraped."""
_FIXED: Final = {
    **dict.fromkeys(_NEVER_NEGATIVE, POSITIVE),
    **dict.fromkeys(("absent", "absent_over_time", "present_over_time"), _ONE),
    "count_over_time": COUNTED,
    # Of what is negative there is no root.
    "sqrt": Range(low=0.0, partial=True),
    "sgn": Range(-1.0, 1.0),
    "minute": Range(0.0, 59.0),
    "hour": Range(0.0, 23.0),
    "day_of_week": Range(0.0, 6.0),
    "day_of_month": Range(1.0, 31.0),
    "days_in_month": Range(28.0, 31.0),
    "day_of_year": Range(1.0, 366.0),
    "month": Range(1.0, 12.0),
}

_AGGREGATED: Final = {
    **dict.fromkeys(("count", "count_values"), COUNTED),
    **dict.fromkeys(("stddev", "stdvar"), POSITIVE),
    "group": _ONE,
}
_EXACT_MEANS: Final = 2.0**40
"""The mean of equal whole numbers is this number, as long as their sum has all its digits."""


def range_of(node: t.Node, catalogue: Catalogue) -> Range:
    """Return what values an expression can have."""
    found = _OF.get(type(node))
    return found(node, catalogue) if found is not None else ANY


def _selector(node: t.Node, catalogue: Catalogue) -> Range:
    name = node.metric if isinstance(node, t.Selector) else ""
    made = catalogue.made.get(name)
    if made is not None:
        return made.values
    facts = catalogue.fact(name)
    if name in _OWN:
        return _OWN[name]
    if facts is None:
        return ANY
    if facts.type == "counter":
        return POSITIVE
    return Range(0.0, 1.0, f"`{facts.name}` is a share") if facts.share else ANY


def _number(node: t.Node, _catalogue: Catalogue) -> Range:
    """Return the number; what is none may stand for any, as a variable of a dashboard does."""
    value = node.value if isinstance(node, t.Number) else math.nan
    return ANY if math.isnan(value) else Range(value, value)


def _call(node: t.Node, catalogue: Catalogue) -> Range:
    if not isinstance(node, t.Call) or not (node.args or node.function in _FIXED):
        return ANY
    if node.function in _FIXED:
        return _FIXED[node.function]
    if node.function in _OF_CALLS:
        return _OF_CALLS[node.function](node, catalogue)
    return _argument(node, catalogue) if node.function in _SAME_RANGE else ANY


def _argument(node: t.Call, catalogue: Catalogue) -> Range:
    vectors = [arg for arg in node.args if not isinstance(arg, t.Text)]
    return range_of(vectors[-1], catalogue)


def _clamped(node: t.Call, catalogue: Catalogue) -> Range:
    """Return the values that are left between bounds; one that is no number bounds nothing."""
    inner = range_of(node.args[0], catalogue)
    bounds = [range_of(one, catalogue) for one in node.args[1:]]
    if not all(one.fixed for one in bounds):
        return ANY
    low = bounds[0].low if node.function != "clamp_max" else -math.inf
    high = bounds[-1].high if node.function != "clamp_min" else math.inf
    if low > high:  # nothing is returned
        return ANY
    ends = [min(max(end, low), high) for end in (inner.low, inner.high)]
    if ends == [inner.low, inner.high]:
        return inner
    return Range(ends[0], ends[1], partial=inner.partial)


def _quantile(node: t.Call, catalogue: Catalogue) -> Range:
    bounds = buckets_of(node, catalogue)
    inner = Range(min(0.0, *bounds), max(bounds)) if bounds else ANY
    return inner if _is_quantile(node.args[0]) else ANY


def buckets_of(node: t.Node, catalogue: Catalogue) -> tuple[float, ...]:
    """Return the finite buckets of the histogram that a part of an expression reads."""
    for one in node.walk():
        facts = catalogue.fact(one.metric) if isinstance(one, t.Selector) else None
        if facts is not None and facts.part == "_bucket":
            return tuple(float(bound) for bound in facts.buckets)
    return ()


def _absolute(node: t.Call, catalogue: Catalogue) -> Range:
    inner = range_of(node.args[0], catalogue)
    if inner.low >= 0:
        return inner
    if inner.high <= 0:
        return inner.negated()
    return Range(0.0, max(-inner.low, inner.high), partial=inner.partial)


def _whole(node: t.Call, catalogue: Catalogue) -> Range:
    """Return what is left after the digits behind the point are."""
    inner = range_of(node.args[0], catalogue)
    if len(node.args) > 1:  # rounded to the multiples of anything
        return POSITIVE if inner.low >= 0 else ANY
    low = math.ceil if node.function == "ceil" else math.floor
    high = math.floor if node.function == "floor" else math.ceil
    ends = [
        end if math.isinf(end) else float(to(end))
        for to, end in ((low, inner.low), (high, inner.high))
    ]
    return Range(ends[0], ends[1], partial=inner.partial)


def _rate(node: t.Call, catalogue: Catalogue) -> Range:
    """Return what a rate can be: below 0 only where what is no counter was calculated so."""
    of = t.bare(node.args[0])
    counts = isinstance(of, t.Selector) or range_of(of, catalogue).low >= 0
    return POSITIVE if counts else ANY


def _mean_over_time(node: t.Call, catalogue: Catalogue) -> Range:
    return range_of(node.args[0], catalogue).rounded(_EXACT_MEANS)


def _sum_over_time(node: t.Call, catalogue: Catalogue) -> Range:
    return _added_up(range_of(node.args[0], catalogue))


def _quantile_over_time(node: t.Call, catalogue: Catalogue) -> Range:
    return _quantile_of(node.args[0], range_of(node.args[-1], catalogue))


def _quantile_of(asked: t.Node | None, inner: Range) -> Range:
    """Return what a quantile can be: a value, or something between two of them."""
    # Between values that are no 0 and 1 it is not exact.
    return inner.rounded(1.0) if asked is not None and _is_quantile(asked) else ANY


def _is_quantile(asked: t.Node) -> bool:
    """Tell whether there is such a quantile; beyond 0 and 1 the result is infinite."""
    number = t.bare(asked)
    return isinstance(number, t.Number) and 0 <= number.value <= 1


def _added_up(inner: Range) -> Range:
    """Return what a sum of one or more values can be."""
    low, high = inner.low >= 0, inner.high <= 0
    return Range(
        inner.low if low else -math.inf,
        inner.high if high else math.inf,
        above=low and inner.above,
        below=high and inner.below,
        partial=inner.partial,
    )


def _aggregate(node: t.Node, catalogue: Catalogue) -> Range:
    if not isinstance(node, t.Aggregate):
        return ANY
    if node.op in _AGGREGATED:
        return _AGGREGATED[node.op]
    inner = range_of(node.operand, catalogue)
    if node.op == "quantile":
        return _quantile_of(node.param, inner)
    return _OF_AGGREGATES.get(node.op, _anything)(inner)


def _binary(node: t.Node, catalogue: Catalogue) -> Range:
    # What stands in for a series (`fill`) may be any number.
    if not isinstance(node, t.Binary) or node.fill:
        return ANY
    if node.returns_bool:
        return Range(0.0, 1.0)
    left, right = range_of(node.left, catalogue), range_of(node.right, catalogue)
    if node.op in COMPARISONS:
        turned = t.compared(node) is node.right
        return right.narrowed(TURNED[node.op], left) if turned else left.narrowed(node.op, right)
    if node.op == "/":
        return _quotient(node, left, right, catalogue)
    return _ARITHMETIC.get(node.op, _anything)(left, right)


def _anything(*_: Range) -> Range:
    return ANY


def _quotient(node: t.Binary, left: Range, right: Range, catalogue: Catalogue) -> Range:
    share = share_of(node, catalogue)
    if share:
        return Range(0.0, 1.0, share, partial=left.partial or right.partial)
    if right.low > 0 or right.high < 0:
        return left.over(right)
    positive = left.low >= 0 and right.low >= 0
    return POSITIVE._replace(partial=left.partial or right.partial) if positive else ANY


def _remainder(left: Range, right: Range) -> Range:
    """Return what a remainder can be; it has the sign of what is divided."""
    partial = left.partial or right.partial
    if not right.fixed or not math.isfinite(right.low):
        return Range(0.0 if left.low >= 0 else -math.inf, partial=partial)
    most = abs(right.low)
    return Range(0.0 if left.low >= 0 else -most, most, partial=partial)


def _difference(left: Range, right: Range) -> Range:
    share = right.share if (left.low, left.high) == (1.0, 1.0) else ""
    return left.plus(right.negated())._replace(share=share)


def _product(left: Range, right: Range) -> Range:
    return right.times(left) if left.fixed else left.times(right)


def _unary(node: t.Node, catalogue: Catalogue) -> Range:
    if not isinstance(node, t.Unary):
        return ANY
    inner = range_of(node.operand, catalogue)
    return inner.negated() if node.op == "-" else inner


_OF_CALLS: Final[dict[str, Callable[[t.Call, Catalogue], Range]]] = {
    "histogram_quantile": _quantile,
    **dict.fromkeys(RATES, _rate),
    "abs": _absolute,
    "avg_over_time": _mean_over_time,
    "sum_over_time": _sum_over_time,
    "quantile_over_time": _quantile_over_time,
    **dict.fromkeys(("clamp", "clamp_max", "clamp_min"), _clamped),
    **dict.fromkeys(("ceil", "floor", "round"), _whole),
}
_ARITHMETIC: Final[dict[str, Callable[[Range, Range], Range]]] = {
    "*": _product,
    "or": Range.joined,
    "+": Range.plus,
    "-": _difference,
    "%": _remainder,
    "^": power,
    **dict.fromkeys(("and", "unless"), lambda left, _: left),
}
_OF_AGGREGATES: Final[dict[str, Callable[[Range], Range]]] = {
    "sum": _added_up,
    "avg": lambda inner: inner.rounded(_EXACT_MEANS),
    **dict.fromkeys(("max", "min", "topk", "bottomk", "limitk", "limit_ratio"), lambda one: one),
}
_OF: Final[dict[type[t.Node], Callable[[t.Node, Catalogue], Range]]] = {
    t.Selector: _selector,
    t.Call: _call,
    t.Aggregate: _aggregate,
    t.Binary: _binary,
    t.Number: _number,
    t.Unary: _unary,
    t.Paren: lambda node, catalogue: range_of(t.bare(node), catalogue),
    t.Subquery: lambda node, catalogue: (
        range_of(node.operand, catalogue) if isinstance(node, t.Subquery) else ANY
    ),
}

__all__ = ["COUNTED", "buckets_of", "range_of"]
