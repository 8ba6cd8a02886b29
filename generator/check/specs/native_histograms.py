"""Native histograms that the oldest Prometheus to load the rules does not store."""

from collections.abc import Iterator

from generator.check.promql.catalogue import target_of
from generator.check.shape import Check, Fault
from generator.check.specs.whole import Whole
from generator.core.finding import Place, Related, Rule
from generator.promql.versions import NATIVE_HISTOGRAMS, Feature, Target, text_of


def _find(whole: Whole) -> Iterator[Fault]:
    estate, target = whole.estate, target_of(whole.estate)
    if NATIVE_HISTOGRAMS.lack(target) is None:
        return
    where = estate.origin(Place(estate.project_file, ("target",)))
    related = Related(where, "the oldest Prometheus that loads the rules")
    for metric in estate.metrics.values():
        if metric.series.native:
            message = _message(metric.name, NATIVE_HISTOGRAMS, target)
            yield Fault(estate.origin(metric.place.child("native")), message, related=related)


def _message(name: str, feature: Feature, target: Target) -> str:
    if feature.lack(target) == "too old":
        since = text_of(feature.since)
        return f"`{name}` is a native histogram, which needs Prometheus {since}, not {target}"
    return f"`{name}` is a native histogram, which Prometheus {target} stores behind a flag only"


_PROJECT = """\
project: shop
title: Shop
owner: team
selector: {job: shop}
scrape: {interval: 15s}
evaluation: 30s
retention: 40d
outputs: [rules]
target: {prometheus: "2.53"}
---
"""
_COMPONENT = """\
component: http
title: HTTP
metrics:
  latency_seconds: {type: histogram, native: true, help: Latency.}
indicators:
  latency:
    title: Latency
    quantile: {of: latency_seconds, q: [p99]}
    by: []
    thresholds:
      info: {above: {p99: 1s}}
"""

CHECK = Check(
    Rule(
        "PS361",
        "native histogram that the target does not store",
        "without it Prometheus scrapes the classic buckets, so what reads the native histogram has "
        "no samples, and its alerts are silent",
        "add `native-histograms` to `features:` of the target if every Prometheus is started with "
        "it, raise the target, or list the `buckets:` in place of `native: true`",
    ),
    bad=_PROJECT + _COMPONENT,
    good=_PROJECT.replace('"2.53"', '"2.53", features: [native-histograms]') + _COMPONENT,
    find=_find,
)
