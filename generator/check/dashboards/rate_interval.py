"""A rate in a panel over a range that does not follow the time range."""

from collections.abc import Iterator

from generator.check.dashboards.example import GOOD, changed
from generator.check.dashboards.subject import Boards, Query
from generator.check.shape import Check, Fault
from generator.core.finding import Rule, Severity
from generator.promql import tree as t
from generator.promql.read import seconds

_FUNCTIONS = frozenset({"rate", "irate", "increase"})
_LONG = 3600
"""Seconds from which on a window is meant as it stands, such as the burn rate of a promise."""


def _find(found: Boards) -> Iterator[Fault]:
    for board in found.boards:
        for query in board.queries:
            yield from _of(query)


def _of(query: Query) -> Iterator[Fault]:
    filled = query.filled
    for part in filled.node.walk() if filled is not None else ():
        inner = t.bare(part.args[0]) if isinstance(part, t.Call) and part.args else None
        if not isinstance(part, t.Call) or part.function not in _FUNCTIONS:
            continue
        window = inner.window if isinstance(inner, t.Selector) else None
        if filled is None or window is None:
            continue
        names = [one.name for one in filled.variables if window.start < one.start < window.end]
        where = query.at(window.start, window.end)
        if names == ["__interval"]:
            yield Fault(where, "over a short time range `$__interval` holds less than two samples")
        elif not names and not query.instant and seconds(window.text) < _LONG:
            text = query.text[window.start : window.end]
            message = f"`{text}` stays the same however far apart the points are"
            yield Fault(where, message)


CHECK = Check(
    Rule(
        "PS672",
        "rate that does not follow the time range",
        "over a short range it is too coarse or empty; over a long one it leaves out what happens "
        "between two points, the failure that is looked for included",
        "write `[$__rate_interval]`; windows of an hour and more are left alone",
        Severity.ADVICE,
    ),
    bad=changed("[$__rate_interval]", "[5m]"),
    good=GOOD,
    find=_find,
)
