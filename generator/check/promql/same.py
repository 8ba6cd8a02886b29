"""Whether two parts of an expression are the same, and which filters stand around one."""

import dataclasses
from typing import Final

from generator.promql import tree as t
from generator.promql.expr import COMPARISONS

_PLACES: Final = frozenset({"start", "end", "body_end", "operator"})


def alike(one: object, other: object) -> bool:
    """Tell whether two parts say the same, wherever they stand."""
    one = t.bare(one) if isinstance(one, t.Node) else one
    other = t.bare(other) if isinstance(other, t.Node) else other
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(alike, one, other))
    if type(one) is not type(other):
        return False
    if not dataclasses.is_dataclass(one):
        return one == other
    names = (field.name for field in dataclasses.fields(one) if field.name not in _PLACES)
    return all(alike(getattr(one, name), getattr(other, name)) for name in names)


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
