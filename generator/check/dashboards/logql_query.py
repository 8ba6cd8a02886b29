"""A query to Loki that is no LogQL."""

from collections.abc import Iterator

from generator.check.dashboards.example import GOOD, QUERY
from generator.check.dashboards.subject import LOKI, Boards
from generator.check.shape import Check, Fault
from generator.core.finding import Rule


def _find(found: Boards) -> Iterator[Fault]:
    for board in found.boards:
        for query in board.queries:
            if query.kind == LOKI and query.fault:
                yield Fault(query.place, f"no LogQL: {query.fault}")


CHECK = Check(
    Rule(
        "PS669",
        "query that is no LogQL",
        "Loki refuses it, and the panel shows an error",
        "mend it; Explore in Grafana tells what is wrong",
    ),
    bad=GOOD.replace('"prometheus", "uid"', '"loki", "uid"').replace(
        QUERY, r"sum(count_over_time({app=\"shop\"} |= \"error\" | jsn [$__auto]))"
    ),
    good=GOOD.replace('"prometheus", "uid"', '"loki", "uid"').replace(
        QUERY, r"sum(count_over_time({app=\"shop\"} |= \"error\" | json [$__auto]))"
    ),
    find=_find,
)
