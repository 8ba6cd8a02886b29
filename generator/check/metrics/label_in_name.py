"""A name that says what a label says."""

from collections.abc import Iterator

from generator.check.metrics.subject import Named
from generator.check.shape import Check, Fault
from generator.core.finding import Rule, Severity


def _find(named: Named) -> Iterator[Fault]:
    for label in named.metric.series.labels:
        told = next((one for one in ("by", "per") if f"_{one}_{label}_" in f"{named.name}_"), None)
        if told is not None:
            fix = f"call it `{named.name.replace(f'_{told}_{label}', '')}` in the application"
            yield Fault(named.place, f"`{named.name}` names its label `{label}`", fix)


CHECK = Check(
    Rule(
        "PS608",
        "label within a metric's name",
        "once the label is aggregated away, the name claims a distinction that is gone",
        "leave the label out of the name",
        Severity.ADVICE,
    ),
    bad="orders_by_status_total: {type: counter, help: Orders., labels: [status]}",
    good="orders_total: {type: counter, help: Orders., labels: [status]}",
    find=_find,
)
