"""A counter in a panel as it stands."""

from collections.abc import Iterator

from generator.check.dashboards.example import GOOD, changed
from generator.check.dashboards.subject import Boards
from generator.check.promql.raw_counter import find
from generator.check.shape import Check, Fault
from generator.core.finding import Rule, Severity


def _find(found: Boards) -> Iterator[Fault]:
    for board in found.boards:
        for query in board.queries:
            for hit in find(query.subject) if query.subject is not None else ():
                yield Fault(query.at(hit.start, hit.end), hit.message)


CHECK = Check(
    Rule(
        "PS675",
        "counter in a panel without a rate",
        "it draws how long a process runs, not how much happens",
        "write `rate(…[$__rate_interval])`, or `increase(…[$__range])` for how many there were",
        Severity.WARNING,
    ),
    bad=changed("rate(http_requests_total", "(http_requests_total").replace(
        "[$__rate_interval]", ""
    ),
    good=GOOD,
    find=_find,
)
