"""A dashboard that can be changed by hand."""

from collections.abc import Iterator

from generator.check.dashboards.example import GOOD, changed
from generator.check.dashboards.subject import Boards
from generator.check.shape import Check, Fault
from generator.core.finding import Rule, Severity


def _find(found: Boards) -> Iterator[Fault]:
    for board in found.boards:
        if board.fields.get("editable") is not False:
            message = "what somebody changes in Grafana is gone when the file is loaded again"
            yield Fault(board.at("editable", "title"), message)


CHECK = Check(
    Rule(
        "PS676",
        "dashboard that can be changed by hand",
        "the file and what is shown are two things from the first change on",
        "write `editable`: false, and change the file",
        Severity.ADVICE,
    ),
    bad=changed('"editable": false', '"editable": true'),
    good=GOOD,
    find=_find,
)
