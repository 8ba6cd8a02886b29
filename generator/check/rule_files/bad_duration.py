"""A duration that Prometheus cannot read."""

import math
from collections.abc import Iterator

from generator.check.rule_files.subject import RuleFiles, seconds
from generator.check.shape import Check, Fault
from generator.core.finding import Rule
from generator.core.problem import shown

_OF_GROUPS = ("interval", "query_offset")
_OF_RULES = ("for", "keep_firing_for")


def _find(files: RuleFiles) -> Iterator[Fault]:
    rows = [(group.fields, group.place, _OF_GROUPS) for group in files.groups]
    rows += [(rule.fields, rule.place, _OF_RULES) for rule in files.rules]
    for fields, place, keys in rows:
        for key in keys:
            length = seconds(fields[key]) if key in fields else 0
            if length is None:
                yield Fault(place.child(key), f"{shown(fields[key])} is no duration")
            elif math.isinf(length):
                message = f"{shown(fields[key])} is more than Prometheus can count, some 292 years"
                yield Fault(place.child(key), message, "write a shorter one")


_BAD = """\
groups:
  - name: queue
    rules:
      - alert: QueueLong
        expr: queue_size > 100
        for: 1.5h
        labels: {severity: warning, team: shop}
        annotations: {summary: Orders wait., description: There are many., runbook_url: https://example.com}
"""
_GOOD = """\
groups:
  - name: queue
    rules:
      - alert: QueueLong
        expr: queue_size > 100
        for: 1h30m
        labels: {severity: warning, team: shop}
        annotations: {summary: Orders wait., description: There are many., runbook_url: https://example.com}
"""

CHECK = Check(
    Rule(
        "PS636",
        "duration that Prometheus does not take",
        "Prometheus refuses the whole file, with every alert in it",
        "write whole numbers with units, the largest first: `1h30m`",
    ),
    bad=_BAD,
    good=_GOOD,
    find=_find,
)
