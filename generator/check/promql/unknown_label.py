"""A condition on a label that the series cannot have."""

from collections.abc import Iterator

from generator.check.promql.base import Check, Hit, Subject
from generator.core.finding import Rule


def _find(subject: Subject) -> Iterator[Hit]:
    for one in subject.inference.troubles:
        if one.fault == "no label":
            cause = None if one.why is None else (one.why.start, one.why.end, one.why.reason)
            yield Hit(one.start, one.end, one.message, cause=cause)


CHECK = Check(
    Rule(
        "PS502",
        "label that the series does not have",
        "a condition on a missing label is never met, so nothing is selected and "
        "nothing is ever seen",
        "name a label of the metric, or remove the condition",
    ),
    bad='rate(http_requests_total{code="500"}[5m])',
    good='rate(http_requests_total{status="500"}[5m])',
    find=_find,
    known_from="specs",
    needs=frozenset({"no label"}),
)
