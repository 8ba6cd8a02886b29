"""A panel with a data source of its own."""

from collections.abc import Iterator

from generator.check.dashboards.example import GOOD, changed
from generator.check.dashboards.subject import OWN_SOURCES, Board, Boards, Source
from generator.check.shape import Check, Fault
from generator.core.finding import Rule, Severity


def _find(found: Boards) -> Iterator[Fault]:
    for board in found.boards:
        if board.inputs or not any(one.kind == "datasource" for one in board.variables):
            continue
        for panel in board.panels:
            if not panel.queries:
                continue
            if panel.source is None and any(one.source is None for one in panel.queries):
                message = "this asks whatever data source is the default one"
                yield Fault(panel.at("datasource"), message)
            asked = [panel.source, *(one.source for one in panel.queries)]
            for source in dict.fromkeys(one for one in asked if one is not None):
                yield from _of(board, source)


def _of(board: Board, source: Source) -> Iterator[Fault]:
    if source.variable:
        if board.variable(source.variable) is None:
            yield Fault(source.place, f"there is no variable `{source.variable}`")
    elif source.uid not in OWN_SOURCES and source.kind not in {"__expr__", "grafana", "datasource"}:
        name = f"`{source.uid}`" if source.uid else "the default data source"
        yield Fault(source.place, f"this asks {name} whatever is chosen above")


CHECK = Check(
    Rule(
        "PS665",
        "panel with a data source of its own",
        "beside panels of the chosen data source it shows another one, and nobody sees that",
        'write `"datasource": {"type": "prometheus", "uid": "$datasource"}`',
        Severity.WARNING,
    ),
    bad=changed(
        '{"type": "prometheus", "uid": "$datasource"}', '{"type": "prometheus", "uid": "P18F"}'
    ),
    good=GOOD,
    find=_find,
)
