"""An alert without a duration that compares two sums with each other."""

from collections.abc import Iterator

from generator.check.promql.base import ALERT, Check, Hit, Subject
from generator.core.finding import Rule, Severity
from generator.promql import tree as t


def _find(subject: Subject) -> Iterator[Hit]:
    if subject.role != "alert" or subject.for_ != 0:
        return
    for node in subject.binaries():
        if node.op in {"/", "-", "%"}:
            sides = [t.bare(one) for one in (node.left, node.right)]
            if all(isinstance(one, t.Aggregate) for one in sides):
                message = "the two sums may be of different instances for a moment"
                yield Hit(node.operator.start, node.operator.end, message)


CHECK = Check(
    Rule(
        "PS544",
        "sums compared at one moment",
        "when an instance comes or goes, one sum has it before the other does, and the quotient "
        "jumps for one evaluation",
        "add `for:`, so that one evaluation is not enough",
        Severity.ADVICE,
    ),
    bad="sum(rate(sent_total[5m])) / sum(rate(received_total[5m])) > 2",
    good="sum(rate(sent_total[5m])) / sum(rate(received_total[5m])) > 2",
    find=_find,
    needs=frozenset({ALERT}),
    role="alert",
    beside=("for: 0s", "for: 1m"),
)
