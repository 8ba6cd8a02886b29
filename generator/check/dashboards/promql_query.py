"""A query to Prometheus that is no PromQL."""

from collections.abc import Iterator

from generator.check.dashboards.example import GOOD, QUERY, changed
from generator.check.dashboards.subject import PROMETHEUS, Board, Boards, Query
from generator.check.dashboards.variables import variables_in
from generator.check.shape import Check, Fault
from generator.core.finding import Rule
from generator.core.spelling import listed


def _find(found: Boards) -> Iterator[Fault]:
    for board in found.boards:
        for query in (*board.queries, *board.annotations):
            if query.kind == PROMETHEUS and query.fault:
                yield Fault(query.fault_place, f"no PromQL: {query.fault}", _fix(board, query))


def _fix(board: Board, query: Query) -> str | None:
    """Return what is known of the variables that could be what is missing, if there are any."""
    names = dict.fromkeys(one.name for one in variables_in(query.text) if one.open)
    if not names:
        return None
    whole = [one for one in names if one in board.values and board.values[one].complete]
    if len(whole) == len(names):
        return f"mend it; no value that the dashboard lists for {listed(names)} makes it PromQL"
    others = listed(one for one in names if one not in whole)
    return (
        f"mend it; no number, name, function, operator, condition or duration in the place of "
        f"{others} made it PromQL"
    )


CHECK = Check(
    Rule(
        "PS671",
        "query that is no PromQL",
        "Prometheus refuses it, and the panel shows an error",
        "mend it; Explore in Grafana tells what is wrong",
    ),
    bad=changed(f'"{QUERY}"', f'"{QUERY[:-1]}"'),
    good=GOOD,
    find=_find,
)
