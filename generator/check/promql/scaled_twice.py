"""A quotient that is multiplied by a number on both sides of its bar, and again."""

from collections.abc import Iterator

from generator.check.promql.base import Check, Hit, Subject
from generator.core.finding import Rule
from generator.promql import tree as t


def _find(subject: Subject) -> Iterator[Hit]:
    for node in subject.nodes:
        factor = _factor(node)
        quotient = node.left if isinstance(node, t.Binary) else node
        if factor is None or not (isinstance(quotient, t.Binary) and quotient.op == "/"):
            continue
        inner = _factor(quotient.left)
        if inner is not None and inner.value == factor.value != 1:
            message = (
                f"`a * {factor.text} / b * {factor.text}` is read from the left: "
                f"the result is multiplied by {factor.text} twice"
            )
            cause = (inner.start, inner.end, "the first time")
            yield Hit(factor.start, factor.end, message, cause=cause)


def _factor(node: t.Node) -> t.Number | None:
    """Return the number that a product ends with."""
    if isinstance(node, t.Binary) and node.op == "*":
        number = t.bare(node.right)
        return number if isinstance(number, t.Number) else None
    return None


CHECK = Check(
    Rule(
        "PS523",
        "quotient that is scaled twice",
        "products and quotients are read from the left, so the second factor does not belong to "
        "the divisor",
        "put the divisor with its factor in parentheses, or leave both factors out",
    ),
    bad="rate(sent_total[1h]) * 3600 / rate(received_total[1h]) * 3600",
    good="rate(sent_total[1h]) / rate(received_total[1h])",
    find=_find,
    needs=frozenset({"*"}),
)
