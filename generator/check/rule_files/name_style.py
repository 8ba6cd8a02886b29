"""Alert names in several styles."""

import re
from collections.abc import Iterator

from generator.check.rule_files.subject import RuleFiles
from generator.check.shape import Check, Fault
from generator.core.finding import Rule, Severity

_CAMEL = re.compile(r"[A-Z][A-Za-z0-9]*")


def _find(files: RuleFiles) -> Iterator[Fault]:
    alerts = list(files.alerts)
    camel = [bool(_CAMEL.fullmatch(rule.name)) for rule in alerts]
    if not any(camel) or all(camel):
        return
    usual = camel.count(True) >= camel.count(False)
    for rule, is_camel in zip(alerts, camel, strict=True):
        if is_camel is not usual:
            style = "in CamelCase" if usual else "not in CamelCase"
            yield Fault(rule.title, f"`{rule.name}`, where most names of alerts are {style}")


_BAD = """\
groups:
  - name: queue
    rules:
      - alert: QueueLong
        expr: queue_size > 100
        for: 5m
        labels: {severity: warning, team: shop}
        annotations: {summary: Orders wait., description: There are many., runbook_url: https://example.com}
      - alert: queue_full
        expr: queue_size > 500
        for: 5m
        labels: {severity: warning, team: shop}
        annotations: {summary: Orders wait., description: There are many., runbook_url: https://example.com}
"""
_GOOD = """\
groups:
  - name: queue
    rules:
      - alert: QueueLong
        expr: queue_size > 100
        for: 5m
        labels: {severity: warning, team: shop}
        annotations: {summary: Orders wait., description: There are many., runbook_url: https://example.com}
      - alert: QueueFull
        expr: queue_size > 500
        for: 5m
        labels: {severity: warning, team: shop}
        annotations: {summary: Orders wait., description: There are many., runbook_url: https://example.com}
"""

CHECK = Check(
    Rule(
        "PS642",
        "names of alerts in several styles",
        "routes, silences and searches are written by name; with two styles somebody misses one",
        "rename it like the others",
        Severity.ADVICE,
    ),
    bad=_BAD,
    good=_GOOD,
    find=_find,
)
