"""A legend with a label that the series do not have."""

import re
from collections.abc import Iterator

from generator.check.dashboards.example import QUERY, changed
from generator.check.dashboards.subject import Boards
from generator.check.shape import Check, Fault
from generator.core.finding import Place, Rule, Severity
from generator.promql.labels import Status

_LABEL = re.compile(r"\{\{\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*\}\}")


def _find(found: Boards) -> Iterator[Fault]:
    for board in found.boards:
        for query in board.queries:
            legend = query.fields.get("legendFormat")
            if query.subject is None or not isinstance(legend, str):
                continue
            branches = query.subject.branches
            for match in _LABEL.finditer(legend):
                name = match[1]
                lost = all(one.status(name) is Status.IMPOSSIBLE for one in branches)
                if lost and not name.startswith("__"):
                    holder = query.place.path[:-1]
                    where = Place(query.place.file, (*holder, "legendFormat"))
                    message = f"`{name}` is named here, and no line has it"
                    yield Fault(where.within(*match.span(1)), message)


CHECK = Check(
    Rule(
        "PS678",
        "legend with a label that is not there",
        "the lines have holes in their names, and cannot be told apart",
        "keep the label in the query, or name one that is there",
        Severity.WARNING,
    ),
    bad=changed(f'"{QUERY}"', f'"{QUERY}", "legendFormat": "{{{{status}}}}"'),
    good=changed(
        f'"{QUERY}"',
        f'"{QUERY.replace("sum(", "sum by (status) (")}", "legendFormat": "{{{{status}}}}"',
    ),
    find=_find,
)
