"""Conditions that exclude each other."""

from collections.abc import Iterator

from generator.check.promql.base import Check, Hit, Subject
from generator.core.finding import Rule


def _find(subject: Subject) -> Iterator[Hit]:
    for one in subject.inference.troubles:
        if one.fault == "contradiction":
            cause = None if one.why is None else (one.why.start, one.why.end, one.why.reason)
            empty = subject.holding(one.start, one.end)
            yield Hit(one.start, one.end, one.message, cause=cause, empty=empty)


CHECK = Check(
    Rule(
        "PS515",
        "conditions that exclude each other",
        "no series meets both, so nothing is ever selected",
        "keep one of them, or use `=~` with both values",
    ),
    bad='up{job="a", job="b"}',
    good='up{job=~"a|b"}',
    find=_find,
    needs=frozenset({"contradiction"}),
)
