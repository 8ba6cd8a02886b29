"""All checks of names, in the order of their codes."""

from collections.abc import Iterator
from typing import Final

from generator.check.metrics import (
    base_unit,
    camel_case,
    colon,
    counter_ending,
    info,
    label_in_name,
    missing_unit,
    other_unit,
    ratio,
    reserved,
    short_unit,
    timestamp,
    type_in_name,
)
from generator.check.metrics.example import read
from generator.check.metrics.subject import Named
from generator.check.shape import Family
from generator.core.finding import Finding
from generator.resolve.estate import Estate

METRICS: Final[Family[Named]] = Family(
    checks=(
        base_unit.CHECK,
        short_unit.CHECK,
        counter_ending.CHECK,
        reserved.CHECK,
        type_in_name.CHECK,
        colon.CHECK,
        camel_case.CHECK,
        label_in_name.CHECK,
        ratio.CHECK,
        info.CHECK,
        timestamp.CHECK,
        missing_unit.CHECK,
        other_unit.CHECK,
    ),
    read=read,
    scope="specs",
)


def name_findings(estate: Estate) -> Iterator[Finding]:
    """Yield what the names of the declared metrics make hard to read."""
    for metric in estate.metrics.values():
        if metric.component:
            yield from METRICS.findings(Named(metric))
