"""Severities the wrong way round: a page that comes before its warning.

Bad: ``warning: {above: 10%}`` beside ``critical: {above: 5%}``. Good: the critical bound is the
further one.
"""

from collections.abc import Iterator

from generator.check import codes
from generator.core.finding import Finding, Related
from generator.resolve.estate import Bound, Estate, Indicator, Threshold


def inverted_severities(estate: Estate) -> Iterator[Finding]:
    """Yield the critical bounds that are crossed before the warning on the same variant."""
    for indicator in estate.indicators.values():
        for critical in _of(indicator, "critical"):
            for warning in _of(indicator, "warning"):
                if critical.side == warning.side:
                    yield from _inverted(estate, indicator, critical, warning)


def _of(indicator: Indicator, severity: str) -> list[Threshold]:
    return [one for one in indicator.thresholds if one.severity == severity]


def _inverted(
    estate: Estate, indicator: Indicator, critical: Threshold, warning: Threshold
) -> Iterator[Finding]:
    milder = {one.variant: one for one in warning.bounds}
    for bound in critical.bounds:
        first = milder.get(bound.variant)
        if first is not None and _crossed_before(bound, first, critical.side):
            where = estate.origin(bound.place, indicator.service)
            message = f"critical {critical.side} {bound.quantity}, and only then a warning"
            related = Related(estate.origin(first.place, indicator.service), "the warning")
            yield codes.INVERTED_SEVERITIES.at(where, message, related=related)


def _crossed_before(bound: Bound, other: Bound, side: str) -> bool:
    return bound.value < other.value if side == "above" else bound.value > other.value
