"""Shares: `_ratio`, from 0 to 1."""

from collections.abc import Iterator

from generator.check.metrics.naming import called
from generator.check.metrics.subject import Named
from generator.check.shape import Check, Fault
from generator.core.finding import Rule, Severity
from generator.core.units import RATIO


def _find(named: Named) -> Iterator[Fault]:
    name = named.name
    if "percent" in named.words[1:]:
        yield Fault(named.place, f"`{name}` is in percent, from 0 to 100", called(named.metric))
    elif name.endswith("_ratio") and named.metric.series.unit != RATIO:
        unit = str(named.metric.series.unit) or "a count"
        yield Fault(
            named.metric.place.child("unit"),
            f"`{name}` ends as a share does, and its unit is {unit}",
            "remove `unit:`, or give the metric another name",
        )


CHECK = Check(
    Rule(
        "PS609",
        "share that is not from 0 to 1",
        "beside shares from 0 to 1, one from 0 to 100 makes every bound and every panel a guess",
        "export a share from 0 to 1 and end its name in `_ratio`",
        Severity.ADVICE,
    ),
    bad="cache_fill_percent: {type: gauge, help: How full it is., aggregate: max}",
    good="cache_fill_ratio: {type: gauge, help: How full it is., aggregate: max}",
    find=_find,
)
