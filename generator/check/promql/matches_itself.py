"""A quotient of a series by itself."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from generator.check.promql.base import Check, Hit, Subject
from generator.check.promql.same import wording
from generator.core.finding import Rule
from generator.promql import tree as t

# What makes labels, so that other series meet, and what has none by which they could.
_OTHERS: Final = frozenset({"label_replace", "label_join", "scalar"})


class _Read(NamedTuple):
    """A selection that nothing was added up in: what is made of it, of when, and where it is."""

    function: str
    metric: str
    window: str
    shift: tuple[str, str]
    beside: tuple[str, ...]


def _read(node: t.Node, text: str) -> _Read | None:
    node = t.bare(node)
    if isinstance(node, t.Binary) and node.op == "*":
        sides = [one for one in (node.left, node.right) if not isinstance(t.bare(one), t.Number)]
        return _read(sides[0], text) if len(sides) == 1 else None
    function = ""
    beside: tuple[str, ...] = ()
    if isinstance(node, t.Call) and node.args and node.function not in _OTHERS:
        function, (node, *others) = node.function, map(t.bare, node.args)
        beside = tuple(wording(one, text) for one in others)
    if not isinstance(node, t.Selector) or not node.metric:
        return None
    window = (one.text for one in (node.window, node.extended) if one is not None)
    return _Read(function, node.metric, " ".join(window), _shift(node), beside)


def _shift(node: t.Selector) -> tuple[str, str]:
    offset, at = ("" if one is None else one.text for one in (node.offset, node.at))
    return offset, at


def _find(subject: Subject) -> Iterator[Hit]:
    for node in subject.binaries("/"):
        if node.matching is None and not node.fill:
            left, right = (_read(one, subject.text) for one in (node.left, node.right))
            if left is not None and left == right:
                word = node.operator
                yield Hit(word.start, word.end, f"each series of `{left.metric}` meets itself")


CHECK = Check(
    Rule(
        "PS513",
        "quotient that is always 1",
        "both sides are paired label by label, so each series is divided by itself",
        "add up both sides first: `sum(…) / sum(…)`",
    ),
    bad='rate(http_requests_total{status="500"}[5m]) / rate(http_requests_total[5m])',
    good='sum(rate(http_requests_total{status="500"}[5m])) / sum(rate(http_requests_total[5m]))',
    find=_find,
    needs=frozenset({"/"}),
)
