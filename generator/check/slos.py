"""All checks of SLOs, in one call."""

from collections.abc import Iterator

from generator.check import codes
from generator.check.slo_dependency import dependency_cycles, weak_dependencies
from generator.check.slo_double_page import double_pages
from generator.check.slo_retention import forgotten_periods
from generator.check.slo_single_event import single_event_pages
from generator.core.finding import Finding, Place
from generator.resolve.estate import Estate


def reserved_dashboards(estate: Estate) -> Iterator[Finding]:
    """Yield dashboards with the id of one that is made of the SLOs."""
    for name in estate.slo_pages:
        if name in estate.dashboards:
            place = Place(estate.dashboards[name][0], ("dashboard",))
            message = f"`{name}` is the id of a dashboard that is made of the SLOs"
            yield codes.RESERVED_DASHBOARD.at(place, message)


def slo_findings(estate: Estate) -> Iterator[Finding]:
    """Yield what is wrong with promises that could all be resolved."""
    yield from forgotten_periods(estate)
    yield from single_event_pages(estate)
    yield from double_pages(estate)
    yield from weak_dependencies(estate)
    yield from dependency_cycles(estate)
    yield from reserved_dashboards(estate)
