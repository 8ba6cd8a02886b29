"""Alerts written by hand whose cases never let them fire."""

from collections.abc import Iterator

from generator.check.shape import Check, Fault
from generator.check.specs.whole import Whole
from generator.core.finding import Place, Rule
from generator.resolve.cases import written_cases


def _find(whole: Whole) -> Iterator[Fault]:
    seen: set[Place] = set()  # services of a fleet have the cases of their template
    for one in written_cases(whole.estate):
        place = one.at(whole.estate).key()
        if one.by_hand and place not in seen and not any(case.fires for case in one.cases):
            seen.add(place)
            yield Fault(place, f"`{one.alert_id}` is silent in all of its cases")


_EXAMPLE = """\
component: queue
title: Queue
metrics:
  queue_size: {type: gauge, help: Waiting orders., aggregate: sum, presence: on_traffic}
alerts:
  stuck:
    name: QueueStuck
    severity: warning
    expr: sum by (job) (queue_size) > 50
    for: 0s
    summary: Orders wait
    cases:
      - {name: many, series: {'queue_size{job="shop"}': 51x20}, step: 1m, TIMES}
"""

CHECK = Check(
    Rule(
        "PS373",
        "alert that fires in none of its cases",
        "its cases would pass if it could not fire at all",
        "add a case in which it fires: `fires: [10m]`",
    ),
    bad=_EXAMPLE.replace("TIMES", "silent: [9m]"),
    good=_EXAMPLE.replace("TIMES", "fires: [9m]"),
    find=_find,
)
