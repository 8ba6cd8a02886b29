"""A comparison that is always or never true."""

import math
import operator
from collections.abc import Callable, Iterator
from typing import Final

from generator.check.promql.base import Check, Hit, Subject
from generator.check.promql.interval import TURNED, Range
from generator.check.promql.ranges import COUNTED, buckets_of, range_of
from generator.core.finding import Rule
from generator.promql import tree as t
from generator.promql.expr import COMPARISONS


def _turned(node: t.Binary) -> tuple[t.Node, t.Node, str]:
    return node.right, node.left, TURNED[node.op]


_CALCULATED: Final[dict[str, Callable[[float, float], float]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}


def _number(node: t.Node) -> float | None:
    """Return what a number is, which may be written as a product: ``24 * 60 * 60``."""
    node = t.bare(node)
    if isinstance(node, t.Binary) and node.op in _CALCULATED:
        left, right = _number(node.left), _number(node.right)
        if left is None or right is None or (node.op == "/" and right == 0):
            return None
        return _CALCULATED[node.op](left, right)
    if isinstance(node, t.Unary) and node.op == "-":
        inner = _number(node.operand)
        return None if inner is None else -inner
    if not isinstance(node, t.Number):
        return None
    # What stands for a variable of a dashboard is no number either, and may be any.
    unknown = math.isnan(node.value) and node.text.strip().lower() != "nan"
    return None if unknown else node.value


def _outcome(values: Range, op: str, bound: float) -> str | None:
    if math.isnan(bound):
        return "always" if op == "!=" else "never"
    low, high = values.low, values.high
    beyond, before = _is_below(high, bound, values.below), _is_below(-low, -bound, values.above)
    never = {
        ">": high <= bound,
        ">=": beyond,
        "<": low >= bound,
        "<=": before,
        "==": beyond or before,
        "!=": False,
    }
    always = {
        ">": before,
        ">=": low >= bound,
        "<": beyond,
        "<=": high <= bound,
        "==": False,
        "!=": beyond or before,
    }
    if never[op]:
        return "never"
    # A constant that is compared with one it fulfils is meant: `vector(1) > 0`. So is what a
    # filter lets through or what is counted: `sum(up == 1) > 0` asks whether there is any.
    return "always" if always[op] and not values.fixed and not values.partial else None


def _is_below(end: float, bound: float, unreached: bool) -> bool:  # noqa: FBT001 (an end)
    return end < bound or (end == bound and unreached)


def _said(values: Range, side: t.Node, subject: Subject, bound: float | None) -> str:
    if bound is not None and math.isnan(bound):
        return "nothing is equal to NaN, less or greater; `x != x` holds for what is NaN"
    if values == COUNTED:
        return "where there is nothing to count there is no result, not 0"
    buckets = buckets_of(side, subject.catalogue)
    if buckets and values.high == max(buckets) and not values.share:
        return f"a quantile ends at the last finite bucket, {values.high:g}"
    return f"it {values}" + (f", as {values.share}" if values.share else "")


def _fix(side: t.Node, values: Range) -> str | None:
    """Return what to do where a filter inside of what is compared decides what it can be."""
    node = t.bare(side)
    if isinstance(node, t.Binary) and node.op in COMPARISONS and values.partial:
        return "swap the bounds, or use `or` where one of them is enough"
    if isinstance(node, t.Aggregate) and values.partial and values.fixed:
        if node.op == "sum":
            return "write `count`: a filter lets values through as they are, `sum` adds these up"
        return "compare with `bool` inside: each series is 0 or 1 then, whatever its value"
    return None


def _leaves_nan_out(subject: Subject, node: t.Binary, outcome: str) -> bool:
    """Tell whether a comparison that every number fulfils is there to leave out what is none."""
    bound = _number(node.right)
    decides = subject.role == "alert" and t.bare(subject.node) is node
    return outcome == "always" and (node.op, bound) == (">=", 0) and not decides


def _find(subject: Subject) -> Iterator[Hit]:
    for node in subject.nodes:
        if isinstance(node, t.Binary) and node.op in COMPARISONS and not node.returns_bool:
            for side, other, op in ((node.left, node.right, node.op), _turned(node)):
                bound = _number(other)
                values = range_of(side, subject.catalogue)
                outcome = None if bound is None else _outcome(values, op, bound)
                if outcome is None:
                    continue
                if not _leaves_nan_out(subject, node, outcome):
                    message = f"this is {outcome} true: {_said(values, side, subject, bound)}"
                    cause = (side.start, side.end, "this")
                    empty = node if outcome == "never" else None
                    fix = _fix(side, values)
                    yield Hit(other.start, other.end, message, fix, cause, empty=empty)


CHECK = Check(
    Rule(
        "PS510",
        "bound that is out of reach",
        "an alert that cannot fire is worse than none, since people rely on it",
        "compare with a value that can be reached: shares lie between 0 and 1, "
        "quantiles end at the last bucket",
    ),
    bad='sum(rate(http_requests_total{status="500"}[5m])) / sum(rate(http_requests_total[5m])) > 5',
    good=(
        'sum(rate(http_requests_total{status="500"}[5m])) / '
        "sum(rate(http_requests_total[5m])) > 0.05"
    ),
    find=_find,
    needs=frozenset(COMPARISONS),
)
