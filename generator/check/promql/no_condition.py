"""An alert that has no condition."""

from collections.abc import Iterator

from generator.check.promql.base import ALERT, Check, Hit, Subject
from generator.core.finding import Rule
from generator.promql import tree as t
from generator.promql.expr import COMPARISONS


def decides(node: t.Node) -> bool:
    """Tell whether an expression leaves something out, depending on values or on other series."""
    node = t.bare(node)
    if isinstance(node, t.Binary):
        return _chooses(node)
    if isinstance(node, t.Call) and node.function.startswith("absent"):
        return True
    if isinstance(node, t.Selector):
        return node.metric in {"ALERTS", "ALERTS_FOR_STATE"}
    return any(decides(one) for one in node.children())


def _chooses(node: t.Binary) -> bool:
    if node.op in COMPARISONS:
        return not node.returns_bool
    if node.op in {"and", "unless"}:  # what has no partner there, or has one, is left out
        return True
    sides = decides(node.left), decides(node.right)
    return all(sides) if node.op == "or" else any(sides)


def idle_sides(node: t.Node) -> list[t.Node]:
    """Return the sides of alternatives that decide nothing, where another side does."""
    node = t.bare(node)
    if not isinstance(node, t.Binary) or node.op != "or":
        return []
    sides = (node.left, node.right)
    deciding = [decides(one) for one in sides]
    if not any(deciding) and not any(idle_sides(one) for one in sides):
        return []
    idle = [side for side, does in zip(sides, deciding, strict=True) if not does]
    return [inner for one in idle for inner in idle_sides(one) or [one]]


def returning_bool(node: t.Node) -> t.Binary | None:
    """Return the outermost comparison, if it answers with 0 or 1 instead of choosing."""
    node = t.bare(node)
    while isinstance(node, t.Aggregate):
        node = t.bare(node.operand)
    return node if isinstance(node, t.Binary) and node.returns_bool else None


def _is_meant(node: t.Node) -> bool:
    """Tell whether an alert is to fire always, to show that alerts arrive: `vector(1)`."""
    node = t.bare(node)
    return (
        isinstance(node, t.Call)
        and node.function == "vector"
        and isinstance(t.bare(node.args[0]), t.Number)
    )


def _find(subject: Subject) -> Iterator[Hit]:
    if subject.role != "alert" or decides(subject.node) or _is_meant(subject.node):
        return
    if not idle_sides(subject.node) and returning_bool(subject.node) is None:
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
