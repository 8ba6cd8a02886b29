"""A condition that is always met."""

from collections.abc import Iterator

from generator.check.promql.base import REGEX, Check, Hit, Subject
from generator.check.promql.patterns import regexes, takes_all
from generator.core.finding import Rule, Severity


def _find(subject: Subject) -> Iterator[Hit]:
    for node, one in regexes(subject):
        # Without a name a selection needs conditions, and this may be there to be read.
        if one.matcher.op == "=~" and takes_all(one.matcher.value) and node.metric:
            label = one.matcher.label
            message = f"this is met by every `{label}`, and where there is none"
            fix = f'leave it out, or write `{label}!=""` for series that have the label'
            yield Hit(one.label.start, one.value.end, message, fix)


CHECK = Check(
    Rule(
        "PS694",
        "condition that is always met",
        "it looks as if something were selected, and nothing is",
        "leave it out",
        Severity.ADVICE,
    ),
    bad='up{job=~".*"}',
    good='up{job!=""}',
    find=_find,
    needs=frozenset({REGEX}),
)
