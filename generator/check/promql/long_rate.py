"""A rate over so long that nothing is seen in it."""

from collections.abc import Iterator

from generator.check.promql.base import Check, Hit, Subject
from generator.core.finding import Rule, Severity
from generator.promql import tree as t
from generator.promql.read import seconds

_LONGEST = 6 * 3600
_REPEATED = frozenset({"alert", "record"})


def _find(subject: Subject) -> Iterator[Hit]:
    for call in subject.calls("rate", "irate") if subject.role in _REPEATED else ():
        inner = t.bare(call.args[0])
        window = inner.window if isinstance(inner, t.Selector) else None
        if window is not None and seconds(window.text) > _LONGEST:
            message = f"every evaluation reads all samples of {window.text}, for one average"
            yield Hit(window.start, window.end, message)


CHECK = Check(
    Rule(
        "PS546",
        "rate over many hours",
        "it costs much at every evaluation and hides whatever happens within the range",
        "use a range of minutes; record that, and average the record: `avg_over_time(…[1d])`",
        Severity.ADVICE,
    ),
    bad="rate(http_requests_total[24h])",
    good="rate(http_requests_total[5m])",
    find=_find,
    role="record",
    needs=frozenset({"rate", "irate"}),
)
