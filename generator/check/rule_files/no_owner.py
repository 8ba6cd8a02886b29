"""An alert without an owner."""

from collections.abc import Iterator

from generator.check.rule_files.habits import lacking
from generator.check.rule_files.subject import RuleFiles
from generator.check.shape import Check, Fault
from generator.core.finding import Rule, Severity

_KEYS = ("owner", "team")
_WHAT = "a label `owner` or `team`"


def _find(files: RuleFiles) -> Iterator[Fault]:
    return lacking(
        files, lambda rule: any(map(rule.labels.get, _KEYS)), "a label `owner` or `team`"
    )


_BAD = """\
groups:
  - name: queue
    rules:
      - alert: QueueLong
        expr: queue_size > 100
        for: 5m
        labels: {severity: warning}
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
        "PS640",
        "alert without an owner",
        "nobody feels called, and nobody can be asked whether it may go",
        "add `owner` or `team` to its labels",
        Severity.ADVICE,
    ),
    bad=_BAD,
    good=_GOOD,
    find=_find,
)
