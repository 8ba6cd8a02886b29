"""A comparison that fires while all is well."""

import re
from collections.abc import Iterator

from generator.check.promql.base import ALERT, Check, Hit, Subject
from generator.core.finding import Rule, Severity
from generator.promql import tree as t
from generator.promql.expr import COMPARISONS

_TOO_MUCH = re.compile(r"(^|[a-z_])(High|TooMany|TooHigh|TooMuch|Excessive)(?=$|[A-Z_])")
_TOO_LITTLE = re.compile(r"(^|[a-z_])(Low|TooFew|TooLow|TooLittle)(?=$|[A-Z_])")
# What is low where more of it is used: the number may be of either.
_USED_UP = re.compile(r"Space|Disk|Memory|Capacity|Headroom|Budget|Storage|Quota|Battery")
_ABOVE = frozenset({">", ">="})
_BELOW = frozenset({"<", "<="})
_TURNED = {">": "<", "<": ">", ">=": "<=", "<=": ">="}


def _find(subject: Subject) -> Iterator[Hit]:
    node = _condition(subject.node)
    if subject.role != "alert" or node is None:
        return
    op, side, bound = node.op, t.bare(node.left), t.bare(node.right)
    if isinstance(side, t.Number):
        op, side, bound = _TURNED.get(op, op), bound, side
    if not isinstance(bound, t.Number):
        return
    word = node.operator
    if isinstance(side, t.Selector) and side.metric == "up" and _is_well(op, bound.value):
        yield Hit(word.start, word.end, "`up` is 1 while all is well, and then this fires")
        return
    much = _TOO_MUCH.search(subject.name) is not None
    little = _TOO_LITTLE.search(subject.name) is not None
    if little and _USED_UP.search(subject.name):
        return
    if much is not little and op in (_BELOW if much else _ABOVE):
        side_of = "above" if op in _ABOVE else "below"
        message = f"the alert is named {subject.name}, and fires {side_of} {bound.text}"
        yield Hit(word.start, word.end, message)


def _condition(node: t.Node) -> t.Binary | None:
    """Return the comparison that decides, None where there is not one alone."""
    node = t.bare(node)
    if isinstance(node, t.Binary) and node.op in COMPARISONS and not node.returns_bool:
        return node
    return None


def _is_well(op: str, bound: float) -> bool:
    return (op, bound) in {(">", 0.0), (">=", 1.0), ("==", 1.0), ("!=", 0.0)}


CHECK = Check(
    Rule(
        "PS536",
        "bound the wrong way round",
        "an alert that fires while all is well is switched off, and then nobody is told of the "
        "real thing",
        "turn the comparison round",
        Severity.WARNING,
    ),
    bad="up == 1",
    good="up == 0",
    find=_find,
    needs=frozenset({ALERT}),
    role="alert",
)
