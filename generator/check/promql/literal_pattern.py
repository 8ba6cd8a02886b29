"""A regular expression that is compared letter by letter."""

from collections.abc import Iterator

from generator.check.promql.base import SELECTOR, Check, Hit, Subject
from generator.check.promql.patterns import looks_like_one
from generator.core.finding import Rule, Severity


def _find(subject: Subject) -> Iterator[Hit]:
    for node, _ in subject.selectors():
        for one in node.conditions:
            op, value, label = one.matcher.op, one.matcher.value, one.matcher.label
            # What a dashboard puts in the place of a variable is not what stands there.
            if op not in {"=", "!="} or value != one.value.text or not looks_like_one(value):
                continue
            if label in subject.catalogue.values:
                continue  # whether it is one of them is told already
            sign = "=~" if op == "=" else "!~"
            message = f"`{value}` looks like a pattern, and `{op}` compares it letter by letter"
            fix = f"write `{label}{sign}`"
            yield Hit(one.label.start, one.value.end, message, fix)


CHECK = Check(
    Rule(
        "PS550",
        "pattern that is compared letter by letter",
        "no label has such a text: `=` selects nothing, and `!=` leaves nothing out",
        "write `=~` for `=`, `!~` for `!=`",
        Severity.WARNING,
    ),
    bad='rate(http_requests_total{status="5.."}[5m])',
    good='rate(http_requests_total{status=~"5.."}[5m])',
    find=_find,
    needs=frozenset({SELECTOR}),
)
