"""Projects in which most alerts wake somebody."""

from collections.abc import Iterator

from generator.check.shape import Check, Fault
from generator.check.specs.whole import Whole
from generator.core.finding import Place, Rule, Severity
from generator.plan.notify.alerts import sent_alerts

_FEW = 8
"""With fewer alerts nothing follows from how many of them page."""


def _find(whole: Whole) -> Iterator[Fault]:
    estate = whole.estate
    alerts = sent_alerts(estate, whole.plan.rule_files)
    pages = [one for one in alerts if one.urgency == "page"]
    if len(alerts) >= _FEW and 2 * len(pages) > len(alerts):
        place = estate.origin(Place(estate.project_file, ("project",))).key()
        yield Fault(place, f"{len(pages)} of {len(alerts)} alerts wake somebody")


def _indicators(severity: str) -> str:
    head = """\
component: queue
title: Queue
metrics:
"""
    metrics = "".join(
        f"  m{one}: {{type: gauge, help: A number., aggregate: sum, presence: on_traffic}}\n"
        for one in range(_FEW)
    )
    bounds = "".join(
        f"  i{one}:\n    title: Number {one}\n    value: {{of: m{one}}}\n    by: []\n"
        f"    thresholds:\n      {severity}: {{above: 100, runbook: slow}}\n"
        for one in range(_FEW)
    )
    return f"{head}{metrics}indicators:\n{bounds}"


CHECK = Check(
    Rule(
        "PS354",
        "most alerts wake somebody",
        "who is woken for what can wait until the morning does not get up for what cannot",
        "keep `critical` for what users feel now; the rest is a warning",
        Severity.ADVICE,
    ),
    bad=_indicators("critical"),
    good=_indicators("warning"),
    find=_find,
)
