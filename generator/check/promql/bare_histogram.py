"""A histogram named without one of its parts."""

from collections.abc import Iterator

from generator.check.promql.base import SELECTOR, Check, Hit, Subject
from generator.core.finding import Rule


def _find(subject: Subject) -> Iterator[Hit]:
    for node, facts in subject.selectors():
        if facts is not None and facts.type == "histogram" and not facts.native:
            message = f"`{node.metric}` is a histogram, and no series has its bare name"
            fix = f"name `{node.metric}_count`, `{node.metric}_sum` or `{node.metric}_bucket`"
            yield Hit(node.start, node.start + len(node.name), message, fix)


CHECK = Check(
    Rule(
        "PS507",
        "histogram without its part",
        "a classic histogram is exposed as `_bucket`, `_sum` and `_count`; there is "
        "no series of its bare name",
        "name the part that is meant",
    ),
    bad="rate(latency_seconds[5m])",
    good="rate(latency_seconds_count[5m])",
    find=_find,
    known_from="specs",
    needs=frozenset({SELECTOR}),
)
