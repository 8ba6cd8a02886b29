"""A group that is evaluated more rarely than samples live."""

from collections.abc import Iterator

from generator.check.rule_files.subject import GroupText, RuleFiles, seconds
from generator.check.shape import Check, Fault
from generator.core.finding import Rule, Severity

_STALE = 300  # seconds after which Prometheus takes a series for gone


def _find(files: RuleFiles) -> Iterator[Fault]:
    for group in files.groups:
        interval = seconds(group.fields.get("interval", "0"))
        if interval is not None and interval > _STALE and not _bridged(group, interval):
            message = f"evaluated every {group.fields['interval']}, and a sample counts for 5m"
            yield Fault(group.place.child("interval"), message)


def _bridged(group: GroupText, interval: float) -> bool:
    """Tell whether the group holds alerts alone that last from one evaluation to the next."""
    kept = [seconds(rule.fields.get("keep_firing_for", "0")) or 0 for rule in group.rules]
    return all(rule.kind == "alert" for rule in group.rules) and all(
        one >= interval for one in kept
    )


_BAD = """\
groups:
  - name: queue
    interval: 10m
    rules:
      - record: job:queue_size:sum
        expr: sum by (job) (queue_size)
"""
_GOOD = """\
groups:
  - name: queue
    interval: 1m
    rules:
      - record: job:queue_size:sum
        expr: sum by (job) (queue_size)
"""

CHECK = Check(
    Rule(
        "PS633",
        "group evaluated too rarely",
        "between two evaluations its series are gone for minutes: panels have gaps, and "
        "alerts that read them start anew each time",
        "evaluate it at least every 5 minutes",
        Severity.WARNING,
    ),
    bad=_BAD,
    good=_GOOD,
    find=_find,
)
