"""A dashboard without a variable for its data source."""

import re
from collections.abc import Iterator

from generator.check.dashboards.example import GOOD, changed
from generator.check.dashboards.subject import OWN_SOURCES, Boards
from generator.check.shape import Check, Fault
from generator.core.finding import Rule, Severity

_NAMES = re.compile(r"datasource|\w+_datasource")


def _find(found: Boards) -> Iterator[Fault]:
    for board in found.boards:
        sources = [one for one in board.variables if one.kind == "datasource"]
        for one in sources:
            if not _NAMES.fullmatch(one.name):
                message = f"`{one.name}` is a data source, and links pass on `datasource`"
                yield Fault(one.at("name"), message)
        asked = [query.source for query in board.queries]
        asks = any(one is None or one.uid not in OWN_SOURCES for one in asked)
        if asks and not sources and not board.inputs:
            message = "no variable lets others choose the data source"
            yield Fault(board.at("templating", "title"), message)


CHECK = Check(
    Rule(
        "PS660",
        "dashboard for one data source",
        "it shows nothing where the data source has another name, and links from other dashboards "
        "cannot pass on which one is looked at",
        "add a variable `datasource` of the type `datasource`, or `loki_datasource` beside another",
        Severity.ADVICE,
    ),
    bad=changed(
        '    {"name": "datasource", "type": "datasource", "query": "prometheus"},\n', ""
    ).replace("$datasource", "main"),
    good=GOOD,
    find=_find,
)
