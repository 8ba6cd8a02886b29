"""A variable of several values compared with `=`."""

import re
from collections.abc import Iterator

from generator.check.dashboards.example import GOOD, changed
from generator.check.dashboards.subject import Boards, Query
from generator.check.shape import Check, Fault
from generator.core.finding import Rule, Severity

_LITERAL = re.compile(r"(?<![=~])(!?=)\s*[\"'`]\Z")


def _find(found: Boards) -> Iterator[Fault]:
    for board in found.boards:
        several = {one.name for one in board.variables if one.several}
        for panel in board.panels:
            for query in panel.queries:
                yield from _of(query, several - panel.repeated)
        for query in (*board.annotations, *(one.query for one in board.variables)):
            yield from _of(query, several)


def _of(query: Query, several: set[str]) -> Iterator[Fault]:
    for one in query.filled.variables if query.filled is not None else ():
        sign = _sign(query.text[query.shift :][: one.start]) if one.use == "string" else ""
        if one.name in several and sign:
            message = f"`{sign}` compares letter by letter, and `{one.name}` can be several"
            fix = f"write `{sign[:-1] or '='}~`"
            yield Fault(query.at(one.start, one.end), message, fix)


def _sign(before: str) -> str:
    """Return the sign in front of a value that takes it literally, empty where there is none."""
    match = _LITERAL.search(before)
    return match[1] if match else ""


CHECK = Check(
    Rule(
        "PS679",
        "several values compared with one",
        "as soon as two values are chosen, or all, nothing is selected",
        "write `=~`",
        Severity.WARNING,
    ),
    bad=changed(r"job=~\"$job\"", r"job=\"$job\""),
    good=GOOD,
    find=_find,
)
