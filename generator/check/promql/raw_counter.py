"""A counter read as it stands."""

from collections.abc import Iterator

from generator.check.promql.base import SELECTOR, Check, Hit, Subject
from generator.check.promql.counter_difference import is_difference
from generator.core.finding import Rule
from generator.promql import tree as t

# What only asks whether a series is there, or sees each change of it.
_SAFE = {
    *("absent", "absent_over_time", "present_over_time", "timestamp", "changes", "resets"),
    *("count", "group", "rate", "increase", "irate", "count_over_time"),
}


def _is_safe(subject: Subject, node: t.Node) -> bool:
    inner = node
    while (at := subject.around(inner)) is not None:
        name = at.function if isinstance(at, t.Call) else getattr(at, "op", "")
        set_apart = name in {"and", "unless"} and _on_the_right(at, inner)
        if name in _SAFE or set_apart or is_difference(at, subject):
            return True
        inner = at
    return False


def _on_the_right(parent: t.Node, inner: t.Node) -> bool:
    return isinstance(parent, t.Binary) and t.bare(parent.right) is t.bare(inner)


def find(subject: Subject) -> Iterator[Hit]:
    """Yield the counters that are read as they stand."""
    for node, facts in subject.selectors():
        raw = facts is not None and facts.type == "counter" and node.window is None
        if raw and not _is_safe(subject, node):
            end = node.start + len(node.name)
            yield Hit(node.start, end, f"`{node.metric}` is a counter, and its bare value is used")


CHECK = Check(
    Rule(
        "PS505",
        "counter without a rate",
        "a counter only grows until its process restarts: its value says how long "
        "that runs, not how much happens",
        "put `rate(…[5m])` or `increase(…[1h])` around it",
    ),
    bad="sum(http_requests_total) > 1000",
    good="sum(rate(http_requests_total[5m])) > 1000",
    find=find,
    needs=frozenset({SELECTOR}),
)
