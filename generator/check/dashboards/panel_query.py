"""A panel that asks nothing."""

from collections.abc import Iterator

from generator.check.dashboards.example import GOOD, QUERY, changed
from generator.check.dashboards.subject import Boards, Panel
from generator.check.shape import Check, Fault
from generator.core.finding import Rule, Severity

_SHOWS = frozenset(
    {
        *("timeseries", "graph", "stat", "singlestat", "gauge", "bargauge", "barchart", "table"),
        *("heatmap", "histogram", "piechart", "state-timeline", "status-history", "logs"),
    }
)
# What a query has beside the question itself.
_AROUND = frozenset(
    {
        *("refId", "datasource", "hide", "expr", "legendFormat", "format", "intervalFactor"),
        *("interval", "instant", "range", "editorMode", "exemplar", "step"),
    }
)


def _find(found: Boards) -> Iterator[Fault]:
    for board in found.boards:
        for panel in board.panels:
            if panel.asks and panel.kind in _SHOWS and not _asks(panel):
                yield Fault(panel.at("targets"), f"`{panel.title or panel.kind}` asks nothing")


def _asks(panel: Panel) -> bool:
    inner = panel.fields.get("snapshotData")
    return bool(inner) or any(one.text or set(one.fields) - _AROUND for one in panel.queries)


CHECK = Check(
    Rule(
        "PS668",
        "panel without a query",
        "it says `No data`, which reads as if something were wrong with what is watched",
        "write its query, or remove the panel",
        Severity.WARNING,
    ),
    bad=changed(f'"targets": [{{"expr": "{QUERY}"}}]', '"targets": []'),
    good=GOOD,
    find=_find,
)
