"""A grouping by a label that is not there."""

from collections.abc import Iterator

from generator.check.promql.base import Check, Hit, Subject
from generator.core.finding import Rule, Severity


def _find(subject: Subject) -> Iterator[Hit]:
    for one in subject.inference.troubles:
        if one.fault in {"lost grouping", "lost match", "lost include"}:
            cause = None if one.why is None else (one.why.start, one.why.end, one.why.reason)
            yield Hit(one.start, one.end, one.message, cause=cause)


CHECK = Check(
    Rule(
        "PS514",
        "label that is not there to group by",
        "grouping by a missing label is no error: all series fall into one group, "
        "and the label is gone",
        "name a label that the series have",
        Severity.WARNING,
    ),
    bad="sum by (code) (rate(http_requests_total[5m]))",
    good="sum by (status) (rate(http_requests_total[5m]))",
    find=_find,
    known_from="specs",
    unaided="a part of the expression, or a recording rule beside it, has dropped the label",
    needs=frozenset({"lost grouping", "lost match", "lost include"}),
)
