"""An alert on the first few of many."""

from collections.abc import Iterator

from generator.check.promql.base import Check, Hit, Subject
from generator.core.finding import Rule, Severity
from generator.promql import tree as t


def _find(subject: Subject) -> Iterator[Hit]:
    for node in subject.nodes if subject.role in {"alert", "panel"} else ():
        if isinstance(node, t.Aggregate) and node.op in {"topk", "bottomk", "limitk"}:
            end = node.start + len(node.op)
            yield Hit(node.start, end, f"what `{node.op}` returns changes from moment to moment")


CHECK = Check(
    Rule(
        "PS520",
        "changing choice",
        "whoever is among the first changes from moment to moment: alerts come and go, and lines "
        "of a graph break off",
        "compare all of them with a bound; in a dashboard use a table with `top:`",
        Severity.WARNING,
    ),
    bad="topk(3, queue_size) > 100",
    good="queue_size > 100",
    find=_find,
    needs=frozenset({"topk", "bottomk", "limitk"}),
    role="alert",
)
