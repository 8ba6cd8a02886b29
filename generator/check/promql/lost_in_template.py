"""A text that names a label that the alert does not have.

``$labels`` holds what the expression returns; labels of the rule itself are added later.
"""

from collections.abc import Iterator

from generator.check.promql.base import TEMPLATE, Check, Hit, Subject
from generator.check.promql.parted import parted
from generator.check.promql.template_holes import holes
from generator.core.finding import Rule
from generator.promql.labels import Status


def lost(subject: Subject, field: str, text: str) -> Iterator[tuple[str, Hit]]:
    """Yield the labels that a text prints and the alert never has, each with where it is named."""
    if any(one.fault == "never matches" for one in subject.inference.troubles):
        return  # that is said already, and takes labels away
    for name, start, end in holes(text, lambda label: _never(subject, label)):
        why = subject.branches[0].why(name)
        cause = None if why is None else (why.start, why.end, why.reason)
        message = f"`{name}` is named here, and the alert never has it"
        yield name, Hit(start, end, message, cause=cause, field=field)


def _never(subject: Subject, label: str) -> bool:
    return all(one.status(label) is Status.IMPOSSIBLE for one in subject.branches)


def _find(subject: Subject) -> Iterator[Hit]:
    for field, text in subject.templates:
        # Where a label keeps the sides of an operation apart, nothing fires, whatever texts say.
        yield from (hit for name, hit in lost(subject, field, text) if not parted(subject, name))


CHECK = Check(
    Rule(
        "PS522",
        "label that the text does not get",
        "the text has a hole where the label should stand, at night, when it is needed",
        "keep the label in the expression, or leave it out of the text",
    ),
    bad="sum(up) < 1",
    good="sum by (job) (up) < 1",
    find=_find,
    needs=frozenset({TEMPLATE}),
    role="alert",
)
