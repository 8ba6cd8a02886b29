"""A regular expression that takes in one text alone."""

from collections.abc import Iterator

from generator.check.promql.base import REGEX, Check, Hit, Subject
from generator.check.promql.patterns import anchors, is_plain, regexes
from generator.core.finding import Rule, Severity


def _find(subject: Subject) -> Iterator[Hit]:
    for _, one in regexes(subject):
        if is_plain(one.matcher.value) and not any(anchors(one.matcher.value)):
            sign = "=" if one.matcher.op == "=~" else "!="
            message = f"`{one.matcher.value}` is one text, no pattern"
            yield Hit(one.value.start, one.value.end, message, f"write `{sign}`")


CHECK = Check(
    Rule(
        "PS692",
        "pattern that is one text",
        "whoever reads it looks for more values than there are; `=` is quicker, too",
        "write `=` for `=~`, `!=` for `!~`",
        Severity.ADVICE,
    ),
    bad='up{job=~"web"}',
    good='up{job="web"}',
    find=_find,
    needs=frozenset({REGEX}),
)
