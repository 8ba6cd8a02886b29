"""Labels of metrics whose values have no end."""

from collections.abc import Iterator

from generator.check.promql.unbounded_label import UNBOUNDED
from generator.check.shape import Check, Fault
from generator.check.specs.whole import Whole
from generator.core.finding import Rule, Severity


def _find(whole: Whole) -> Iterator[Fault]:
    estate = whole.estate
    for metric in estate.metrics.values():
        for index, label in enumerate(metric.series.labels if metric.component else ()):
            said = estate.labels.get(label)
            known = said is not None and (said.named_values or said.max_values)
            if label in UNBOUNDED and not known:
                message = f"`{label}` has no end of values, and each is a series of its own"
                yield Fault(metric.place.child("labels", index), message)


_LABELS = """\
labels: labels
define:
  user_id: {help: The user.}
  plan: {help: What the user pays for., values: [free, paid]}
---
"""
_EXAMPLE = """\
component: http
title: HTTP
metrics:
  http_requests_total: {type: counter, help: Requests., labels: [LABEL]}
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
        "PS359",
        "label without end",
        "with every user or request the metric has more series, until Prometheus runs out of "
        "memory, and with it every alert",
        "put it into logs or traces, or say with `max_values:` how many there are",
        Severity.WARNING,
    ),
    bad=_LABELS + _EXAMPLE.replace("LABEL", "user_id"),
    good=_LABELS + _EXAMPLE.replace("LABEL", "plan"),
    find=_find,
)
