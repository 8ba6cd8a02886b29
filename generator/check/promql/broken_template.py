"""A text that Prometheus cannot read."""

from collections.abc import Iterator

from generator.check.promql.base import TEMPLATE, Check, Hit, Subject
from generator.check.promql.go_template import read
from generator.core.finding import Rule


def faults(field: str, text: str) -> Iterator[Hit]:
    """Yield where Prometheus stops to read a text."""
    if "{{" in text:
        _, fault = read(text)
        if fault is not None:
            yield Hit(fault.start, fault.end, fault.message, field=field)


def _find(subject: Subject) -> Iterator[Hit]:
    for field, text in subject.templates:
        yield from faults(field, text)


CHECK = Check(
    Rule(
        "PS530",
        "text that is no template",
        "Prometheus refuses a rule file with such a text, and with it every rule of the file",
        "write it as a Go template: `{{ $labels.job }}`, `{{ $value | humanize }}`",
    ),
    bad="sum by (job) (up) < 1",
    good="sum by (job) (up) < 1",
    find=_find,
    needs=frozenset({TEMPLATE}),
    role="alert",
    beside=("summary: {{ $labels.job | upper }} is down", "summary: {{ $labels.job }} is down"),
)
