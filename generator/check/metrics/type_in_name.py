"""A name that says its type."""

from collections.abc import Iterator

from generator.check.metrics.naming import called
from generator.check.metrics.subject import Named
from generator.check.shape import Check, Fault
from generator.core.finding import Rule, Severity


def _find(named: Named) -> Iterator[Fault]:
    kind = named.metric.series.type
    if kind in named.words[1:]:
        message = f"`{named.name}` says that it is a {kind}"
        yield Fault(named.place, message, called(named.metric))


CHECK = Check(
    Rule(
        "PS605",
        "type within a metric's name",
        "Prometheus knows the type already, and the name has to change when the type does",
        "leave the type out",
        Severity.ADVICE,
    ),
    bad="queue_size_gauge: {type: gauge, help: Waiting orders., aggregate: sum}",
    good="queue_size: {type: gauge, help: Waiting orders., aggregate: sum}",
    find=_find,
)
