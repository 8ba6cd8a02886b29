"""A dashboard that cannot be narrowed to a job."""

from collections.abc import Iterator

from generator.check.dashboards.example import GOOD, changed
from generator.check.dashboards.narrowing import misfits, unnarrowed
from generator.check.dashboards.subject import Boards
from generator.check.shape import Check, Fault
from generator.core.finding import Rule, Severity


def _find(found: Boards) -> Iterator[Fault]:
    for board in found.boards:
        variable = board.variable("job")
        if variable is not None:
            yield from misfits(board, variable)
            continue
        some = list(unnarrowed(board, "job", found.catalogue))
        if some:
            query, node = some[0]
            where = query.at(node.start, node.end)
            others = f", like {len(some) - 1} more selections" if some[1:] else ""
            message = f"this is of all jobs{others}, and there is no variable `job`"
            yield Fault(where, message)


CHECK = Check(
    Rule(
        "PS661",
        "dashboard that cannot be narrowed to a job",
        "two programs that expose metrics of one name are shown as one",
        "add a variable `job` with `label_values(…, job)`, `multi` and `.+` for all, or name the "
        "job in the queries",
        Severity.ADVICE,
    ),
    bad=changed(
        '"query": "label_values(up, job)", "multi": true,', '"query": "label_values(up, job)",'
    ),
    good=GOOD,
    find=_find,
)
