"""A text that prints a fraction with all its digits."""

from collections.abc import Iterator

from generator.check.promql.base import TEMPLATE, Check, Hit, Subject
from generator.check.promql.fractions import is_fraction
from generator.check.promql.go_template import read
from generator.core.finding import Rule, Severity

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
                message = "this prints all digits that there are, such as 0.04761904761904762"
                yield Hit(word.start, word.end, message, field=field)


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
