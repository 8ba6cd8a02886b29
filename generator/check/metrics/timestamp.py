"""Points in time: `_timestamp_seconds`."""

from collections.abc import Iterator

from generator.check.metrics.subject import Named
from generator.check.shape import Check, Fault
from generator.core.finding import Rule, Severity


def _find(named: Named) -> Iterator[Fault]:
    if named.words[-1] == "timestamp" and len(named.words) > 1:
        fix = f"call it `{named.name}_seconds` in the application, and export seconds since 1970"
        yield Fault(named.place, f"`{named.name}` does not say in which unit it counts", fix)


CHECK = Check(
    Rule(
        "PS611",
        "point in time without a unit",
        "`time() - x` is an age only if x is in seconds, and clients disagree on milliseconds",
        "end the name in `_timestamp_seconds`",
        Severity.ADVICE,
    ),
    bad="last_backup_timestamp: {type: gauge, help: When it ended., aggregate: max}",
    good="last_backup_timestamp_seconds: {type: gauge, help: When it ended., aggregate: max}",
    find=_find,
)
