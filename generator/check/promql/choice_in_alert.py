"""An alert on the first few of many."""

from collections.abc import Iterator

from generator.check.promql.base import Check, Hit, Subject
from generator.core.finding import Rule, Severity
from generator.promql import tree as t


def _find(subject: Subject) -> Iterator[Hit]:
    looked_up = set(map(id, _looked_up(subject)))
    for node in subject.nodes if subject.role in {"alert", "panel"} else ():
        if isinstance(node, t.Aggregate) and node.op in {"topk", "bottomk", "limitk"}:
            if node.first_only and id(node) in looked_up:
                continue
            end = node.start + len(node.op)
            yield Hit(node.start, end, f"what `{node.op}` returns changes from moment to moment")


def _looked_up(subject: Subject) -> Iterator[t.Node]:
    """Yield what is matched once for many series, where the first of each group has to do."""
    for node in subject.binaries():
        if node.matching is not None and node.matching.many:
            yield t.bare(node.right if node.matching.many == "left" else node.left)


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
