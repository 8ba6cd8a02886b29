"""A variable whose query gives no values."""

from collections.abc import Iterator

from generator.check.dashboards.example import GOOD, changed
from generator.check.dashboards.subject import PROMETHEUS, Boards, Variable
from generator.check.shape import Check, Fault
from generator.core.finding import Rule
from generator.promql.labels import Status


def _find(found: Boards) -> Iterator[Fault]:
    for board in found.boards:
        for one in board.variables:
            if one.kind == "query" and one.query.kind == PROMETHEUS:
                yield from _of(one)


def _of(one: Variable) -> Iterator[Fault]:
    query, asked = one.query, one.asked
    if asked is None:
        yield Fault(query.place, "Grafana does not understand this query of a variable")
    elif query.fault:
        yield Fault(query.fault_place, f"no PromQL: {query.fault}")
    elif query.subject is not None and asked.label.isidentifier():
        inner = query.subject.node.children()[0]
        branches = query.subject.labels(inner)
        if all(branch.status(asked.label) is Status.IMPOSSIBLE for branch in branches):
            end = asked.label_start + len(asked.label)
            message = f"no series of these has a label `{asked.label}`"
            yield Fault(query.place.within(asked.label_start, end), message)


CHECK = Check(
    Rule(
        "PS663",
        "variable without values",
        "it stays empty, and so do the panels that it narrows",
        "write `label_values(metric, label)` or `query_result(…)`, with a label of the metric",
    ),
    bad=changed("label_values(up, instance)", "label_values(up instance)"),
    good=GOOD,
    find=_find,
)
