"""An `and` or `unless` of the same values that leaves nothing over."""

import itertools
import math
from collections.abc import Iterator

from generator.check.promql.base import Check, Hit, Subject
from generator.check.promql.same import filtered, wording
from generator.core.finding import Rule
from generator.promql import tree as t


def _find(subject: Subject) -> Iterator[Hit]:
    for node in subject.binaries("unless"):
        if node.matching is None and _takes_all(node, subject.text):
            message = "this takes away all that stands before it"
            yield Hit(node.operator.start, node.right.end, message, empty=node)
    for node in subject.binaries("and"):
        if not _is_link(subject.around(node)):
            yield from _apart(node, subject.text)


def _takes_all(node: t.Binary, text: str) -> bool:
    """Tell whether the right side has all series of the left one, filters of that left out."""
    right = wording(node.right, text)
    return right in {wording(node.left, text), wording(filtered(node.left)[0], text)}


def _is_link(node: t.Node | None) -> bool:
    return isinstance(node, t.Binary) and node.op == "and" and node.matching is None


def _conjuncts(node: t.Node) -> list[t.Node]:
    node = t.bare(node)
    if isinstance(node, t.Binary) and _is_link(node):
        return [*_conjuncts(node.left), *_conjuncts(node.right)]
    return [node]


def _apart(node: t.Binary, text: str) -> Iterator[Hit]:
    for one, other in itertools.combinations(_conjuncts(node), 2):
        (first, some), (second, more) = filtered(one), filtered(other)
        same = wording(first, text) == wording(second, text)
        if same and some and more and _is_empty([*some, *more]):
            cause = (one.start, one.end, "this")
            message = "no value meets both conditions"
            yield Hit(other.start, other.end, message, cause=cause, empty=node)
            return


def _is_empty(conditions: list[tuple[str, float]]) -> bool:
    """Tell whether no number fulfils all of some comparisons."""
    lows = [(bound, op == ">") for op, bound in conditions if op in {">", ">=", "=="}]
    highs = [(bound, op != "<") for op, bound in conditions if op in {"<", "<=", "=="}]
    if not lows or not highs or any(math.isnan(bound) for _, bound in conditions):
        return False
    (low, beyond), (high, reached) = max(lows), min(highs)
    return low > high or (low == high and (beyond or not reached))


CHECK = Check(
    Rule(
        "PS548",
        "conditions that leave nothing",
        "one takes away what the other lets through, so there is never a result",
        "swap the bounds, or use `or` where one of them is enough",
    ),
    bad="queue_size > 100 and queue_size < 50",
    good="queue_size > 50 and queue_size < 100",
    find=_find,
    role="alert",
    needs=frozenset({"and", "unless"}),
)
