"""Who must be told of each alert, from the estate alone: the owner's receiver for its urgency."""

from collections.abc import Iterator
from typing import NamedTuple

from generator.core.names import WATCHDOG
from generator.resolve.estate import Estate, Slo
from generator.resolve.receivers import receiver_of, urgency_of


class Expected(NamedTuple):
    """The labels of an alert by which it finds its way, and the receiver it must reach."""

    labels: tuple[tuple[str, str], ...]
    receiver: str


def expected_receivers(estate: Estate) -> tuple[Expected, ...]:
    """Return what must become of every alert that is sent, by alert in the order of the specs.

    An alert whose owner has no receiver is left out; that is a finding.
    """
    found = (_expected(estate, *one) for one in _alerts(estate))
    return tuple(one for one in found if one is not None)


def _expected(estate: Estate, alert: str, severity: str, owner: str) -> Expected | None:
    urgency = urgency_of(estate, severity)
    if alert == WATCHDOG:
        receiver = estate.project.notifications.watchdog
    elif urgency is None:
        return None
    else:
        receiver = receiver_of(estate, owner, urgency)
    labels = (
        ("project", estate.project.project),
        ("owner", owner),
        ("severity", severity),
        ("alert_id", alert),
    )
    return None if receiver is None else Expected(labels, receiver)


def _alerts(estate: Estate) -> Iterator[tuple[str, str, str]]:
    """Yield id, severity and owner of every alert that the specs make."""
    for _, threshold in estate.thresholds():
        yield from ((bound.id, threshold.severity, threshold.owner) for bound in threshold.bounds)
    for slo in estate.slos.values():
        yield from _of_slo(slo)
    for alert in estate.alerts.values():
        yield alert.id, alert.severity, alert.owner


def _of_slo(slo: Slo) -> Iterator[tuple[str, str, str]]:
    """Yield the alerts of an SLO: tiers, tickets of few events, and the end of its data."""
    for tier in slo.tiers:
        yield tier.id, tier.severity, slo.owner
        if tier.notifies == "page" and slo.min_bad_events and slo.ticket_severity is not None:
            yield f"{tier.id}.ticket", slo.ticket_severity, slo.owner
    if slo.pages:
        paging = next(tier.severity for tier in slo.tiers)
        yield f"{slo.id}.absent", slo.ticket_severity or paging, slo.owner
