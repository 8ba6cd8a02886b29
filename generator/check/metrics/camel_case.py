"""Names in camelCase."""

import re
from collections.abc import Iterator

from generator.check.metrics.naming import called, snake
from generator.check.metrics.subject import Named
from generator.check.shape import Check, Fault
from generator.core.finding import Rule, Severity

_CAMEL = re.compile("[a-z][A-Z]")


def _find(named: Named) -> Iterator[Fault]:
    if _CAMEL.search(named.name):
        yield Fault(named.place, f"`{named.name}` is in camelCase", called(named.metric))
    for index, label in enumerate(named.metric.series.labels):
        if _CAMEL.search(label):
            message = f"label `{label}` is in camelCase"
            yield Fault(named.label(index), message, f"call it `{snake(label)}` in the application")


CHECK = Check(
    Rule(
        "PS607",
        "name in camelCase",
        "names of metrics and labels are snake_case nearly everywhere; whoever types one from "
        "memory types it so, and gets nothing",
        "write it in snake_case",
        Severity.ADVICE,
    ),
    bad="queueSize_orders: {type: gauge, help: Waiting orders., aggregate: sum}",
    good="queue_size_orders: {type: gauge, help: Waiting orders., aggregate: sum}",
    find=_find,
)
