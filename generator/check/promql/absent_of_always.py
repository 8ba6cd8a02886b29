"""The absence of something that is always there."""

from collections.abc import Iterator

from generator.check.promql.base import Check, Hit, Subject
from generator.core.finding import Rule
from generator.promql import tree as t


def _find(subject: Subject) -> Iterator[Hit]:
    for call in subject.calls("absent"):
        if _always(subject, call.args[0]):
            argument = call.args[0]
            cause = (argument.start, argument.end, "this always has a result")
            message = "what is looked for is always there, so this never has a result"
            yield Hit(call.start, call.start + len(call.function), message, cause=cause)


def _always(subject: Subject, node: t.Node) -> bool:
    node = t.bare(node)
    if isinstance(node, t.Binary) and node.op == "or":
        return _always(subject, node.left) or _always(subject, node.right)
    branches = subject.labels(node)
    return isinstance(node, t.Call) and any(one.always for one in branches)


CHECK = Check(
    Rule(
        "PS543",
        "absence of what is always there",
        "an alert that cannot fire is worse than none, since people rely on it",
        "look for the series itself: `absent(x)`",
    ),
    bad="absent(sum(queue_size) or vector(0))",
    good="absent(queue_size)",
    find=_find,
    needs=frozenset({"absent"}),
)
