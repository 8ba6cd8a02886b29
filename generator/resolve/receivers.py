"""How urgent an alert is, and which receiver of its team takes it."""

from typing import Literal, TypeAlias

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
