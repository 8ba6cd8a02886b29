"""A text that prints a fraction with all its digits."""

from collections.abc import Iterator

from generator.check.promql.base import TEMPLATE, Check, Hit, Subject
from generator.check.promql.fractions import is_fraction
from generator.check.promql.go_template import read
from generator.check.promql.percentage import is_percentage
from generator.check.promql.ranges import range_of
from generator.check.promql.wrong_number import told
from generator.core.finding import Rule, Severity
from generator.promql import tree as t
from generator.promql.expr import COMPARISONS

_VALUES = frozenset({"$value", ".Value"})
_PRINTING = frozenset({"print", "println"})


def _find(subject: Subject) -> Iterator[Hit]:
    texts = [one for one in subject.templates if "alue" in one[1]]
    if not texts or not is_fraction(subject.node, subject.catalogue):
        return
    for field, text in texts:
        for action in read(text)[0]:
            words = [word for word in action.words if word.text not in _PRINTING]
            if len(words) == 1 and words[0].text in _VALUES:
                word = words[0]
                if any(one.start <= word.start < one.end for one in told(subject, field, text)):
                    continue  # the number is another one, which is worse
                message = "this prints all digits that there are, such as 0.04761904761904762"
                fix = _fix(subject, text[word.end :])
                yield Hit(word.start, word.end, message, fix, field=field)


def _fix(subject: Subject, after: str) -> str | None:
    """Return what to write for a percentage, which the function for shares would print too large.

    What is followed by `%` is one, unless it is a quotient as it is, or known to be a share.
    """
    node = subject.node
    while isinstance(node, t.Binary) and node.op in COMPARISONS:
        node = t.bare(t.compared(node))
    divided = isinstance(node, t.Binary) and node.op == "/"
    share = divided or range_of(node, subject.catalogue).high <= 1
    if is_percentage(node) or (after.partition("}}")[2].startswith("%") and not share):
        return 'write `{{ $value | printf "%.1f" }}%`: `humanizePercentage` would multiply by 100'
    return None


CHECK = Check(
    Rule(
        "PS531",
        "value with all its digits",
        "nobody reads 17 digits at night, and whether it is a share or a percentage they do not "
        "tell",
        "write `{{ $value | humanizePercentage }}`, `{{ $value | humanizeDuration }}` or "
        '`{{ $value | printf "%.2f" }}`',
        Severity.WARNING,
    ),
    bad="sum by (job) (rate(sent_total[5m])) < 1",
    good="sum by (job) (rate(sent_total[5m])) < 1",
    find=_find,
    needs=frozenset({TEMPLATE}),
    role="alert",
    beside=(
        "summary: only {{ $value }} a second",
        "summary: only {{ $value | humanize }} a second",
    ),
)
