"""A `group_left` of a label that is there already."""

from collections.abc import Iterator

from generator.check.promql.base import MATCHING, Check, Hit, Subject
from generator.check.reach import LABELS_SHOWN
from generator.core.finding import Rule, Severity
from generator.promql.labels import Status, merged


def _find(subject: Subject) -> Iterator[Hit]:
    for node in subject.binaries():
        matching = node.matching
        if matching is None:
            continue
        many = node.left if matching.many == "left" else node.right
        named = {word.text for word in matching.labels}
        for word in matching.include:
            if (word.text in named) is matching.on:
                continue  # both sides have the same value
            branch = merged(subject.labels(many))
            why = branch.why(word.text)
            if branch.status(word.text) is Status.CERTAIN and why is not None:
                message = f"the side of many has `{word.text}` already, and loses its own"
                cause = (why.start, why.end, why.reason)
                yield Hit(word.start, word.end, message, cause=cause)


CHECK = Check(
    Rule(
        "PS528",
        "label that is brought and was there",
        "`group_left` puts the label of the other side in the place of the own one, which may be "
        "another value",
        "leave it out of `group_left`, or match by it",
        Severity.WARNING,
    ),
    bad='queue_size * on (job) group_left (instance) max by (job, instance) (up{instance="a"})',
    good="queue_size * on (job, instance) group_left () max by (job, instance) (up)",
    find=_find,
    known_from="specs",
    unaided=LABELS_SHOWN,
    needs=frozenset({MATCHING}),
)
