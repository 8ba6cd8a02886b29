"""A metric that nobody exposes."""

from collections.abc import Iterator

from generator.check.promql.base import SELECTOR, Check, Hit, Subject
from generator.check.promql.part_of_no_histogram import whole_of
from generator.core.finding import Rule
from generator.core.spelling import closest, surely


def _find(subject: Subject) -> Iterator[Hit]:
    for node, _ in subject.selectors():
        name = node.metric
        if name and subject.catalogue.missing(name) and not whole_of(name, subject.catalogue):
            guess = closest(name, subject.catalogue.facts)
            fix = f"did you mean `{guess}`?" if guess else None
            end = node.start + len(node.name) if node.name else node.end
            sure = surely(name, subject.catalogue.facts) if node.name else None
            yield Hit(node.start, end, f"nothing exposes `{name}`", fix, replace=sure)


CHECK = Check(
    Rule(
        "PS501",
        "metric that does not exist",
        "a selection of nothing is no error: an alert on it never fires, a panel stays empty",
        "declare the metric, or name the one that is meant",
        mended=True,
    ),
    bad="rate(http_request_total[5m])",
    good="rate(http_requests_total[5m])",
    find=_find,
    known_from="specs",
    needs=frozenset({SELECTOR}),
)
