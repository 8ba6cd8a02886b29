"""SLOs over a longer time than Prometheus keeps samples.

Sums over the period then miss its beginning: the budget always looks fuller than it is.

Bad: ``window: 90d`` with ``retention: 40d``. Good: a shorter window, or a longer retention.
"""

from collections.abc import Iterator

from generator.check import codes
from generator.core.finding import Finding, Place, Related
from generator.core.units import duration_text
from generator.resolve.estate import Estate


def forgotten_periods(estate: Estate) -> Iterator[Finding]:
    """Yield the SLOs whose period is longer than the retention."""
    retention = estate.project.retention
    kept = estate.origin(Place(estate.project_file, ("retention",)))
    for slo in estate.slos.values():
        if slo.window > retention:
            message = (
                f"`{slo.id}` looks back {duration_text(slo.window)}, samples are kept for "
                f"{duration_text(retention)}"
            )
            yield codes.FORGOTTEN_PERIOD.at(
                estate.origin(slo.place.child("window"), slo.service),
                message,
                related=Related(kept, "kept for so long"),
            )
