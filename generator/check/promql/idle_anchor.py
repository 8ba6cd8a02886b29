"""Anchors in a regular expression, which has them anyway."""

from collections.abc import Iterator

from generator.check.promql.base import REGEX, Check, Hit, Subject
from generator.check.promql.patterns import anchors, bare, is_plain, regexes
from generator.core.finding import Rule, Severity


def _find(subject: Subject) -> Iterator[Hit]:
    for _, one in regexes(subject):
        found = [
            sign for sign, there in zip("^$", anchors(one.matcher.value), strict=True) if there
        ]
        if found:
            signs = " and ".join(f"`{sign}`" for sign in found)
            message = f"{signs} change{'s' if len(found) == 1 else ''} nothing here"
            inner = bare(one.matcher.value)
            sign = {"=~": "=", "!~": "!="}[one.matcher.op] if is_plain(inner) else one.matcher.op
            fix = f'write `{one.matcher.label}{sign}"{inner}"`'
            yield Hit(one.value.start, one.value.end, message, fix)


CHECK = Check(
    Rule(
        "PS693",
        "pattern with needless anchors",
        "Prometheus compares whole values; with `^` and `$` it looks as if other patterns did not",
        "leave `^` and `$` out",
        Severity.ADVICE,
    ),
    bad='sum(rate(http_requests_total{status=~"^5..$"}[5m]))',
    good='sum(rate(http_requests_total{status=~"5.."}[5m]))',
    find=_find,
    needs=frozenset({REGEX}),
)
