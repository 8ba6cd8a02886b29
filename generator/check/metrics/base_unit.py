"""A name with a unit that is not the base one."""

from collections.abc import Iterator

from generator.check.metrics.naming import BASE_OF, called
from generator.check.metrics.subject import Named
from generator.check.shape import Check, Fault
from generator.core.finding import Rule, Severity


def _find(named: Named) -> Iterator[Fault]:
    # As promlint does it: the first unit in the name counts, and the words as they are written.
    word = next((one for one in named.name.split("_") if one in BASE_OF), None)
    if word is not None and BASE_OF[word] != word:
        message = f"`{named.name}` is in {word}, the base unit is {BASE_OF[word]}"
        yield Fault(named.place, message, called(named.metric))


CHECK = Check(
    Rule(
        "PS601",
        "metric in a unit that is not the base one",
        "where each metric has a unit of its own, every sum and every quotient of two begins with "
        "a conversion that somebody forgets",
        "measure in the base unit and say so in the name: `_seconds`, `_bytes`",
        Severity.ADVICE,
    ),
    bad="queue_wait_minutes: {type: gauge, unit: m, help: Time in the queue., aggregate: max}",
    good="queue_wait_seconds: {type: gauge, help: Time in the queue., aggregate: max}",
    find=_find,
)
