"""A difference of two counters."""

from collections.abc import Iterator

from generator.check.promql.base import Check, Hit, Subject
from generator.core.finding import Rule
from generator.promql import tree as t


def _counter(node: t.Node, subject: Subject) -> str:
    node = t.bare(node)
    while isinstance(node, t.Aggregate):
        node = t.bare(node.operand)
    facts = subject.catalogue.fact(node.metric) if isinstance(node, t.Selector) else None
    return facts.name if facts is not None and facts.type == "counter" else ""


def is_difference(node: t.Node, subject: Subject) -> bool:
    """Tell whether a part subtracts one bare counter from another."""
    if not isinstance(node, t.Binary) or node.op != "-":
        return False
    return all(_counter(side, subject) for side in (node.left, node.right))


def _find(subject: Subject) -> Iterator[Hit]:
    for node in subject.nodes:
        if isinstance(node, t.Binary) and is_difference(node, subject):
            first, second = (_counter(side, subject) for side in (node.left, node.right))
            message = f"`{first}` and `{second}` are counters that restart by themselves"
            yield Hit(node.operator.start, node.operator.end, message)


CHECK = Check(
    Rule(
        "PS521",
        "difference of two counters",
        "the two restart at different moments, so the difference jumps by all that "
        "was ever counted",
        "subtract what was added in a while: `increase(a[1h]) - increase(b[1h])`, "
        "or measure a gauge",
    ),
    bad="received_total - sent_total",
    good="increase(received_total[1h]) - increase(sent_total[1h])",
    find=_find,
    needs=frozenset({"-"}),
)
