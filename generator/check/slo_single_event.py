"""Pages that one bad event is enough for, at the traffic that an SLO declares.

With ``n`` events in the long window, one bad event burns ``1 / (n * (1 - objective))`` times too
fast. At 99.9 % that is above 14.4 with fewer than 70 events an hour.

Bad: ``traffic: 30/h``, ``objective: 99.9%``. Good: with ``min_bad_events: 5`` beside it: fewer bad
events make a ticket instead of a page.
"""

from collections.abc import Iterator
from fractions import Fraction

from generator.check import codes
from generator.core.finding import Finding
from generator.core.units import decimal_text, duration_text
from generator.resolve.estate import Estate, Slo, Tier

_ENOUGH = 2


def single_event_pages(estate: Estate) -> Iterator[Finding]:
    """Yield the SLOs that wake somebody for one bad event; those without `traffic` are skipped."""
    for slo in estate.slos.values():
        if slo.traffic is None or slo.kind == "slices" or slo.min_bad_events >= _ENOUGH:
            continue
        tiers = [tier for tier in slo.tiers if _one_is_enough(slo, tier, slo.traffic)]
        if tiers:
            enough = max(_ENOUGH, estate.project.defaults.min_bad_events)
            yield codes.SINGLE_EVENT_PAGE.at(
                estate.origin(slo.place.child("traffic"), slo.service),
                f"`{slo.id}` pages for one bad event: {_told(slo, tiers[0], slo.traffic)}",
                fix=f"add `min_bad_events: {enough}`, or leave the pages out with `tiers:`",
            )


def _one_is_enough(slo: Slo, tier: Tier, traffic: Fraction) -> bool:
    return tier.notifies == "page" and traffic * tier.long * tier.factor * slo.budget < 1


def _told(slo: Slo, tier: Tier, traffic: Fraction) -> str:
    events = traffic * tier.long
    burn = Fraction(round(10 / (events * slo.budget)), 10)
    return (
        f"it is one of {decimal_text(Fraction(round(10 * events), 10))} in "
        f"{duration_text(tier.long)}, {decimal_text(burn)} times what the budget bears, and tier "
        f"`{tier.name}` fires above {decimal_text(Fraction(round(100 * tier.factor), 100))}"
    )
