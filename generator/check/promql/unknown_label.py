"""A condition on a label that the series cannot have."""

from collections.abc import Iterator

from generator.check.promql.base import Check, Hit, Subject
from generator.core.finding import Rule
from generator.core.spelling import meant, surely
from generator.promql import tree as t


def _find(subject: Subject) -> Iterator[Hit]:
    for one in subject.inference.troubles:
        if one.fault == "no label":
            cause = None if one.why is None else (one.why.start, one.why.end, one.why.reason)
            free = _free(subject, one.start, one.end)
            fix, sure = meant(one.label, free), surely(one.label, free)
            yield Hit(one.start, one.end, one.message, fix, cause, replace=sure)


def _free(subject: Subject, start: int, end: int) -> list[str]:
    """Return the labels that the series around a condition has, without those it asks for."""
    node = subject.holding(start, end)
    if not isinstance(node, t.Selector):
        return []
    known = subject.catalogue.series(node.metric)
    asked = {one.label.text for one in node.conditions}
    return [] if known is None else sorted({*known.certain, *known.possible} - asked)


CHECK = Check(
    Rule(
        "PS502",
        "label that the series does not have",
        "a condition on a missing label is never met, so nothing is selected and "
        "nothing is ever seen",
        "name a label of the metric, or remove the condition",
        mended=True,
    ),
    bad='rate(http_requests_total{code="500"}[5m])',
    good='rate(http_requests_total{status="500"}[5m])',
    find=_find,
    known_from="specs",
    unaided="a recording rule beside it shows that the label is gone",
    needs=frozenset({"no label"}),
)
