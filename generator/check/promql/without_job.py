"""An aggregation that throws away which program something is of."""

from collections.abc import Iterator

from generator.check.promql.base import GROUPING, Check, Hit, Subject
from generator.core.finding import Rule, Severity
from generator.promql import tree as t


def _find(subject: Subject) -> Iterator[Hit]:
    for node in subject.aggregates():
        if node.grouping is None or not node.grouping.without:
            continue
        for word in node.grouping.labels:
            if word.text == "job" and not _is_one(node):
                message = "series of all jobs that have such a metric fall together here"
                yield Hit(word.start, word.end, message)


def _is_one(node: t.Aggregate) -> bool:
    """Tell whether all selections below are of one job anyway."""
    return all(
        any(one.matcher.label == "job" and one.matcher.op == "=" for one in part.conditions)
        for part in node.walk()
        if isinstance(part, t.Selector)
    )


CHECK = Check(
    Rule(
        "PS697",
        "aggregation over all jobs",
        "another program with a metric of that name is counted in from the day it is scraped, "
        "and nobody can say which job an alert is about",
        "keep `job`, or choose one with a condition",
        Severity.WARNING,
    ),
    bad="sum without (instance, job) (queue_size) > 100",
    good="sum without (instance) (queue_size) > 100",
    find=_find,
    needs=frozenset({GROUPING}),
)
