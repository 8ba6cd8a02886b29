"""A metric that goes away."""

from collections.abc import Iterator

from generator.check.promql.base import SELECTOR, Check, Hit, Subject
from generator.core.finding import Rule, Severity


def _find(subject: Subject) -> Iterator[Hit]:
    for node, facts in subject.selectors():
        if facts is not None and facts.deprecated:
            end = node.start + len(node.name) if node.name else node.end
            yield Hit(node.start, end, f"`{facts.metric}` goes away: {facts.deprecated}")


CHECK = Check(
    Rule(
        "PS541",
        "metric that goes away",
        "once it is gone the expression has no result, which no alert tells",
        "use what replaces it",
        Severity.WARNING,
    ),
    bad="old_queue_length > 100",
    good="queue_size > 100",
    find=_find,
    known_from="specs",
    needs=frozenset({SELECTOR}),
)
