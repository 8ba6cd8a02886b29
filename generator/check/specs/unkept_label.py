"""Expressions that lose a label of their indicator."""

from collections.abc import Iterator

from generator.check.expressions import indicator_text
from generator.check.promql.run import subject_of
from generator.check.shape import Check, Fault
from generator.check.specs.whole import Whole
from generator.core.finding import Rule
from generator.plan.build import needed
from generator.promql.labels import Status
from generator.promql.parse import PromqlError
from generator.resolve.estate import Indicator


def _find(whole: Whole) -> Iterator[Fault]:
    wanted = needed(whole.estate)
    for name, indicator in whole.estate.indicators.items():
        if name in wanted and indicator.recipe.name == "expr" and not indicator.template:
            yield from _lost(whole, indicator)


def _lost(whole: Whole, indicator: Indicator) -> Iterator[Fault]:
    estate = whole.estate
    try:
        subject = subject_of(indicator_text(estate, indicator), whole.catalogue)
    except PromqlError:
        return
    query = estate.origin(indicator.place.child("expr", "query"), indicator.service)
    for label in indicator.labels:
        if any(one.status(label) is not Status.IMPOSSIBLE for one in subject.branches):
            continue
        why = subject.branches[0].why(label)
        where = query if why is None else query.within(why.start, why.end)
        use = "which stands in `by`"
        if label in estate.identity:
            use = "which tells the project's series from those of others"
        yield Fault(where, f"the result does not have `{label}`, {use}")


_EXAMPLE = """\
component: web
title: Web
metrics:
  hits_total: {type: counter, help: Requests., labels: [status]}
indicators:
  hits:
    title: Hits
    expr: {query: "sum by (LABELS) (rate(hits_total[5m]))", unit: 1/s}
    by: [status]
    record: true
"""

CHECK = Check(
    Rule(
        "PS362",
        "expression that loses a label of its indicator",
        "who reads the record or is told by the alert relies on it: to find what is meant, to "
        "route, to silence, to tell one service from another",
        "keep the label in the expression, such as with `by (job)`, or leave it out of `by:`",
    ),
    bad=_EXAMPLE.replace("LABELS", "status"),
    good=_EXAMPLE.replace("LABELS", "job, status"),
    find=_find,
)
