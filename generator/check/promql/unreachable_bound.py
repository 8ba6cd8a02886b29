"""A comparison that is always or never true."""

import math
import operator
from collections.abc import Callable, Iterator
from typing import Final

from generator.check.promql.base import Check, Hit, Subject
from generator.check.promql.ranges import COUNTED, Range, buckets_of, range_of
from generator.core.finding import Rule
from generator.promql import tree as t
from generator.promql.expr import COMPARISONS

_TURNED = {">": "<", "<": ">", ">=": "<=", "<=": ">=", "==": "==", "!=": "!="}


def _turned(node: t.Binary) -> tuple[t.Node, t.Node, str]:
    return node.right, node.left, _TURNED[node.op]


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
    never = {
        ">": values.high <= bound,
        ">=": values.high < bound,
        "<": values.low >= bound,
        "<=": values.low > bound,
        "==": not values.low <= bound <= values.high,
        "!=": False,
    }
    always = {
        ">": values.low > bound,
        ">=": values.low >= bound,
        "<": values.high < bound,
        "<=": values.high <= bound,
        "==": False,
        "!=": not values.low <= bound <= values.high,
    }
    if never[op]:
        return "never"
    # A constant that is compared with one it fulfils is meant: `vector(1) > 0`.
    return "always" if always[op] and values.low != values.high else None


def _said(values: Range, side: t.Node, subject: Subject, bound: float | None) -> str:
    if bound is not None and math.isnan(bound):
        return "nothing is equal to NaN, less or greater; `x != x` holds for what is NaN"
    if values == COUNTED:
        return "where there is nothing to count there is no result, not 0"
    low, high = (f"{end:g}" for end in (values.low, values.high))
    if buckets_of(side, subject.catalogue) and not values.share:
        return f"a quantile ends at the last finite bucket, {high}"
    if high == "inf":
        return f"it is never below {low}"
    reason = f", as {values.share}" if values.share else ""
    said = f"is always {low}" if low == high else f"lies between {low} and {high}"
    return f"it {said}{reason}"


def _asks_whether_any(values: Range, outcome: str) -> bool:
    """Tell whether a comparison is there to say that something is counted: `count(…) > 0`."""
    return outcome == "always" and values == COUNTED


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
                if outcome is None or _asks_whether_any(values, outcome):
                    continue
                if not _leaves_nan_out(subject, node, outcome):
                    message = f"this is {outcome} true: {_said(values, side, subject, bound)}"
                    cause = (side.start, side.end, "this")
                    empty = node if outcome == "never" else None
                    yield Hit(other.start, other.end, message, cause=cause, empty=empty)


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
