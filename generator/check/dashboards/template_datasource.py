"""A dashboard without a variable for its data source."""

import re
from collections.abc import Iterator

from generator.check.dashboards.example import GOOD, changed
from generator.check.dashboards.subject import (
    LOKI,
    OWN_KINDS,
    OWN_SOURCES,
    PROMETHEUS,
    Boards,
    Query,
)
from generator.check.shape import Check, Fault
from generator.core.finding import Rule, Severity

_NAMES = re.compile(r"datasource|\w+_datasource")
_LINKED = frozenset({PROMETHEUS, LOKI})


def _find(found: Boards) -> Iterator[Fault]:
    for board in found.boards:
        sources = [one for one in board.variables if one.kind == "datasource"]
        for one in sources:
            if str(one.fields.get("query")) in _LINKED and not _NAMES.fullmatch(one.name):
                message = f"`{one.name}` is a data source, and links pass on `datasource`"
                yield Fault(one.at("name"), message)
        asks = any(one.kind in _LINKED and _is_shared(one) for one in board.queries)
        if asks and not sources and not board.inputs:
            message = "no variable lets others choose the data source"
            yield Fault(board.at("templating", "title"), message)


def _is_shared(query: Query) -> bool:
    """Tell whether a query asks a data source that stands beside Grafana."""
    source = query.source
    return source is None or (source.uid not in OWN_SOURCES and source.kind not in OWN_KINDS)


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
