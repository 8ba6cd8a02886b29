"""Pages on a cause beside a page on the symptom that it leads to.

A cause is how full something is: a gauge against its capacity. The symptom is a promise to users
of the same component.
"""

from collections.abc import Iterator

from generator.check.shape import Check, Fault
from generator.check.specs.whole import Whole
from generator.core.finding import Place, Related, Rule, Severity
from generator.plan.notify.alerts import Sent, sent_alerts
from generator.plan.notify.inhibitions import covers, holds_back
from generator.recipes.base import Constant, Series
from generator.resolve.estate import Estate, Indicator, Slo


def _find(whole: Whole) -> Iterator[Fault]:
    estate = whole.estate
    pages = [one for one in sent_alerts(estate, whole.plan.rule_files) if one.urgency == "page"]
    for slo in estate.slos.values():
        symptoms = [one for one in pages if one.subject == slo.id]
        for indicator, threshold in estate.thresholds() if symptoms else ():
            if not _is_cause(indicator, slo):
                continue
            causes = [one for one in pages if one.is_part_of(threshold.id)]
            if causes and not meet(symptoms, causes):
                place = estate.origin(threshold.place, indicator.service).key()
                yield Fault(
                    place,
                    f"`{threshold.id}` pages for a cause, and `{slo.id}` for what it leads to",
                    fix=f"let the promise hold it back: `inhibits: [{indicator.id}]` on `{slo.id}`",
                    related=Related(_place(estate, slo), "the symptom"),
                )


def _place(estate: Estate, slo: Slo) -> Place:
    return estate.origin(slo.place, slo.service).key()


def _is_cause(indicator: Indicator, slo: Slo) -> bool:
    if (indicator.component, indicator.service) != (slo.component, slo.service):
        return False
    operands = [one for some in indicator.use.operands.values() for one in some]
    series = [one for one in operands if isinstance(one, Series)]
    rest = [one for one in operands if not isinstance(one, Series)]
    filled = indicator.recipe.name == "ratio" and all(one.type == "gauge" for one in series)
    return filled and bool(series) and all(isinstance(one, Constant) for one in rest)


def meet(symptoms: list[Sent], causes: list[Sent]) -> bool:
    """Tell whether one side holds the other back, as Alertmanager will or as the author says."""
    pairs = [(one, other) for one in symptoms for other in causes]
    return any(
        holds_back(one, other) or _says(one, other)
        for pair in pairs
        for one, other in (pair, pair[::-1])
    )


def _says(one: Sent, other: Sent) -> bool:
    return any(covers(one, name, other) for name in one.inhibits)


_EXAMPLE = """\
component: queue
title: Queue
metrics:
  queue_size: {type: gauge, help: Waiting orders., aggregate: sum, presence: on_traffic}
  queue_capacity: {type: gauge, help: Room for orders., aggregate: sum, presence: on_traffic}
  orders_total: {type: counter, help: Orders., labels: [status], presence: on_traffic}
indicators:
  used:
    title: Use
    ratio: {of: queue_size, to: queue_capacity}
    by: []
    thresholds:
      critical: {above: 90%, runbook: slow}
  failed:
    title: Failed orders
    ratio: {of: 'orders_total{status="500"}', to: orders_total}
    by: []
    better: lower
slos:
  orders:
    title: Orders
    of: queue.failed
    objective: 99.9%
    runbook: slow
    min_bad_events: 5
"""

CHECK = Check(
    Rule(
        "PS353",
        "page on a cause",
        "users feel the symptom, and whoever is woken for it finds the cause; two pages for one "
        "failure teach people to ignore pages",
        "make the bound a warning, or let the promise hold it back with `inhibits:`",
        Severity.ADVICE,
    ),
    bad=_EXAMPLE,
    good=_EXAMPLE + "    inhibits: [queue.used]\n",
    find=_find,
)
