"""A look at what is not kept."""

from collections.abc import Iterator

from generator.check.promql.base import SELECTOR, SUBQUERY, Check, Hit, Subject
from generator.core.finding import Rule
from generator.core.units import duration_text
from generator.promql import tree as t
from generator.promql.read import seconds


def _find(subject: Subject) -> Iterator[Hit]:
    kept = subject.catalogue.retention
    for node in subject.nodes:
        if isinstance(node, t.Selector | t.Subquery):
            window = seconds(node.window.text.partition(":")[0]) if node.window else 0.0
            back = window + (seconds(node.offset.text) if node.offset else 0.0)
            word = node.window or node.offset
            if kept is not None and word is not None and back > kept:
                message = f"looks back further than the {duration_text(kept)} that are kept"
                yield Hit(word.start, word.end, message)


CHECK = Check(
    Rule(
        "PS517",
        "range beyond what is kept",
        "what was deleted is not counted, so the result is too small and nobody is told",
        "look back less far, or keep samples for longer and say so under `retention:`",
    ),
    bad="increase(http_requests_total[90d])",
    good="increase(http_requests_total[30d])",
    find=_find,
    known_from="specs",
    needs=frozenset({SELECTOR, SUBQUERY}),
)
