"""A label that `group_left` brings and that is dropped again."""

from collections.abc import Iterator

from generator.check.promql.base import MATCHING, Check, Hit, Subject
from generator.core.finding import Rule, Severity
from generator.promql import tree as t
from generator.promql.labels import Status


def _find(subject: Subject) -> Iterator[Hit]:
    for node in subject.binaries():
        matching = node.matching
        for word in matching.include if matching is not None else ():
            if any(one.status(word.text) is not Status.IMPOSSIBLE for one in subject.labels(node)):
                dropped = _dropped(subject, node, word.text)
                if dropped is not None:
                    message = f"`{word.text}` is brought here and dropped further out"
                    cause = (dropped.start, dropped.end, "dropped here")
                    yield Hit(word.start, word.end, message, cause=cause)


def _dropped(subject: Subject, node: t.Node, label: str) -> t.Node | None:
    """Return the part further out that a label does not come through."""
    at = subject.around(node)
    while at is not None:
        if _is_choice(at):
            return None
        if all(one.status(label) is Status.IMPOSSIBLE for one in subject.labels(at)):
            return at
        at = subject.around(at)
    return None


def _is_choice(node: t.Node) -> bool:
    """Tell whether labels are used to choose by, without being kept."""
    return isinstance(node, t.Binary) and node.op in {"and", "unless"}


CHECK = Check(
    Rule(
        "PS529",
        "label that is brought for nothing",
        "the join costs time at every evaluation, and who reads it believes that the result has "
        "the label",
        "keep the label further out, or leave it out of `group_left`",
        Severity.WARNING,
    ),
    bad="sum by (job) (up * on (job) group_left (queue) max by (job, queue)"
    ' (queue_size{queue="a"}))',
    good="sum by (job, queue) (up * on (job) group_left (queue) max by (job, queue)"
    ' (queue_size{queue="a"}))',
    find=_find,
    needs=frozenset({MATCHING}),
)
