"""An alert whose text is the same for each of its series."""

from collections.abc import Iterator

from generator.check.promql.base import ALERT, Check, Hit, Subject
from generator.core.finding import Rule, Severity
from generator.promql.labels import NAME

_TEXTS = ("summary", "description", "message", "title")


def _find(subject: Subject) -> Iterator[Hit]:
    if subject.role != "alert":
        return
    texts = [
        (field, text)
        for field, text in subject.templates
        if field.rpartition("/")[2] in _TEXTS and not field.startswith("labels/")
    ]
    if not texts or any("{{" in text for _, text in texts):
        return
    labels = {
        label
        for one in subject.branches
        for label in (*one.certain, *one.possible)
        if label not in one.values and label != NAME
    }
    if labels:
        field, text = texts[0]
        some = ", ".join(f"`{label}`" for label in sorted(labels)[:3])
        message = f"this says nothing of {some}, by which its alerts differ"
        yield Hit(0, len(text), message, field=field)


CHECK = Check(
    Rule(
        "PS699",
        "one text for several alerts",
        "whoever reads it has to look for what is ill, and two at once read like one",
        "name a label, such as `{{ $labels.instance }}`, or the value",
        Severity.ADVICE,
    ),
    bad="sum by (job) (queue_size) > 100",
    good="sum by (job) (queue_size) > 100",
    find=_find,
    needs=frozenset({ALERT}),
    role="alert",
    beside=("summary: orders wait", "summary: orders wait in {{ $labels.job }}"),
)
