"""A comparison or a difference of something with itself."""

from collections.abc import Iterator
from typing import Final

from generator.check.promql.base import Check, Hit, Subject
from generator.check.promql.same import wording
from generator.core.finding import Rule

# `==` and `!=` are left alone: they are how one asks for what is no number.
_OUTCOMES: Final = {
    ">": "never true",
    "<": "never true",
    ">=": "always true",
    "<=": "always true",
    "-": "always 0",
}


def _find(subject: Subject) -> Iterator[Hit]:
    for node in subject.binaries(*_OUTCOMES):
        left = wording(node.left, subject.text)
        plain = node.matching is None and not left.replace(".", "").isdigit()
        if plain and left == wording(node.right, subject.text):
            message = f"both sides are `{left}`, so this is {_OUTCOMES[node.op]}"
            yield Hit(node.operator.start, node.right.end, message)


CHECK = Check(
    Rule(
        "PS549",
        "something compared with itself",
        "the outcome is the same whatever happens",
        "name what it is to be compared with; the past of it has an `offset`",
    ),
    bad="queue_size > queue_size",
    good="queue_size > queue_size offset 1h",
    find=_find,
    role="alert",
    needs=frozenset(_OUTCOMES),
)
