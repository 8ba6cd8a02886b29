"""How urgent an alert is, and which receiver of its team takes it."""

from typing import Literal, TypeAlias

from generator.core.names import WATCHDOG
from generator.resolve.estate import Estate
from generator.spec.receivers import ByUrgency

Urgency: TypeAlias = Literal["page", "ticket"]


def urgency_of(estate: Estate, severity: str) -> Urgency | None:
    """Return what an alert of a severity does, None where it tells nobody."""
    found = next((one for name, one in estate.project.severities.items() if name == severity), None)
    return None if found == "none" else found


def receiver_of(estate: Estate, owner: str, urgency: Urgency) -> str | None:
    """Return the name of a team's receiver, None where it has none."""
    found = estate.owners.get(owner)
    if found is None or found.receiver is None:
        return None
    if isinstance(found.receiver, ByUrgency):
        return found.receiver.page if urgency == "page" else found.receiver.ticket
    return found.receiver


def receiver_of_alert(estate: Estate, alert_id: str, owner: str, severity: str) -> str | None:
    """Return the name of the receiver of an alert, None where it has none.

    The watchdog goes to the one that notices when it ends, whoever owns it.
    """
    if alert_id == WATCHDOG:
        return estate.project.notifications.watchdog
    urgency = urgency_of(estate, severity)
    return receiver_of(estate, owner, urgency) if urgency else None
