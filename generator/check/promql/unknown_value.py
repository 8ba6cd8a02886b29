"""A condition on a value that a label never has."""

from collections.abc import Iterator

from generator.check.promql.base import SELECTOR, Check, Hit, Subject
from generator.core.finding import Rule
from generator.core.spelling import listed, meant, surely


def _find(subject: Subject) -> Iterator[Hit]:
    for node, facts in subject.selectors():
        for one in node.conditions if facts is not None else ():
            known = subject.catalogue.values.get(one.matcher.label, frozenset())
            wrong = one.matcher.value and one.matcher.value not in known
            if known and wrong and one.matcher.op in {"=", "!="}:
                guess = meant(one.matcher.value, sorted(known))
                fix = guess or f"its values are {listed(sorted(known), 'and')}"
                message = f"`{one.matcher.label}` is never `{one.matcher.value}`"
                sure = surely(one.matcher.value, known)
                yield Hit(one.value.start, one.value.end, message, fix, replace=sure)


CHECK = Check(
    Rule(
        "PS503",
        "label value that does not occur",
        "values are compared letter by letter: `Get` selects nothing where the label says `GET`",
        "write one of the values that the label has",
        mended=True,
    ),
    bad='rate(http_requests_total{method="get"}[5m])',
    good='rate(http_requests_total{method="GET"}[5m])',
    find=_find,
    known_from="specs",
    needs=frozenset({SELECTOR}),
)
