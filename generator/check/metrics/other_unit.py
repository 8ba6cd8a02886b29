"""A name that says another unit than the spec."""

from collections.abc import Iterator

from generator.check.metrics.naming import spoken
from generator.check.metrics.subject import Named
from generator.check.shape import Check, Fault
from generator.core.finding import Rule, Severity
from generator.core.units import RATIO


def _find(named: Named) -> Iterator[Fault]:
    unit, told = named.metric.series.unit, spoken(named.name)
    if told is None or told.unit is None or unit == told.unit:
        return
    if told.unit == RATIO:  # said by the check of shares
        return
    message = f"`{named.name}` says {told.word}, its unit is {str(unit) or 'a count'}"
    yield Fault(named.metric.place.child("unit"), message)


CHECK = Check(
    Rule(
        "PS613",
        "name that says another unit",
        "one of the two is wrong, and bounds are converted by the one in the spec",
        "correct `unit:`, or the name",
        Severity.WARNING,
    ),
    bad="queue_wait_seconds: {type: gauge, unit: ms, help: Time in the queue., aggregate: max}",
    good="queue_wait_seconds: {type: gauge, unit: s, help: Time in the queue., aggregate: max}",
    find=_find,
)
