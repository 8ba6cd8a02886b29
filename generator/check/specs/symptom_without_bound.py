"""Symptoms of runbooks that no alert looks for."""

import re
from collections.abc import Iterator

from generator.check.shape import Check, Fault
from generator.check.specs.whole import Whole
from generator.core.finding import Place, Rule, Severity
from generator.core.spelling import listed
from generator.core.units import QuantityError, parse_quantity
from generator.resolve.estate import Estate

_QUANTITY = re.compile(r"(?<![\w.])[0-9]+(?:\.[0-9]+)? ?(?:%|ms|[kMGT]i?B|[smhd]\b)(?:/[a-z]+)?")


def _find(whole: Whole) -> Iterator[Fault]:
    estate = whole.estate
    for name, (file, runbook) in estate.runbooks.items():
        bounds = _bounds(estate, name)
        for index, symptom in enumerate(runbook.symptoms):
            said = symptom if isinstance(symptom, str) else symptom.say
            place = Place(file, ("symptoms", index))
            for text in _QUANTITY.findall(said) if bounds else ():
                if not any(_same(text, one) for one in bounds):
                    known = listed(sorted(bounds), "and")
                    message = f"no alert that leads here has the bound `{text}`; there are {known}"
                    yield Fault(place, message)


def _bounds(estate: Estate, runbook: str) -> set[str]:
    """Return the bounds and times of the alerts that lead to a runbook."""
    found: set[str] = set()
    for _, threshold in estate.thresholds():
        if threshold.runbook == runbook:
            found |= {str(bound.quantity) for bound in threshold.bounds}
    for slo in estate.slos.values():
        if slo.runbook == runbook:
            found |= {str(bound.quantity) for bound in slo.bounds}
    return found


def _same(one: str, other: str) -> bool:
    try:
        first, second = parse_quantity(one), parse_quantity(other)
    except QuantityError:
        return one == other
    return first.unit.comparable(second.unit) and first.base == second.base


_COMPONENT = """\
component: queue
title: Queue
metrics:
  queue_used_ratio: {type: gauge, help: How full it is., aggregate: max, presence: on_traffic}
indicators:
  used:
    title: Use
    value: {of: queue_used_ratio}
    by: []
    thresholds:
      warning: {above: 90%, runbook: slow}
---
"""
_RUNBOOK = """\
runbook: slow
title: Slow
meaning: Customers wait.
symptoms: [{say: The queue is more than BOUND full.}]
diagnosis: [{say: Look at the queue.}]
steps: [{say: Add a worker.}]
"""

CHECK = Check(
    Rule(
        "PS356",
        "symptom that is no bound",
        "whoever comes from the alert reads another number than the one that woke them, and "
        "doubts both",
        "write the bound of the alert, or no number: the page shows the bounds anyway",
        Severity.WARNING,
    ),
    bad=_COMPONENT + _RUNBOOK.replace("BOUND", "80%"),
    good=_COMPONENT + _RUNBOOK.replace("BOUND", "90%"),
    find=_find,
)
