"""A unit that the name does not say."""

from collections.abc import Iterator

from generator.check.metrics.naming import called, spoken
from generator.check.metrics.subject import Named
from generator.check.shape import Check, Fault
from generator.core.finding import Rule, Severity
from generator.core.units import Family

_SPOKEN = {Family.TIME, Family.BYTES, Family.RATIO}


def _find(named: Named) -> Iterator[Fault]:
    unit = named.metric.series.unit
    told = spoken(named.name) is not None or {"percent", "timestamp"} & set(named.words)
    if unit.family in _SPOKEN and not told:
        message = f"`{named.name}` is in {unit}, and its name does not say so"
        yield Fault(named.metric.place.child("unit"), message, called(named.metric))


CHECK = Check(
    Rule(
        "PS612",
        "unit that the name does not say",
        "who writes an expression sees the name and not the spec, and guesses the unit",
        "end the name in its unit: `_seconds`, `_bytes`, `_ratio`",
        Severity.ADVICE,
    ),
    bad="batch_size: {type: gauge, unit: B, help: Size of a batch., aggregate: max}",
    good="batch_size_bytes: {type: gauge, help: Size of a batch., aggregate: max}",
    find=_find,
)
