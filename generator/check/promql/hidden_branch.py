"""The right side of an `or` that never comes to light."""

from collections.abc import Iterator

from generator.check.promql.base import Check, Hit, Subject
from generator.core.finding import Rule, Severity
from generator.promql import tree as t


def _find(subject: Subject) -> Iterator[Hit]:
    for node in subject.binaries("or"):
        if node.op == "or" and _hides(subject, node):
            message = "the left side always has a result, so this is never used"
            cause = (node.left.start, node.left.end, "there is always a result")
            yield Hit(node.right.start, node.right.end, message, cause=cause)


def _hides(subject: Subject, node: t.Binary) -> bool:
    """Tell whether the left side always has a result that all of the right side agree with."""
    left = subject.labels(node.left)
    if not any(one.always for one in left):
        return False
    matching = node.matching
    if matching is not None and matching.on and not matching.labels:
        return True
    return all(one.bare for one in subject.labels(node.right))


CHECK = Check(
    Rule(
        "PS526",
        "alternative that is never used",
        "`or` takes from its right side only what the left side lacks",
        "put the side that is always there last: `sum(x) or vector(0)`",
        Severity.WARNING,
    ),
    bad="vector(0) or sum(queue_size)",
    good="sum(queue_size) or vector(0)",
    find=_find,
    needs=frozenset({"or"}),
)
