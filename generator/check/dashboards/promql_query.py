"""A query to Prometheus that is no PromQL."""

from collections.abc import Iterator

from generator.check.dashboards.example import GOOD, QUERY, changed
from generator.check.dashboards.subject import PROMETHEUS, Boards
from generator.check.shape import Check, Fault
from generator.core.finding import Rule


def _find(found: Boards) -> Iterator[Fault]:
    for board in found.boards:
        for query in (*board.queries, *board.annotations):
            if query.kind == PROMETHEUS and query.fault:
                yield Fault(query.fault_place, f"no PromQL: {query.fault}")


CHECK = Check(
    Rule(
        "PS671",
        "query that is no PromQL",
        "Prometheus refuses it, and the panel shows an error",
        "mend it; whatever the variables stand for, it is no PromQL",
    ),
    bad=changed(f'"{QUERY}"', f'"{QUERY[:-1]}"'),
    good=GOOD,
    find=_find,
)
