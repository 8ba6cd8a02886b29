"""Severities the wrong way round: a page that comes before its warning."""

from collections.abc import Iterator

from generator.check.shape import Check, Fault
from generator.check.specs.whole import Whole
from generator.core.finding import Related, Rule
from generator.resolve.estate import Bound, Estate, Indicator, Threshold


def _find(whole: Whole) -> Iterator[Fault]:
    for indicator in whole.estate.indicators.values():
        for critical in _of(indicator, "critical"):
            for warning in _of(indicator, "warning"):
                if critical.side == warning.side:
                    yield from _inverted(whole.estate, indicator, critical, warning)


def _of(indicator: Indicator, severity: str) -> list[Threshold]:
    return [one for one in indicator.thresholds if one.severity == severity]


def _inverted(
    estate: Estate, indicator: Indicator, critical: Threshold, warning: Threshold
) -> Iterator[Fault]:
    milder = {one.variant: one for one in warning.bounds}
    for bound in critical.bounds:
        first = milder.get(bound.variant)
        if first is not None and _crossed_before(bound, first, critical.side):
            where = estate.origin(bound.place, indicator.service)
            message = f"critical {critical.side} {bound.quantity}, and only then a warning"
            related = Related(estate.origin(first.place, indicator.service), "the warning")
            yield Fault(where, message, related=related)


def _crossed_before(bound: Bound, other: Bound, side: str) -> bool:
    return bound.value < other.value if side == "above" else bound.value > other.value


_EXAMPLE = """\
component: queue
title: Queue
metrics:
  queue_size: {type: gauge, help: Waiting orders., aggregate: sum, presence: on_traffic}
indicators:
  size:
    title: Size
    value: {of: queue_size}
    by: []
    thresholds:
      warning: {above: 100}
"""

CHECK = Check(
    Rule(
        "PS306",
        "page before its warning",
        "a warning that comes after the page tells nobody anything, so one of the two is a slip",
        "swap the bounds, or remove the warning",
    ),
    bad=f"{_EXAMPLE}      critical: {{above: 50, runbook: slow}}\n",
    good=f"{_EXAMPLE}      critical: {{above: 500, runbook: slow}}\n",
    find=_find,
)
