"""A record whose name does not say what it is."""

from collections.abc import Iterator

from generator.check.rule_files.subject import RuleFiles
from generator.check.shape import Check, Fault
from generator.core.finding import Rule, Severity


def _find(files: RuleFiles) -> Iterator[Fault]:
    for rule in files.rules:
        # What only puts records together under one name has no level that could be said.
        derived = any(":" not in one.metric for one in rule.selectors)
        if rule.kind == "record" and rule.name and derived and ":" not in rule.name:
            yield Fault(rule.title, f"`{rule.name}` has no colon, so it looks like a metric")


_BAD = """\
groups:
  - name: queue
    rules:
      - record: queue_size_sum
        expr: sum by (job) (queue_size)
"""
_GOOD = """\
groups:
  - name: queue
    rules:
      - record: job:queue_size:sum
        expr: sum by (job) (queue_size)
"""

CHECK = Check(
    Rule(
        "PS643",
        "record named like a metric",
        "`level:metric:operations` tells from the name alone that a rule makes the series, "
        "which labels are left, and what was done to it",
        "name it `level:metric:operations`",
        Severity.ADVICE,
    ),
    bad=_BAD,
    good=_GOOD,
    find=_find,
)
