"""An alert without a runbook."""

from collections.abc import Iterator

from generator.check.rule_files.habits import lacking
from generator.check.rule_files.subject import RuleFiles
from generator.check.shape import Check, Fault
from generator.core.finding import Rule, Severity

_KEYS = ("runbook_url", "runbook")


def _find(files: RuleFiles) -> Iterator[Fault]:
    return lacking(files, lambda rule: any(map(rule.annotations.get, _KEYS)), "a runbook")


_BAD = """\
groups:
  - name: queue
    rules:
      - alert: QueueLong
        expr: queue_size > 100
        for: 5m
        labels: {severity: warning, team: shop}
        annotations: {summary: Orders wait., description: There are many.}
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
        "PS639",
        "alert without a runbook",
        "who is woken at night by an alert that they have never seen needs to be told what to do",
        "write one, and add `runbook_url` to the annotations",
        Severity.ADVICE,
    ),
    bad=_BAD,
    good=_GOOD,
    find=_find,
)
