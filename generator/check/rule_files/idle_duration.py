"""A duration that says what holds anyway."""

from collections.abc import Iterator

from generator.check.rule_files.subject import RuleFiles, seconds
from generator.check.shape import Check, Fault
from generator.core.finding import Rule, Severity


def _find(files: RuleFiles) -> Iterator[Fault]:
    for rule in files.alerts:
        if seconds(rule.fields.get("keep_firing_for", "1s")) == 0:
            yield Fault(rule.place.child("keep_firing_for").key(), "0s is what holds without it")


_BAD = """\
groups:
  - name: queue
    rules:
      - alert: QueueLong
        expr: queue_size > 100
        for: 5m
        keep_firing_for: 0s
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
        keep_firing_for: 5m
        labels: {severity: warning, team: shop}
        annotations: {summary: Orders wait., description: There are many., runbook_url: https://example.com}
"""

CHECK = Check(
    Rule(
        "PS637",
        "duration without effect",
        "whoever reads it looks for the reason why it stands there",
        "remove it",
        Severity.ADVICE,
    ),
    bad=_BAD,
    good=_GOOD,
    find=_find,
)
