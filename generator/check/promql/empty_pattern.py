"""A pattern that takes in series without the label, too."""

from collections.abc import Iterator

from generator.check.promql.base import REGEX, Check, Hit, Subject
from generator.check.promql.patterns import regexes, takes_all
from generator.core.finding import Rule, Severity
from generator.promql import tree as t
from generator.promql.labels import takes_in_nothing


def _find(subject: Subject) -> Iterator[Hit]:
    for node, one in regexes(subject):
        matcher = one.matcher
        by_chance = matcher.op == "=~" and matcher.value and not takes_all(matcher.value)
        if by_chance and takes_in_nothing("=~", matcher.value) and not _said(node, one):
            series = subject.catalogue.series(node.metric) if node.metric else None
            label = matcher.label
            if series is None or series.open or label not in series.certain:
                message = f"`{matcher.value}` also selects series without `{label}`"
                yield Hit(one.value.start, one.value.end, message)


def _said(node: t.Selector, one: t.Condition) -> bool:
    """Tell whether another condition wants the label to be there."""
    return any(
        other is not one
        and other.matcher.label == one.matcher.label
        and takes_in_nothing(other.matcher.op, other.matcher.value) is False
        for other in node.conditions
    )


CHECK = Check(
    Rule(
        "PS696",
        "pattern that takes in what has no such label",
        "`a|b|` and `x*` take in the empty value, which is that of every series without the label",
        "leave the empty alternative out, write `+` for `*`, or add a condition `!=` with nothing",
        Severity.ADVICE,
    ),
    bad='sum(rate(http_requests_total{zone=~"a|b|"}[5m]))',
    good='sum(rate(http_requests_total{status=~"4..|5.."}[5m]))',
    find=_find,
    needs=frozenset({REGEX}),
)
