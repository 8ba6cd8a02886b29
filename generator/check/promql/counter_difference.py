"""A difference of two counters."""

from collections.abc import Iterator

from generator.check.promql.base import Check, Hit, Subject
from generator.core.finding import Rule
from generator.promql import tree as t
from generator.promql.duration import PLAIN


def _selected(node: t.Node) -> t.Selector | None:
    node = t.bare(node)
    while isinstance(node, t.Aggregate):
        node = t.bare(node.operand)
    return node if isinstance(node, t.Selector) else None


def _counter(node: t.Node, subject: Subject) -> str:
    selected = _selected(node)
    facts = subject.catalogue.fact(selected.metric) if selected is not None else None
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
            past = None
            if first == second:
                message = f"`{first}` is a counter, whose series restart at 0 by themselves"
                past = _past(node, subject)
            yield Hit(node.operator.start, node.operator.end, message, fix=past)


def _past(node: t.Binary, subject: Subject) -> str | None:
    """Return what to write instead of a counter less its own past, None where it is no such."""
    now, before = _selected(node.left), _selected(node.right)
    if now is None or before is None or (now.offset is None and before.offset is None):
        return None
    shown, other = (subject.text[one.start : one.body_end] for one in (now, before))
    if "".join(shown.split()) != "".join(other.split()):
        return None
    shift = before.offset
    back = "" if shift is None else subject.text[shift.start : shift.end]
    if now.end > now.body_end or not PLAIN.fullmatch(back):
        return f"`increase({shown}[…])` tells how much was added in between"
    increase = f"increase({shown}[{back}])"
    whole = subject.text[node.left.start : now.start] + increase
    return f"`{whole}{subject.text[now.end : node.left.end]}` tells how much was added meanwhile"


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
