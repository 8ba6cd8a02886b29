"""Metrics that carry nothing but labels."""

from collections.abc import Iterator

from generator.check.metrics.subject import Named
from generator.check.shape import Check, Fault
from generator.core.finding import Rule, Severity


def _find(named: Named) -> Iterator[Fault]:
    series = named.metric.series
    if not named.name.endswith("_info"):
        return
    if series.type != "gauge":
        message = f"`{named.name}` is a {series.type}; what ends in `_info` is a gauge that is 1"
        yield Fault(named.place, message)
    elif not series.labels:
        yield Fault(named.place, f"`{named.name}` has no label that could tell anything")


CHECK = Check(
    Rule(
        "PS610",
        "metric that is called info and is none",
        "a series `_info` is always 1 and is joined for its labels",
        "make it a gauge with labels, or choose another ending",
        Severity.ADVICE,
    ),
    bad="build_info: {type: gauge, help: The build that runs., aggregate: max}",
    good="build_info: {type: gauge, help: The build that runs., labels: [version], aggregate: max}",
    find=_find,
)
