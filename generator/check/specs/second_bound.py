"""Two bounds of one severity for one thing."""

import itertools
from collections.abc import Iterator

from generator.check.shape import Check, Fault
from generator.check.specs.whole import Whole
from generator.core.finding import Related, Rule, Severity
from generator.resolve.estate import Bound, Estate, Indicator, Threshold


def _find(whole: Whole) -> Iterator[Fault]:
    same: dict[object, list[Indicator]] = {}
    for one in whole.estate.indicators.values():
        if one.thresholds and not one.template:
            same.setdefault(measured(one), []).append(one)
    for some in same.values():
        for first, second in itertools.combinations(some, 2):
            yield from _of_both(whole.estate, first, second)


def measured(indicator: Indicator) -> object:
    """Return what two indicators have in common that measure the same."""
    use = indicator.use
    operands = tuple((name, tuple(map(str, some))) for name, some in sorted(use.operands.items()))
    return (indicator.recipe.name, str(use.params), operands, use.level, use.window)


def _of_both(estate: Estate, first: Indicator, second: Indicator) -> Iterator[Fault]:
    for one, bound in _bounds(first):
        for other, rival in _bounds(second):
            alike = (one.severity, one.side) == (other.severity, other.side)
            if alike and bound.variant == rival.variant:
                yield Fault(
                    estate.origin(rival.place, second.service),
                    f"{one.severity} is {one.side} {rival.quantity} here, and "
                    f"{bound.quantity} for `{first.id}`, which measures the same",
                    related=Related(estate.origin(bound.place, first.service), "the other bound"),
                )


def _bounds(indicator: Indicator) -> list[tuple[Threshold, Bound]]:
    return [(one, bound) for one in indicator.thresholds for bound in one.bounds]


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
  length:
    title: Length
    value: {of: queue_size}
    by: []
    thresholds:
      SEVERITY: {above: 500, runbook: slow}
"""

CHECK = Check(
    Rule(
        "PS355",
        "two bounds for one severity",
        "one thing is too much at two values, and nobody knows which of them counts",
        "keep one indicator with one bound for each severity",
        Severity.WARNING,
    ),
    bad=_EXAMPLE.replace("SEVERITY", "warning"),
    good=_EXAMPLE.replace("SEVERITY", "critical"),
    find=_find,
)
