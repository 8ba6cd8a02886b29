"""Alerts that are routed to nobody."""

from collections.abc import Iterator

from generator.check.shape import Check, Fault
from generator.check.specs.example import PROJECT, QUEUE
from generator.check.specs.whole import Whole
from generator.core.finding import Place, Rule
from generator.core.names import META
from generator.plan.notify.alerts import sent_alerts
from generator.resolve.receivers import receiver_of


def _find(whole: Whole) -> Iterator[Fault]:
    """Yield the teams without a receiver that own an alert, and a watchdog that none hears."""
    estate = whole.estate
    if whole.plan.alertmanager is None:
        return
    owned: dict[str, list[str]] = {}
    for one in sent_alerts(estate, whole.plan.rule_files):
        if receiver_of(estate, one.owner, one.urgency) is None:
            owned.setdefault(one.owner, []).append(one.id)
    for owner, alerts in owned.items():
        where = Place(estate.project_file, ("outputs",))
        if owner in estate.owners:
            where = estate.origin(Place(estate.owners_file, ("define", owner))).key()
        count = f"{len(alerts)} alerts" if len(alerts) > 1 else f"alert `{alerts[0]}`"
        yield Fault(where, f"`{owner}` has no receiver, so nobody is told of its {count}")
    if META in estate.project.outputs and estate.project.notifications.watchdog is None:
        yield Fault(
            Place(estate.project_file, ("outputs",)),
            "nobody would notice that the watchdog falls silent",
            "write `notifications: {watchdog: …}` with the receiver that waits for it",
        )


_EXAMPLE = PROJECT.replace("[rules]", "[rules, alertmanager]") + f"---\n{QUEUE}---\n"

CHECK = Check(
    Rule(
        "PS341",
        "alert without a receiver",
        "it fires, and nobody is told",
        "give the team its `receiver:` in specs/owners.yaml",
    ),
    bad=f"{_EXAMPLE}owners: owners\ndefine:\n  team: {{title: Team}}\n",
    good=(
        f"{_EXAMPLE}owners: owners\ndefine:\n  team: {{title: Team, receiver: chat}}\n"
        "receivers:\n  chat: {slack: {api_url_file: /run/secrets/slack}}\n"
    ),
    find=_find,
)
