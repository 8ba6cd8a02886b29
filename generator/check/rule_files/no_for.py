"""An alert that fires on the first sample."""

from collections.abc import Iterator

from generator.check.rule_files.subject import RuleFiles
from generator.check.shape import Check, Fault
from generator.core.finding import Rule, Severity


def _find(files: RuleFiles) -> Iterator[Fault]:
    for rule in files.alerts:
        # What looks back over a while, itself or in a record, is no single sample.
        single = not rule.looks_back and all(":" not in one.metric for one in rule.selectors)
        if "for" not in rule.fields and rule.selectors and single:
            message = f"`{rule.name}` fires on the first evaluation that is bad"
            yield Fault(rule.title, message)


_BAD = """\
groups:
  - name: queue
    rules:
      - alert: QueueLong
        expr: queue_size > 100
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
"""

CHECK = Check(
    Rule(
        "PS635",
        "alert without `for`",
        "one bad evaluation, such as after a restart, wakes somebody who finds nothing",
        "say how long it must last; `for: 0s` says that once is enough",
        Severity.ADVICE,
    ),
    bad=_BAD,
    good=_GOOD,
    find=_find,
)
