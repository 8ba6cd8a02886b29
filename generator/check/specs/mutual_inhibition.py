"""Alerts that hold back each other, so that nobody is told of any."""

import itertools
from collections.abc import Iterator

from generator.check.shape import Check, Fault
from generator.check.specs.example import QUEUE
from generator.check.specs.whole import Whole
from generator.core.finding import Place, Rule
from generator.plan.notify.alerts import Sent, holders, sent_alerts
from generator.plan.notify.inhibitions import covers, cycles, inhibitions


def _find(whole: Whole) -> Iterator[Fault]:
    alerts = sent_alerts(whole.estate, whole.plan.rule_files)
    known = {one.id: one for one in alerts}
    for circle in cycles(inhibitions(alerts)):
        way = [known[name] for name in (*circle, circle[0])]
        told = " holds back ".join(f"`{one.id}`" for one in way)
        yield Fault(_where(whole, way), f"{told}: if all fire, nobody is told")


def _where(whole: Whole, way: list[Sent]) -> Place:
    """Return the place of a written entry that closes the circle: not all follows from gravity."""
    by_alert = {name: one for one in holders(whole.estate) for name in one.alerts}
    return next(
        by_alert[source.id].place.child("inhibits", index)
        for source, target in itertools.pairwise(way)
        for index, name in enumerate(source.inhibits)
        if covers(source, name, target)
    )


_OTHER = """\
  wait:
    title: Waiting time
    value: {of: queue_wait_seconds}
    by: []
    thresholds:
      critical: {above: 10s, runbook: slow, inhibits: [queue.size]}
"""
_EXAMPLE = QUEUE + _OTHER

CHECK = Check(
    Rule(
        "PS343",
        "alerts that hold back each other",
        "Alertmanager lets what is held back hold back others, so all of them stay silent",
        "decide which of them is to be told, and remove `inhibits:` from the other",
    ),
    bad=_EXAMPLE.replace("runbook: slow}", "runbook: slow, inhibits: [queue.wait]}", 1),
    good=_EXAMPLE,
    find=_find,
)
