"""A part of a histogram, named of a metric that is none."""

from collections.abc import Iterator

from generator.check.promql.base import SELECTOR, Check, Hit, Subject
from generator.check.promql.catalogue import Catalogue
from generator.core.finding import Rule

_PARTS = ("_count", "_sum", "_bucket")


def whole_of(name: str, catalogue: Catalogue) -> str:
    """Return the metric that a missing series would be a part of, were that a histogram."""
    stem = next((name.removesuffix(part) for part in _PARTS if name.endswith(part)), "")
    return stem if stem in catalogue.facts and catalogue.missing(name) else ""


def _find(subject: Subject) -> Iterator[Hit]:
    for node, _ in subject.selectors():
        stem = whole_of(node.metric, subject.catalogue)
        if stem:
            facts = subject.catalogue.facts[stem]
            kind = "native histogram" if facts.type == "histogram" else facts.type
            end = node.start + len(node.name) if node.name else node.end
            message = f"`{stem}` is a {kind}, so there is no `{node.metric}`"
            yield Hit(node.start, end, message, f"name `{stem}` itself")


CHECK = Check(
    Rule(
        "PS524",
        "part of what is no histogram",
        "only histograms are exposed as `_bucket`, `_sum` and `_count`; of other metrics these "
        "series do not exist",
        "name the metric itself, or declare it as the histogram that it is",
    ),
    bad="rate(queue_size_count[5m])",
    good="rate(latency_seconds_count[5m])",
    find=_find,
    known_from="specs",
    needs=frozenset({SELECTOR}),
)
