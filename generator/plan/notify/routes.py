"""Routes by owner and urgency, and the whole of Alertmanager's configuration."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from generator.core.names import META, WATCHDOG
from generator.core.units import parse_duration
from generator.plan.notify.alerts import Sent, sent_alerts
from generator.plan.notify.inhibitions import inhibitions
from generator.plan.notify.model import Alertmanager, ReceiverPlan, Route, Timing
from generator.plan.notify.receivers import plan_receiver, silent_receiver
from generator.plan.rules import RuleFile
from generator.resolve.estate import Estate
from generator.resolve.identity import identity_of, is_external
from generator.resolve.receivers import Urgency, receiver_of, receiver_of_alert

SILENT: Final = "nobody"
"""The receiver of the watchdog where the project names none, and of what nobody owns."""
_URGENCIES: tuple[Urgency, ...] = ("page", "ticket")
# The watchdog is sent so often that its end is noticed soon, and never waits for others.
_BEAT = Timing(parse_duration("0s"), parse_duration("1m"), parse_duration("2m"))


def plan_alertmanager(estate: Estate, files: Sequence[RuleFile]) -> Alertmanager:
    """Return the configuration for the alerts of some rule files."""
    project = estate.project
    alerts = sent_alerts(estate, files)
    watchdog = [_watchdog(estate)] if META in project.outputs else []
    routes = [*watchdog, *_routes(estate, alerts)]
    fallback = receiver_of(estate, project.owner or "", "ticket") or SILENT
    external = [name for name in identity_of(project) if is_external(project, name)]
    return Alertmanager(
        project=project.project,
        fallback=fallback,
        group_by=("project", "component", *identity_of(project)),
        timing=_timing(estate, "ticket"),
        routes=tuple(routes),
        receivers=_receivers(estate, [fallback, *(route.receiver for route in routes)]),
        inhibitions=inhibitions(alerts, external),
        source=estate.project_file,
    )


def _routes(estate: Estate, alerts: Iterable[Sent]) -> Iterator[Route]:
    """Yield a route for each owner and urgency of which there are alerts, pages first."""
    severities: dict[tuple[Urgency, str], dict[str, None]] = {}
    for one in alerts:
        severities.setdefault((one.urgency, one.owner), {})[one.severity] = None
    for urgency, owner in sorted(severities, key=lambda key: (_URGENCIES.index(key[0]), key[1])):
        some = sorted(severities[urgency, owner])
        yield Route(
            matchers=(
                f'project="{estate.project.project}"',
                f'owner="{owner}"',
                f'severity="{some[0]}"' if len(some) == 1 else f'severity=~"{"|".join(some)}"',
            ),
            receiver=receiver_of(estate, owner, urgency) or SILENT,
            timing=_timing(estate, urgency),
            source=f"{estate.owners_file.rpartition('/')[2]}: {owner}",
        )


def _watchdog(estate: Estate) -> Route:
    return Route(
        matchers=(f'project="{estate.project.project}"', f'alert_id="{WATCHDOG}"'),
        receiver=receiver_of_alert(estate, WATCHDOG, "", "") or SILENT,
        timing=_BEAT,
        source=f"{estate.project_file.rpartition('/')[2]}: notifications.watchdog",
    )


def _timing(estate: Estate, urgency: Urgency) -> Timing:
    times = estate.project.notifications
    repeat = times.repeat.page if urgency == "page" else times.repeat.ticket
    return Timing(times.group_wait, times.group_interval, repeat)


def _receivers(estate: Estate, used: Iterable[str]) -> tuple[ReceiverPlan, ...]:
    names = sorted(set(used))
    return tuple(
        plan_receiver(name, estate.receivers[name])
        if name in estate.receivers
        else silent_receiver(name)
        for name in names
    )
