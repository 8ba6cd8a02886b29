"""A dashboard with a line for each instance that cannot be narrowed to some."""

from collections.abc import Iterator

from generator.check.dashboards.example import GOOD, changed
from generator.check.dashboards.narrowing import is_made, misfits
from generator.check.dashboards.subject import Boards, Panel, Query
from generator.check.promql.catalogue import Catalogue
from generator.check.shape import Check, Fault
from generator.core.finding import Rule, Severity
from generator.promql.labels import Status

_ROWS = "table"
"""Shows each instance with its name, however many there are."""


def _find(found: Boards) -> Iterator[Fault]:
    for board in found.boards:
        variable = board.variable("instance")
        if variable is not None:
            yield from misfits(board, variable)
            continue
        asking = [one for one in board.panels if one.queries and one.kind != _ROWS]
        some = [one for one in asking if _draws_instances(one, found.catalogue)]
        if 2 * len(some) >= len(asking) > 0:
            message = f"{len(some)} of {len(asking)} panels draw a line for each instance"
            yield Fault(some[0].at("title"), f"{message}, and no variable chooses some")


def _draws_instances(panel: Panel, catalogue: Catalogue) -> bool:
    return any(_by_instance(one, catalogue) for one in panel.queries)


def _by_instance(query: Query, catalogue: Catalogue) -> bool:
    """Tell whether a query returns each instance by itself, and says nothing of which."""
    if query.subject is None or not any(query.selectors):
        return False
    for node in query.selectors:
        if is_made(node, catalogue) or any(
            one.matcher.label == "instance" for one in node.conditions
        ):
            return False
    return any(one.status("instance") is not Status.IMPOSSIBLE for one in query.subject.branches)


CHECK = Check(
    Rule(
        "PS662",
        "dashboard that cannot be narrowed to an instance",
        "with many instances nobody finds the line of the one that is ill",
        "add a variable `instance` with `label_values(…, instance)`, `multi` and `.+` for all, or "
        "sum the instances up",
        Severity.ADVICE,
    ),
    bad=changed(
        '"query": "label_values(up, instance)", "multi": true,',
        '"query": "label_values(up, instance)",',
    ),
    good=GOOD,
    find=_find,
)
