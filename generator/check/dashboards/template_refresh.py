"""A variable that does not follow the time range."""

from collections.abc import Iterator

from generator.check.dashboards.example import GOOD, changed
from generator.check.dashboards.subject import LOKI, PROMETHEUS, Boards
from generator.check.shape import Check, Fault
from generator.core.finding import Rule, Severity

_ON_TIME_RANGE = 2


def _find(found: Boards) -> Iterator[Fault]:
    for board in found.boards:
        for one in board.variables:
            asks = one.kind == "query" and one.query.kind in {PROMETHEUS, LOKI}
            if asks and one.fields.get("refresh") != _ON_TIME_RANGE:
                message = f"`{one.name}` keeps the values of the time when the page was opened"
                yield Fault(one.at("refresh"), message)


CHECK = Check(
    Rule(
        "PS664",
        "variable that does not follow the time range",
        "who looks back at a failure cannot choose the instance that is gone since",
        "write `refresh`: 2, on a change of the time range",
        Severity.ADVICE,
    ),
    bad=changed(
        '"refresh": 2,\n     "query": "label_values(up, job)"',
        '"refresh": 1,\n     "query": "label_values(up, job)"',
    ),
    good=GOOD,
    find=_find,
)
