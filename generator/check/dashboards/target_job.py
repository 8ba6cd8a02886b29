"""A query that the variable `job` does not narrow."""

from collections.abc import Iterator

from generator.check.dashboards.example import GOOD, changed
from generator.check.dashboards.narrowing import not_narrowed
from generator.check.dashboards.subject import Boards
from generator.check.shape import Check, Fault
from generator.core.finding import Rule, Severity


def _find(found: Boards) -> Iterator[Fault]:
    for board in found.boards:
        yield from not_narrowed(board, "job", found.catalogue)


CHECK = Check(
    Rule(
        "PS673",
        "query that no choice of job narrows",
        "who chooses one sees all in this panel, and takes them for the one",
        'add `job=~"$job"`',
        Severity.ADVICE,
    ),
    bad=changed(r"job=~\"$job\", ", ""),
    good=GOOD,
    find=_find,
)
