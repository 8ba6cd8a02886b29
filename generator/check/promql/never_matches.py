"""Two sides that never find each other."""

from collections.abc import Iterator

from generator.check.promql.base import TEMPLATE, Check, Hit, Subject
from generator.check.promql.parted import printed
from generator.check.reach import LABELS_SHOWN
from generator.core.finding import Rule
from generator.promql import tree as t


def _find(subject: Subject) -> Iterator[Hit]:
    found = False
    for one in subject.inference.troubles:
        if one.fault == "never matches":
            cause = None if one.why is None else (one.why.start, one.why.end, one.why.reason)
            node = subject.holding(one.start, one.end)
            pairs = isinstance(node, t.Binary) and node.op != "unless" and not node.fill
            empty = node if pairs else None
            yield Hit(one.start, one.end, one.message, cause=cause, empty=empty)
            found = True
    if not found and subject.templates:
        yield from _of_texts(subject)


def _of_texts(subject: Subject) -> Iterator[Hit]:
    """Yield the operations that have no result for what has a label that the texts print."""
    for one in {
        (one.node.start, one.node.operator.start): one for one in printed(subject)
    }.values():
        message = (
            f"the texts name `{one.label}`, which the {one.side} side never has: "
            "what has it on the other side finds nothing"
        )
        cause = None if one.why is None else (one.why.start, one.why.end, one.why.reason)
        yield Hit(one.node.operator.start, one.node.operator.end, message, cause=cause)


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
    unaided=LABELS_SHOWN,
    needs=frozenset({"never matches", TEMPLATE}),
)
