"""A metric that is named like a recorded series."""

from collections.abc import Iterator

from generator.check.metrics.naming import called
from generator.check.metrics.subject import Named
from generator.check.shape import Check, Fault
from generator.core.finding import Rule, Severity


def _find(named: Named) -> Iterator[Fault]:
    if ":" in named.name:
        message = f"`{named.name}` has a colon, as recorded series do"
        yield Fault(named.place, message, called(named.metric))


CHECK = Check(
    Rule(
        "PS606",
        "metric named like a record",
        "a colon says that a rule made the series, so the reader looks for a rule in vain",
        "write `_` instead of `:`",
        Severity.WARNING,
    ),
    bad="queue:size: {type: gauge, help: Waiting orders., aggregate: sum}",
    good="queue_size: {type: gauge, help: Waiting orders., aggregate: sum}",
    find=_find,
)
