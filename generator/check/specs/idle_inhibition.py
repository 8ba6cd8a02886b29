"""Entries of `inhibits:` that hold nothing back."""

from collections.abc import Iterator

from generator.check.shape import Check, Fault
from generator.check.specs.example import QUEUE
from generator.check.specs.whole import Whole
from generator.core.finding import Rule, Severity
from generator.plan.notify.alerts import Sent, holders, sent_alerts
from generator.plan.notify.inhibitions import covers, holds_back


def _find(whole: Whole) -> Iterator[Fault]:
    alerts = {one.id: one for one in sent_alerts(whole.estate, whole.plan.rule_files)}
    for holder in holders(whole.estate):
        sources = [alerts[name] for name in holder.alerts if name in alerts]
        for index, name in enumerate(holder.inhibits):
            meant = [
                (source, target)
                for source in sources
                for target in alerts.values()
                if source.id != target.id and covers(source, name, target)
            ]
            if not any(holds_back(source, target) for source, target in meant):
                where = holder.place.child("inhibits", index)
                yield Fault(where, _message(holder.id, name, sources, meant))


def _message(holder: str, name: str, sources: list[Sent], meant: list[tuple[Sent, Sent]]) -> str:
    if not sources:
        return f"`{holder}` sends no alert, so it holds nothing back"
    if not meant:
        return f"`{name}` has no other alert that could be held back"
    return f"`{name}` pages and `{holder}` does not, so it is not held back"


_EXAMPLE = f"""\
{QUEUE}  wait:
    title: Waiting time
    value: {{of: queue_wait_seconds}}
    by: []
    thresholds:
      SEVERITY: {{above: 10s, runbook: slow, inhibits: [queue.size]}}
"""

CHECK = Check(
    Rule(
        "PS344",
        "inhibition of nothing",
        "who reads it believes that there will be one notification, and there are two",
        "name what fires together with it and is no graver, or remove the entry",
        Severity.WARNING,
    ),
    bad=_EXAMPLE.replace("SEVERITY", "warning"),
    good=_EXAMPLE.replace("SEVERITY", "critical"),
    find=_find,
)
