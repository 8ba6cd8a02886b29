"""A panel with a data source of its own."""

from collections.abc import Iterator

from generator.check.dashboards.example import GOOD, changed
from generator.check.dashboards.subject import OWN_KINDS, OWN_SOURCES, Board, Boards, Panel, Source
from generator.check.shape import Check, Fault
from generator.core.finding import Rule, Severity


def _find(found: Boards) -> Iterator[Fault]:
    for board in found.boards:
        if not board.inputs and any(one.kind == "datasource" for one in board.variables):
            for panel in board.panels:
                yield from _of_panel(board, panel)


def _of_panel(board: Board, panel: Panel) -> Iterator[Fault]:
    if panel.source is None:
        unsaid = (one.kind for one in panel.queries if one.source is None and one.kind)
        fix = _choosing(board, next(unsaid, ""))
        if fix:
            message = "this asks whatever data source is the default one"
            yield Fault(panel.at("datasource"), message, fix)
    asked = {panel.source: _kind(panel)} if panel.queries else {}
    asked.update({one.source: one.kind for one in panel.queries})
    for source, kind in asked.items():
        if source is not None:
            yield from _of(board, source, kind)


def _kind(panel: Panel) -> str:
    """Return what kind of source the queries of a panel are for that name none."""
    return next((one.kind for one in panel.queries if one.source == panel.source), "")


def _of(board: Board, source: Source, kind: str) -> Iterator[Fault]:
    if source.variable:
        if board.variable(source.variable) is None:
            fix = "name one of its variables, or add it"
            yield Fault(source.place, f"there is no variable `{source.variable}`", fix)
        return
    fix = _choosing(board, source.kind or kind)
    if fix and source.uid not in OWN_SOURCES and source.kind not in OWN_KINDS:
        name = f"`{source.uid}`" if source.uid else "the default data source"
        yield Fault(source.place, f"this asks {name} whatever is chosen above", fix)


def _choosing(board: Board, kind: str) -> str:
    """Return what to write so that a source of some kind is chosen; empty where none can be."""
    found = (one for one in board.variables if one.kind == "datasource")
    name = next((one.name for one in found if kind and one.fields.get("query") == kind), None)
    if name is None:
        return ""
    return f'write `"datasource": {{"type": "{kind}", "uid": "${name}"}}`'


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
