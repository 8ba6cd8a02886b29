"""An alert that has no condition."""

from collections.abc import Iterator

from generator.check.promql.base import ALERT, Check, Hit, Subject
from generator.core.finding import Rule
from generator.promql import tree as t
from generator.promql.expr import COMPARISONS


def _decides(node: t.Node) -> bool:
    """Tell whether an expression leaves something out, depending on values."""
    node = t.bare(node)
    if isinstance(node, t.Binary):
        return _chooses(node)
    if isinstance(node, t.Call) and node.function.startswith("absent"):
        return True
    if isinstance(node, t.Selector):
        return node.metric in {"ALERTS", "ALERTS_FOR_STATE"}
    return any(_decides(one) for one in node.children())


def _chooses(node: t.Binary) -> bool:
    if node.op in COMPARISONS:
        return not node.returns_bool
    sides = _decides(node.left), _decides(node.right)
    return all(sides) if node.op == "or" else node.op == "unless" or any(sides)


def _find(subject: Subject) -> Iterator[Hit]:
    if subject.role == "alert" and not _decides(subject.node):
        yield Hit(0, len(subject.text), "whatever there is fires this alert")


CHECK = Check(
    Rule(
        "PS519",
        "alert without a condition",
        "every series that there is fires it, from the first moment on",
        "compare with a bound",
    ),
    bad="sum by (job) (rate(http_requests_total[5m]))",
    good="sum by (job) (rate(http_requests_total[5m])) > 100",
    find=_find,
    needs=frozenset({ALERT}),
    role="alert",
)
