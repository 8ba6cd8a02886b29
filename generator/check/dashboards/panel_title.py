"""A panel that does not say what it shows."""

from collections.abc import Iterator

from generator.check.dashboards.example import GOOD, changed
from generator.check.dashboards.habits import lacking
from generator.check.dashboards.subject import Boards
from generator.check.shape import Check, Fault
from generator.core.finding import Rule, Severity


def _find(found: Boards) -> Iterator[Fault]:
    for board in found.boards:
        panels = [one for one in board.panels if one.asks]
        yield from lacking(board, panels, lambda one: bool(one.title), "title")
        yield from lacking(
            board, panels, lambda one: bool(one.fields.get("description")), "description"
        )


CHECK = Check(
    Rule(
        "PS666",
        "panel that does not say what it shows",
        "at night somebody reads it who did not make it",
        "write a `title`, and in `description` how it is measured and what is too much",
        Severity.ADVICE,
    ),
    bad=changed('"description": "Answered a second.", ', ""),
    good=GOOD,
    find=_find,
)
