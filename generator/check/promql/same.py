"""Whether two parts of an expression are the same, and which filters stand around one."""

from generator.promql import tree as t
from generator.promql.expr import COMPARISONS


def wording(node: t.Node, text: str) -> str:
    """Return what a part says, in whichever way it is laid out."""
    node = t.bare(node)
    return " ".join(text[node.start : node.end].split())


def filtered(node: t.Node) -> tuple[t.Node, list[tuple[str, float]]]:
    """Return what is compared, and the numbers that it is compared with, `x > 5 < 9` both."""
    node = t.bare(node)
    found: list[tuple[str, float]] = []
    while isinstance(node, t.Binary) and node.op in COMPARISONS and not node.returns_bool:
        number = t.bare(node.right)
        if not isinstance(number, t.Number):
            break
        found.append((node.op, number.value))
        node = t.bare(node.left)
    return node, found
