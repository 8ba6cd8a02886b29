"""Two sides that never find each other."""

from collections.abc import Iterator

from generator.check.promql.base import Check, Hit, Subject
from generator.core.finding import Rule
from generator.promql import tree as t


def _find(subject: Subject) -> Iterator[Hit]:
    for one in subject.inference.troubles:
        if one.fault == "never matches":
            cause = None if one.why is None else (one.why.start, one.why.end, one.why.reason)
            node = subject.holding(one.start, one.end)
            pairs = isinstance(node, t.Binary) and node.op != "unless" and not node.fill
            empty = node if pairs else None
            yield Hit(one.start, one.end, one.message, cause=cause, empty=empty)


CHECK = Check(
    Rule(
        "PS512",
        "operation whose sides never match",
        "series are paired by their labels; where a label is always on one side and "
        "never on the other there is no result",
        "group both sides by the same labels, or say `on (…)`",
    ),
    bad="sum by (status) (rate(http_requests_total[5m])) / sum(rate(http_requests_total[5m]))",
    good='sum(rate(http_requests_total{status="500"}[5m])) / sum(rate(http_requests_total[5m]))',
    find=_find,
    known_from="specs",
    needs=frozenset({"never matches"}),
)
