"""A label of an alert that changes with the value."""

from collections.abc import Iterator

from generator.check.promql.base import TEMPLATE, Check, Hit, Subject
from generator.check.promql.go_template import read
from generator.core.finding import Rule

_VALUES = ("$value", ".Value")


def _find(subject: Subject) -> Iterator[Hit]:
    for field, text in subject.templates:
        if field.startswith("labels/") and "alue" in text:
            for action in read(text)[0]:
                if action.words and action.words[0].text not in {"if", "else"}:
                    for word in action.words:
                        if word.text in _VALUES:
                            message = "the label changes with the value at every evaluation"
                            yield Hit(word.start, word.end, message, field=field)


CHECK = Check(
    Rule(
        "PS532",
        "value in a label",
        "labels tell alerts apart: a new value is a new alert, so `for` begins anew each time and "
        "it never fires, or everybody is notified again",
        "print the value in an annotation",
    ),
    bad="queue_size > 100",
    good="queue_size > 100",
    find=_find,
    needs=frozenset({TEMPLATE}),
    role="alert",
    beside=("labels/size: {{ $value }}", "summary: the queue holds {{ $value }}"),
)
