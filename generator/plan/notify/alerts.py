"""The alerts of a plan as Alertmanager sees them: who owns them, and how they stand to others."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping

from generator.core.finding import Place
from generator.core.names import WATCHDOG
from generator.plan.rules import Alert, RuleFile
from generator.resolve.estate import Estate, Slo
from generator.resolve.receivers import Urgency, urgency_of

_GRAVITY = {"critical": 2, "warning": 1, "info": 0}


@dataclasses.dataclass(frozen=True, slots=True)
class Sent:
    """An alert that somebody is told of.

    ``symptom`` is the indicator that it looks at, directly or through an SLO. ``slowness`` orders
    the tiers of one SLO: the fastest has the least; None is no tier. ``inhibits`` is what its
    author wrote.
    """

    id: str
    service: str
    component: str
    subject: str
    symptom: str
    severity: str
    urgency: Urgency
    owner: str
    carries: tuple[str, ...]
    source: str
    slowness: int | None = None
    inhibits: tuple[str, ...] = ()

    @property
    def gravity(self) -> int:
        """How grave its severity is."""
        return _GRAVITY[self.severity]

    def is_part_of(self, name: str) -> bool:
        """Tell whether an id stands for this alert alone or among others.

        A component, an indicator, an SLO, a threshold and a tier are each the beginning of the ids
        of their alerts.
        """
        return self.id == name or self.id.startswith(f"{name}.")


@dataclasses.dataclass(frozen=True, slots=True)
class Holder:
    """What may say ``inhibits:``, with the ids of its alerts."""

    id: str
    alerts: tuple[str, ...]
    inhibits: tuple[str, ...]
    place: Place


def sent_alerts(estate: Estate, files: Iterable[RuleFile]) -> tuple[Sent, ...]:
    """Return every alert of the rules that is sent, without the watchdog, in their order."""
    written = {name: one.inhibits for one in holders(estate) for name in one.alerts}
    tiers = {name: slo for slo in estate.slos.values() for name in _tier_ids(slo)}
    return tuple(
        _sent(estate, alert, file.source, tiers.get(alert.alert_id), written)
        for file in files
        for group in file.groups
        for alert in group.rules
        if isinstance(alert, Alert) and alert.alert_id != WATCHDOG
    )


def _sent(
    estate: Estate,
    alert: Alert,
    source: str,
    slo: Slo | None,
    written: Mapping[str, tuple[str, ...]],
) -> Sent:
    labels = dict(alert.labels)
    subject = labels["subject"]
    of = estate.slos.get(subject)
    return Sent(
        id=alert.alert_id,
        service=alert.alert_id.rpartition("/")[0],
        component=labels["component"],
        subject=subject,
        symptom=subject if of is None else of.indicator,
        severity=labels["severity"],
        urgency=urgency_of(estate, labels["severity"]) or "ticket",
        owner=labels["owner"],
        carries=alert.carries,
        source=f"{source.rpartition('/')[2]}: {alert.source}",
        slowness=None if slo is None else _slowness(slo, alert.alert_id),
        inhibits=written.get(alert.alert_id, ()),
    )


def _tier_ids(slo: Slo) -> tuple[str, ...]:
    return tuple(name for tier in slo.tiers for name in (tier.id, f"{tier.id}.ticket"))


def _slowness(slo: Slo, alert: str) -> int:
    """Return the place of an alert's tier among those of its SLO, by their long windows."""
    ordered = sorted(slo.tiers, key=lambda tier: tier.long)
    return next(
        place for place, tier in enumerate(ordered) if alert in {tier.id, f"{tier.id}.ticket"}
    )


def holders(estate: Estate) -> Iterator[Holder]:
    """Yield everything that may say ``inhibits:``."""
    for indicator, threshold in estate.thresholds():
        ids = tuple(bound.id for bound in threshold.bounds)
        place = estate.origin(threshold.place, indicator.service)
        yield Holder(threshold.id, ids, threshold.inhibits, place)
    for slo in estate.slos.values():
        place = estate.origin(slo.place, slo.service)
        yield Holder(slo.id, _tier_ids(slo), slo.inhibits, place)
    for alert in estate.alerts.values():
        place = estate.origin(alert.place, alert.service)
        yield Holder(alert.id, (alert.id,), alert.inhibits, place)
