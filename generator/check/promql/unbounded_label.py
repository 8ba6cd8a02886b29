"""A label with a new value for every request or user."""

from collections.abc import Iterator
from typing import Final

from generator.check.promql.base import GROUPING, Check, Hit, Subject
from generator.core.finding import Rule, Severity

# Names of what has no end of values (prometheus.io/docs/practices/naming, "Labels").
UNBOUNDED: Final = frozenset(
    {
        *("user_id", "userid", "user", "customer_id", "account_id", "session_id", "session"),
        *("request_id", "requestid", "correlation_id", "trace_id", "traceid", "span_id", "uuid"),
        *("email", "timestamp", "message", "url", "ip", "client_ip", "remote_addr", "order_id"),
        *("transaction_id", "message_id", "event_id", "query"),
    }
)


def _find(subject: Subject) -> Iterator[Hit]:
    for node in subject.aggregates():
        grouping = node.grouping
        for word in grouping.labels if grouping is not None and not grouping.without else ():
            if word.text in UNBOUNDED and word.text not in subject.catalogue.sizes:
                message = f"`{word.text}` has no end of values, and each is a series of its own"
                yield Hit(word.start, word.end, message)


CHECK = Check(
    Rule(
        "PS545",
        "grouping by a label without end",
        "one alert or series for each user or request fills the memory of Prometheus, and the "
        "pager",
        "group by what has few values, or say with `max_values:` how many there are",
        Severity.WARNING,
    ),
    bad="sum by (user_id) (open_sessions) > 100",
    good="sum by (job) (open_sessions) > 100",
    find=_find,
    needs=frozenset({GROUPING}),
)
