"""A query that the variable `instance` does not narrow."""

from collections.abc import Iterator

from generator.check.dashboards.example import GOOD, changed
from generator.check.dashboards.narrowing import not_narrowed
from generator.check.dashboards.subject import Boards
from generator.check.shape import Check, Fault
from generator.core.finding import Rule, Severity


def _find(found: Boards) -> Iterator[Fault]:
    for board in found.boards:
        yield from not_narrowed(board, "instance", found.catalogue)


CHECK = Check(
    Rule(
        "PS674",
        "query that no choice of instance narrows",
        "who chooses one sees all in this panel, and takes them for the one",
        'add `instance=~"$instance"`',
        Severity.ADVICE,
    ),
    bad=changed(r", instance=~\"$instance\"", ""),
    good=GOOD,
    find=_find,
)
