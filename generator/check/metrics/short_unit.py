"""A name with an abbreviated unit."""

from collections.abc import Iterator

from generator.check.metrics.naming import SHORT, called
from generator.check.metrics.subject import Named
from generator.check.shape import Check, Fault
from generator.core.finding import Rule, Severity


def _find(named: Named) -> Iterator[Fault]:
    word = next((one for one in named.words[1:] if one in SHORT), None)
    if word is not None:
        message = f"`{word}` in `{named.name}` abbreviates a unit"
        yield Fault(named.place, message, called(named.metric))


CHECK = Check(
    Rule(
        "PS602",
        "metric with an abbreviated unit",
        "`m` is minutes to one reader and metres to another; who misreads a unit sets a bound that "
        "is wrong a thousandfold",
        "spell out the base unit: `_seconds`, `_bytes`",
        Severity.ADVICE,
    ),
    bad="queue_wait_ms: {type: gauge, help: Time in the queue., aggregate: max}",
    good="queue_wait_seconds: {type: gauge, help: Time in the queue., aggregate: max}",
    find=_find,
)
