"""Two pages for one symptom: whoever is woken by one would be woken by the other as well.

Thresholds and SLOs of one indicator see the same failure. Where both page, one should hold the
other back.

Bad: a critical threshold and a paging SLO of ``http.error_ratio``. Good: the threshold says
``inhibits: [http.availability]``.
"""

from collections.abc import Iterator
from typing import NamedTuple

from generator.check import codes
from generator.core.finding import Finding, Place, Related
from generator.resolve.estate import Estate


class _Pager(NamedTuple):
    """Something that pages: its id, the ids of its alerts, and what it holds back."""

    id: str
    component: str
    alerts: frozenset[str]
    inhibits: frozenset[str]
    place: Place

    def holds_back(self, other: "_Pager") -> bool:
        if "project" in self.inhibits or other.id in self.inhibits:
            return True
        if "component" in self.inhibits and self.component == other.component:
            return True
        return other.alerts <= self.inhibits


def double_pages(estate: Estate) -> Iterator[Finding]:
    """Yield pages of one indicator of which neither holds the other back."""
    for indicator in estate.indicators:
        pagers = list(_pagers(estate, indicator))
        for number, one in enumerate(pagers):
            for other in pagers[:number]:
                if not one.holds_back(other) and not other.holds_back(one):
                    yield codes.DOUBLE_PAGE.at(
                        one.place.key(),
                        f"`{one.id}` and `{other.id}` page for the same symptom",
                        fix=f"let one hold the other back: `inhibits: [{one.id}]` on `{other.id}`",
                        related=Related(other.place.key(), "pages too"),
                    )


def _pagers(estate: Estate, indicator: str) -> Iterator[_Pager]:
    measured = estate.indicators[indicator]
    waking = {name for name, what in estate.project.severities.items() if what == "page"}
    for threshold in measured.thresholds:
        if threshold.severity in waking:
            yield _Pager(
                threshold.id,
                measured.component,
                frozenset(bound.id for bound in threshold.bounds),
                frozenset(threshold.inhibits),
                estate.origin(threshold.place, measured.service),
            )
    for slo in estate.slos.values():
        if slo.indicator == indicator and slo.pages:
            paging = frozenset(tier.id for tier in slo.tiers if tier.notifies == "page")
            place = estate.origin(slo.place, slo.service)
            yield _Pager(slo.id, slo.component, paging, frozenset(slo.inhibits), place)
