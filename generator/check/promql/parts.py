"""Quotients of two sizes that are shares: what is divided is a part of what it is divided by.

Two sizes are none by themselves: one may be any number of times the other. A part is known by its
name (``disk_free_bytes / disk_size_bytes``), by conditions that its whole has not, or by the sums
that it stands in (``a / (a + b)``, ``(a - b) / a``).
"""

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from generator.promql import tree as t
from generator.promql.expr import COMPARISONS, Matcher

_NEUTRAL: Final = frozenset(
    {
        *("avg_over_time", "max_over_time", "min_over_time", "last_over_time", "label_replace"),
        *("label_join", "clamp_min", "scalar", "sort", "sort_desc", "abs"),
    }
)
_ADDING: Final = frozenset({"sum", "avg", "max", "min"})
_COUNTING: Final = frozenset({"rate", "irate", "increase"})
_WORD: Final = re.compile(r"[A-Z]*[a-z0-9]+|[A-Z]+")
_UNITS: Final = frozenset({"bytes", "seconds", "milliseconds", "ms"})
_SURE: Final = frozenset({"free", "avail", "available", "used", "remaining", "inuse"})
_PARTS: Final = _SURE | {
    *("usage", "use", "in", "active", "busy", "idle", "current", "allocated", "left", "open"),
    *("size", "length", "depth", "count", "occupied", "consumed", "working", "set", "committed"),
}
_WHOLES: Final = frozenset(
    {
        *("total", "size", "max", "maximum", "limit", "limits", "capacity", "quota", "spec"),
        "committed",
    }
)


class _Read(NamedTuple):
    """A selection, what is added up over its series, and what else is done with it."""

    selector: t.Selector
    added: tuple[str, ...]
    functions: tuple[str, ...]
    filtered: bool
    """Whether some of the series are left out before the rest is added up."""

    @property
    def conditions(self) -> frozenset[Matcher]:
        """The conditions that its series fulfil."""
        return frozenset(one.matcher for one in self.selector.conditions)

    @property
    def moment(self) -> tuple[str, ...]:
        """The times that it is about, and what is done with the values of them."""
        words = (self.selector.window, self.selector.offset, self.selector.at)
        return (*self.functions, *("" if one is None else one.text for one in words))


def is_part_of_whole(node: t.Binary) -> bool:
    """Tell whether a quotient surely is a share; numbers that are multiplied by are left out."""
    if node.matching is not None and node.matching.many == "right":
        return False  # one part over each of many wholes
    over = [_read(_minuend(one)) for one in _addends(without_factor(node.left)[0])]
    under = [_read(one) for one in _addends(without_factor(node.right)[0])]
    parts = [one for one in over if one is not None]
    wholes = [one for one in under if one is not None]
    if any(_is_named_part(one, whole) for one in parts for whole in wholes):
        return True
    return len(parts) == len(over) and all(
        any(_is_chosen_part(one, whole) for whole in wholes) for one in parts
    )


def plain_factor(node: t.Binary) -> float:
    """Return the number that a quotient is multiplied by inside of it: 100 in ``100 * a / b``."""
    over, under = without_factor(node.left)[1], without_factor(node.right)[1]
    return round(over / under, 9) if under else 0.0


def without_factor(node: t.Node) -> tuple[t.Node, float]:
    """Return what is multiplied by numbers, and by how much in all: `a` and 50 of `100 * a / 2`."""
    node, factor = t.bare(node), 1.0
    while isinstance(node, t.Binary) and node.op in {"*", "/"}:
        left, right = t.bare(node.left), t.bare(node.right)
        if isinstance(right, t.Number):
            factor *= right.value if node.op == "*" else _inverse(right.value)
            node = left
        elif isinstance(left, t.Number) and node.op == "*":
            factor *= left.value
            node = right
        else:
            break
    return node, factor


def _inverse(value: float) -> float:
    return 1 / value if value else 0.0


def _addends(node: t.Node) -> Iterator[t.Node]:
    node = t.bare(node)
    if isinstance(node, t.Binary) and node.op == "+":
        yield from _addends(node.left)
        yield from _addends(node.right)
    elif isinstance(node, t.Aggregate) and _is_sum(node):
        for one in _addends(node.operand):
            yield t.Aggregate(node.start, node.end, node.op, node.grouping, None, one)
    else:
        yield node


def _is_sum(node: t.Aggregate) -> bool:
    inner = t.bare(node.operand)
    return node.op == "sum" and isinstance(inner, t.Binary) and inner.op == "+"


def _minuend(node: t.Node) -> t.Node:
    """Return what something is taken away from."""
    node = t.bare(node)
    while isinstance(node, t.Binary) and node.op == "-":
        node = t.bare(node.left)
    return node


def _read(node: t.Node) -> _Read | None:
    """Return what a part of an expression reads; None where it is more than one selection."""
    added: list[str] = []
    functions: list[str] = []
    filtered = False
    while not isinstance(node, t.Selector):
        inner: t.Node | None = None
        if isinstance(node, t.Paren | t.Subquery):
            inner = node.operand
        elif isinstance(node, t.Aggregate) and node.op in _ADDING:
            added.append(node.op)
            inner = node.operand
        elif isinstance(node, t.Call) and node.args:
            inner = node.args[0]
            functions += [node.function] if node.function not in _NEUTRAL else []
        elif isinstance(node, t.Binary) and node.op in COMPARISONS and not node.returns_bool:
            inner, filtered = t.compared(node), filtered or bool(added)
        if inner is None:
            return None
        node = inner
    return _Read(node, tuple(added), tuple(functions), filtered)


def _is_chosen_part(part: _Read, whole: _Read) -> bool:
    """Tell whether one is the other, or those of its series that fulfil more conditions."""
    same = part.selector.metric == whole.selector.metric != "" and part.moment == whole.moment
    if not same or whole.filtered or not whole.conditions <= part.conditions:
        return False
    if part.added == whole.added:
        return {*part.added} <= {"sum", "max"}
    return not part.added and {*whole.added} == {"sum"}


def _is_named_part(part: _Read, whole: _Read) -> bool:
    """Tell whether the names say so, which are the same but for words such as free and total."""
    if part.functions != whole.functions or part.added not in {whole.added, ()}:
        return False
    left, right = _words(part), _words(whole)
    if left == right or not (_WHOLES & {*right} or _SURE & {*left}):
        return False
    return _but(left, _PARTS.__contains__) == _but(right, _WHOLES.__contains__)


def _words(one: _Read) -> list[str]:
    name = one.selector.metric
    if _COUNTING & {*one.functions}:
        name = name.removesuffix("_total")
    return _but([word.lower() for word in _WORD.findall(name)], _UNITS.__contains__)


def _but(words: list[str], left_out: Callable[[str], bool]) -> list[str]:
    return [one for one in words if not left_out(one)]
