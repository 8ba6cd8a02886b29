"""Alerts of which no test shows that they fire."""

from collections.abc import Iterator

from generator.check.shape import Check, Fault
from generator.check.specs.cannot_fire import made_at
from generator.check.specs.whole import Whole
from generator.core.finding import Rule, Severity
from generator.oracle.proof import unproven_alerts


def _find(whole: Whole) -> Iterator[Fault]:
    places = made_at(whole.estate)
    seen = set()
    for alert in unproven_alerts(whole.estate):
        place = places[alert.alert_id]
        if place not in seen:  # variants, tiers and services of a fleet are written once
            seen.add(place)
            yield Fault(place, f"no test shows that `{alert.alert_id}` fires: {alert.reason}")


_EXAMPLE = """\
component: queue
title: Queue
metrics:
  queue_size: {type: gauge, help: Waiting orders., aggregate: sum, presence: on_traffic}
indicators:
  load:
    title: Load
    expr: {query: queue_size * 2, unit: count}
    by: []
    thresholds:
      warning:
        above: 100
"""
_CASE = """\
        cases:
          - {name: many, series: {'queue_size{job="shop"}': 51x20}, step: 1m, fires: [12m]}
"""

CHECK = Check(
    Rule(
        "PS360",
        "alert without a test",
        "nothing shows that it fires when it must, and a mistake in it is found in an outage",
        "add a case beside the bound, with series of your own: `cases: [{name: too many, series: "
        "{'queue{job=\"a\"}': 51x20}, step: 1m, silent: [9m], fires: [12m]}]`",
        Severity.WARNING,
    ),
    bad=_EXAMPLE,
    good=_EXAMPLE + _CASE,
    find=_find,
)
