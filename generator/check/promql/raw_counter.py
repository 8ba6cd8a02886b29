"""A counter read as it stands."""

from collections.abc import Iterator
from typing import Final

from generator.check.promql.base import SELECTOR, Check, Hit, Subject
from generator.check.promql.counter_difference import is_difference
from generator.core.finding import Rule
from generator.promql import tree as t
from generator.promql.expr import COMPARISONS

# What only asks whether a series is there, or sees each change of it.
_SAFE = {
    *("absent", "absent_over_time", "present_over_time", "timestamp", "changes", "resets"),
    *("count", "group", "rate", "increase", "irate", "count_over_time"),
}
# What makes one value of those that a counter had in a while.
_OVER_TIME: Final = frozenset(
    {
        *("avg_over_time", "max_over_time", "min_over_time", "sum_over_time"),
        *("quantile_over_time", "stddev_over_time", "stdvar_over_time", "mad_over_time"),
    }
)


def _is_safe(subject: Subject, node: t.Selector, *, guessed: bool) -> bool:
    inner: t.Node = node
    while (at := subject.around(inner)) is not None:
        name = at.function if isinstance(at, t.Call) else getattr(at, "op", "")
        set_apart = name in {"and", "unless"} and _on_the_right(at, inner)
        if name in _SAFE or set_apart or is_difference(at, subject):
            return True
        # A series that was not there before begins with what was counted since.
        asks = name == "unless" or (guessed and name in COMPARISONS)
        if asks and isinstance(at, t.Binary) and _has_past(at, node.metric):
            return True
        inner = at
    return False


def _has_past(node: t.Binary, metric: str) -> bool:
    """Tell whether one side of an operation reads a counter as it was some time ago."""
    every = (one for one in node.walk() if isinstance(one, t.Selector))
    return any(one.metric == metric and one.offset is not None for one in every)


def _on_the_right(parent: t.Node, inner: t.Node) -> bool:
    return isinstance(parent, t.Binary) and t.bare(parent.right) is t.bare(inner)


def _reading(subject: Subject, node: t.Selector) -> str:
    """Return how the value of a series is read as it stands, nothing where it is not."""
    if node.window is None:
        return "its bare value is used"
    around = subject.around(node)
    name = around.function if isinstance(around, t.Call) else ""
    return f"`{name}` reads its bare values" if name in _OVER_TIME else ""


def find(subject: Subject) -> Iterator[Hit]:
    """Yield the counters that are read as they stand."""
    for node, facts in subject.selectors():
        if facts is None or facts.type != "counter":
            continue
        how = _reading(subject, node)
        if how and not _is_safe(subject, node, guessed=facts.guessed):
            what = "is by its name a counter" if facts.guessed else "is a counter"
            message = f"`{node.metric}` {what}, and {how}"
            end = node.start + len(node.name)
            yield Hit(node.start, end, message, guessed=facts.guessed)


CHECK = Check(
    Rule(
        "PS505",
        "counter without a rate",
        "a counter only grows until its process restarts: its value says how long "
        "that runs, not how much happens",
        "put `rate(…[5m])` or `increase(…[1h])` around it",
    ),
    bad="sum(http_requests_total) > 1000",
    good="sum(rate(http_requests_total[5m])) > 1000",
    find=find,
    needs=frozenset({SELECTOR}),
)
