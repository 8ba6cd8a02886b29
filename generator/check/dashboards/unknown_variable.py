"""A variable that the dashboard does not have."""

from collections.abc import Collection, Iterator

from generator.check.dashboards.example import GOOD, changed
from generator.check.dashboards.subject import Board, Boards, Query
from generator.check.dashboards.variables import Variable
from generator.check.shape import Check, Fault
from generator.core.finding import Rule
from generator.core.spelling import meant, surely


def _find(found: Boards) -> Iterator[Fault]:
    for board in found.boards:
        known = {one.name for one in board.variables} | board.inputs
        asked = [one.query for one in board.variables]
        for query in (*board.queries, *board.annotations, *asked):
            for one in query.filled.variables if query.filled is not None else ():
                if one.own and one.name not in known and _counts(query, one):
                    message = f"there is no variable `{one.name}`, so the name itself is asked for"
                    at = one.start + query.text[query.shift :][one.start : one.end].index(one.name)
                    where = query.at(at, at + len(one.name))
                    yield Fault(where, message, *_meant(one.name, known))
        yield from _repeats(board, known)


def _counts(query: Query, one: Variable) -> bool:
    """Tell whether it must be one; `$name` in the text of a function may be a found group."""
    return one.use != "string" or any(
        each.value.start <= one.start < each.value.end
        for node in query.selectors
        for each in node.conditions
    )


def _repeats(board: Board, known: set[str] | frozenset[str]) -> Iterator[Fault]:
    for panel in board.panels:
        name = panel.fields.get("repeat")
        if isinstance(name, str) and name and name not in known:
            message = f"there is no variable `{name}` for whose values this could be repeated"
            yield Fault(panel.place.child("repeat"), message, *_meant(name, known))


def _meant(name: str, known: Collection[str]) -> tuple[str | None, None, str | None]:
    """Return a hint at the variable that is meant, and what to put there where that is sure."""
    return meant(name, known), None, surely(name, known)


CHECK = Check(
    Rule(
        "PS677",
        "variable that the dashboard does not have",
        "nothing is put in its place, so the panel stays empty or shows an error",
        "name one of its variables, or add it",
        mended=True,
    ),
    bad=changed(r"job=~\"$job\"", r"job=~\"$jbo\""),
    good=GOOD,
    find=_find,
)
