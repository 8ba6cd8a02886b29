"""An alert without a severity."""

from collections.abc import Iterator

from generator.check.rule_files.habits import lacking
from generator.check.rule_files.subject import RuleFiles
from generator.check.shape import Check, Fault
from generator.core.finding import Rule, Severity


def _find(files: RuleFiles) -> Iterator[Fault]:
    return lacking(files, lambda rule: bool(rule.labels.get("severity")), "a label `severity`")


_BAD = """\
groups:
  - name: queue
    rules:
      - alert: QueueLong
        expr: queue_size > 100
        for: 5m
        labels: {team: shop}
        annotations: {summary: Orders wait., description: There are many., runbook_url: https://example.com}
      - alert: QueueFull
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
        "PS638",
        "alert without a severity",
        "routes tell pages from tickets by it, so the alert goes wherever the default route leads",
        "add `severity` to its labels",
        Severity.WARNING,
    ),
    bad=_BAD,
    good=_GOOD,
    find=_find,
)
