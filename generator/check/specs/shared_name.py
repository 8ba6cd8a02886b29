"""Alerts of different things that have one name."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from generator.check.shape import Check, Fault
from generator.check.specs.example import QUEUE
from generator.check.specs.whole import Whole
from generator.core.finding import Place, Related, Rule, Severity
from generator.resolve.estate import Estate
from generator.resolve.meta.build import is_generated


class _Named(NamedTuple):
    """An alert with the thing that it is about, and where its name comes from."""

    name: str
    severity: str
    id: str
    about: str
    place: Place


def _find(whole: Whole) -> Iterator[Fault]:
    first: dict[tuple[str, str], _Named] = {}
    for one in _alerts(whole.estate):
        # By its severity an alert is told from one that is less grave.
        other = first.setdefault((one.name, one.severity), one)
        if one.about != other.about:
            message = f"`{one.id}` alerts as `{one.name}`, and so does `{other.id}`"
            yield Fault(one.place, message, related=Related(other.place, "the other one"))


def _alerts(estate: Estate) -> Iterator[_Named]:
    for indicator, threshold in estate.thresholds():
        place = _written(estate, threshold.place, "alert", indicator.service)
        ids = _plain(threshold.id), _plain(indicator.id)
        yield _Named(threshold.alert, threshold.severity, *ids, place)
    for slo in estate.slos.values():
        place = _written(estate, slo.place, "alert", slo.service)
        for severity in dict.fromkeys(tier.severity for tier in slo.tiers):
            yield _Named(slo.alert, severity, _plain(slo.id), _plain(slo.id), place)
    for alert in estate.alerts.values():
        if not is_generated(estate, alert):  # one of those watches each input, by one name
            place = _written(estate, alert.place, "name", alert.service)
            yield _Named(alert.name, alert.severity, _plain(alert.id), _plain(alert.id), place)


def _plain(name: str) -> str:
    """Return the id without the service: all services have the alerts of their template."""
    return name.rpartition("/")[2]


def _written(estate: Estate, place: Place, key: str, service: str) -> Place:
    """Return where a name is written, else what it is made for."""
    own = place.child(key)
    return estate.origin(own, service) if estate.trace(own, service=service) else place.key()


_EXAMPLE: Final = f"""\
{QUEUE.replace("critical: {above: 100, runbook: slow}", "warning: {above: 100}")}  wait:
    title: Wait
    value: {{of: queue_wait_seconds}}
    by: []
    thresholds:
      warning: {{above: 10s, alert: NAME}}
"""

CHECK = Check(
    Rule(
        "PS379",
        "one name for two alerts",
        "who silences one of them by its name silences both, and who reads it cannot tell which",
        "give each a name of its own with `alert:`, or `name:` where it is written by hand",
        Severity.WARNING,
    ),
    bad=_EXAMPLE.replace("NAME", "QueueSize"),
    good=_EXAMPLE.replace("NAME", "QueueWait"),
    find=_find,
)
