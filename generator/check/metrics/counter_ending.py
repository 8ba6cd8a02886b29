"""The ending `_total`, which counters have and nothing else."""

from collections.abc import Iterator

from generator.check.metrics.naming import called
from generator.check.metrics.subject import Named
from generator.check.shape import Check, Fault
from generator.core.finding import Rule, Severity


def _find(named: Named) -> Iterator[Fault]:
    counter, ends = named.metric.series.type == "counter", named.name.endswith("_total")
    if counter != ends:
        kind = named.metric.series.type
        message = f"`{named.name}` is a {kind} " + (
            "and does not end in `_total`" if counter else "and ends in `_total`, as counters do"
        )
        yield Fault(named.place, message, called(named.metric))


CHECK = Check(
    Rule(
        "PS603",
        "ending of a counter",
        "`_total` tells who writes an expression that it needs a `rate`; without it, or on a "
        "gauge, it tells them the wrong thing",
        "end the names of counters in `_total`, and only those",
        Severity.ADVICE,
    ),
    bad="orders: {type: counter, help: Orders taken.}",
    good="orders_total: {type: counter, help: Orders taken.}",
    find=_find,
)
