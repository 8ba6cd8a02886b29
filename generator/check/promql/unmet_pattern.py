"""A condition that no series meets."""

from collections.abc import Iterator

from generator.check.promql.base import REGEX, Check, Hit, Subject
from generator.check.promql.patterns import regexes, takes_all
from generator.core.finding import Rule


def _find(subject: Subject) -> Iterator[Hit]:
    for node, one in regexes(subject):
        if one.matcher.op == "!~" and takes_all(one.matcher.value):
            message = f"`{one.matcher.value}` takes in every `{one.matcher.label}`, so none is left"
            fix = f'write `{one.matcher.label}=""` for series without the label'
            yield Hit(one.label.start, one.value.end, message, fix, empty=node)


CHECK = Check(
    Rule(
        "PS695",
        "condition that is never met",
        "nothing is ever selected",
        "say what is to be left out",
    ),
    bad='up{job!~".*"}',
    good='up{job!~"test.*"}',
    find=_find,
    needs=frozenset({REGEX}),
)
