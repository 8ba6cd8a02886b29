"""An alert that does not say what is wrong."""

from collections.abc import Iterator

from generator.check.rule_files.habits import lacking
from generator.check.rule_files.subject import RuleFiles
from generator.check.shape import Check, Fault
from generator.core.finding import Rule, Severity

_KEYS = ("summary", "description")


def _find(files: RuleFiles) -> Iterator[Fault]:
    return lacking(files, lambda rule: any(map(rule.annotations.get, _KEYS)), "a `summary`")


_BAD = """\
groups:
  - name: queue
    rules:
      - alert: QueueLong
        expr: queue_size > 100
        for: 5m
        labels: {severity: warning, team: shop}
        annotations: {runbook_url: https://example.com}
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
        "PS641",
        "alert that does not say what is wrong",
        "the notification shows labels and a name, and the reader has to work out the rest",
        "add a `summary`, with the value and the label that matters",
        Severity.ADVICE,
    ),
    bad=_BAD,
    good=_GOOD,
    find=_find,
)
