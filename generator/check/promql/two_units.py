"""Two units in one sum, difference or comparison."""

from collections.abc import Iterator

from generator.check.promql.base import Check, Hit, Subject
from generator.core.finding import Rule
from generator.core.units import Family
from generator.promql import tree as t
from generator.promql.expr import COMPARISONS


def _find(subject: Subject) -> Iterator[Hit]:
    for node in subject.binaries():
        if node.op in {"+", "-", "%", *COMPARISONS}:
            if any(isinstance(t.bare(one), t.Number) for one in node.children()):
                continue
            left, right = subject.measure(node.left), subject.measure(node.right)
            # A count is also what has no unit of its own, so it may be anything.
            if Family.COUNT not in {left.family, right.family} and not left.equal(right):
                message = f"the left side is in {left}, the right side in {right}"
                cause = (node.right.start, node.right.end, f"in {right}")
                yield Hit(node.operator.start, node.operator.end, message, cause=cause)


CHECK = Check(
    Rule(
        "PS534",
        "two units in one operation",
        "numbers of different units are added and compared as if they were of one",
        "bring both sides to one unit, such as `time() * 1000` for milliseconds",
    ),
    bad="time() - seen_timestamp_ms > 60",
    good="time() - seen_timestamp_ms / 1000 > 60",
    find=_find,
    needs=frozenset({"+", "-", "%", *COMPARISONS}),
)
