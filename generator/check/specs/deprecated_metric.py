"""Indicators that measure with a metric that goes away."""

from collections.abc import Iterator

from generator.check.shape import Check, Fault
from generator.check.specs.whole import Whole
from generator.core.finding import Place, Related, Rule, Severity
from generator.recipes.base import Series


def _find(whole: Whole) -> Iterator[Fault]:
    estate = whole.estate
    seen: set[tuple[Place, str]] = set()
    for indicator in estate.indicators.values():
        # Expressions that authors wrote are looked at by themselves.
        if indicator.recipe.name == "expr":
            continue
        for name, some in indicator.use.operands.items():
            for one in some:
                metric = estate.metrics.get(one.metric) if isinstance(one, Series) else None
                if metric is None or not metric.deprecated:
                    continue
                where = indicator.place.child(indicator.recipe.name, name)
                if (where, metric.name) not in seen:
                    seen.add((where, metric.name))
                    yield Fault(
                        estate.origin(where, indicator.service),
                        f"`{metric.name}` goes away: {metric.deprecated}",
                        related=Related(metric.place.child("deprecated"), "said here"),
                    )


_EXAMPLE = """\
component: queue
title: Queue
metrics:
  queue_size: {type: gauge, help: Waiting orders., aggregate: sum}
  old_size: {type: gauge, help: Waiting orders., aggregate: sum, deprecated: queue_size counts it.}
indicators:
  size:
    title: Size
    value: {of: METRIC}
    by: []
    thresholds:
      info: {above: 5}
"""

CHECK = Check(
    Rule(
        "PS357",
        "indicator of a metric that goes away",
        "once it is gone the indicator has no value, and its alerts are silent",
        "measure with what replaces it",
        Severity.WARNING,
    ),
    bad=_EXAMPLE.replace("METRIC", "old_size"),
    good=_EXAMPLE.replace("METRIC", "queue_size"),
    find=_find,
)
