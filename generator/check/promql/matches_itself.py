"""A quotient of a series by itself."""

from collections.abc import Iterator

from generator.check.promql.base import Check, Hit, Subject
from generator.core.finding import Rule
from generator.promql import tree as t


def _rated(node: t.Node) -> tuple[str, str, str] | None:
    """Return function, metric and window of a selection that nothing was added up in."""
    node = t.bare(node)
    if isinstance(node, t.Binary) and node.op == "*":
        sides = [one for one in (node.left, node.right) if not isinstance(t.bare(one), t.Number)]
        return _rated(sides[0]) if len(sides) == 1 else None
    function = ""
    if isinstance(node, t.Call) and node.args:
        function, node = node.function, t.bare(node.args[0])
    if not isinstance(node, t.Selector) or not node.metric:
        return None
    return function, node.metric, node.window.text if node.window else ""


def _find(subject: Subject) -> Iterator[Hit]:
    for node in subject.nodes:
        plain = isinstance(node, t.Binary) and node.op == "/" and node.matching is None
        if isinstance(node, t.Binary) and plain:
            sides = _rated(node.left), _rated(node.right)
            if sides[0] and sides[0] == sides[1]:
                word = node.operator
                yield Hit(word.start, word.end, f"each series of `{sides[0][1]}` meets itself")


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
