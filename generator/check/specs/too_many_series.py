"""Metrics with more series than one instance should have."""

from collections.abc import Iterator

from generator.check.shape import Check, Fault
from generator.check.specs.whole import Whole
from generator.core.finding import Rule, Severity

_MOST = 10_000
"""Series of one metric on one instance; Prometheus holds some millions in all."""
_PER_INSTANCE = "instance"


def _find(whole: Whole) -> Iterator[Fault]:
    budget = whole.budget
    for name, size in budget.metrics.items():
        metric = whole.estate.metrics[name]
        series = size.series // (budget.values(_PER_INSTANCE) or 1)
        if series > _MOST and metric.component:
            factors = " x ".join(
                f"{count} {label}" for label, count in size.factors if label != _PER_INSTANCE
            )
            said = f", that is {factors}" if factors else ""
            yield Fault(
                metric.place.key(), f"`{name}` has up to {series:,} series on each instance{said}"
            )


_LABELS = """\
labels: labels
define:
  endpoint: {help: The endpoint., max_values: 200}
  customer: {help: The customer., max_values: COUNT}
---
"""
_EXAMPLE = """\
component: http
title: HTTP
metrics:
  http_requests_total: {type: counter, help: Requests., labels: [endpoint, customer]}
indicators:
  requests:
    title: Requests
    rate: {of: http_requests_total}
    by: []
    thresholds:
      info: {above: 5/s}
"""

CHECK = Check(
    Rule(
        "PS358",
        "more series than fit",
        "each combination of label values is a series that Prometheus holds in memory, whether "
        "anybody reads it or not",
        "leave out the label with most values, or say with `cardinality:` how many combinations "
        "there really are",
        Severity.WARNING,
    ),
    bad=_LABELS.replace("COUNT", "1000") + _EXAMPLE,
    good=_LABELS.replace("COUNT", "10") + _EXAMPLE,
    find=_find,
)
