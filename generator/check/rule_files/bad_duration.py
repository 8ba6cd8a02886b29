"""A duration that Prometheus cannot read."""

import math
import re
from collections.abc import Iterator

from generator.check.rule_files.subject import RuleFiles, seconds
from generator.check.shape import Check, Fault
from generator.core.finding import Rule
from generator.core.problem import shown

_OF_GROUPS = ("interval", "query_offset")
_OF_RULES = ("for", "keep_firing_for")
_UNITS = {
    "ms": ("ms", "msec", "msecs", "millisecond", "milliseconds"),
    "s": ("s", "sec", "secs", "second", "seconds"),
    "m": ("m", "min", "mins", "minute", "minutes"),
    "h": ("h", "hr", "hrs", "hour", "hours"),
    "d": ("d", "day", "days"),
    "w": ("w", "week", "weeks"),
}
_UNIT_OF_WORD = {word: unit for unit, words in _UNITS.items() for word in words}
_SPELLED = re.compile(r"([0-9]+) ?([a-z]+)")


def _find(files: RuleFiles) -> Iterator[Fault]:
    rows = [(group.fields, group.place, _OF_GROUPS) for group in files.groups]
    rows += [(rule.fields, rule.place, _OF_RULES) for rule in files.rules]
    for fields, place, keys in rows:
        for key in keys:
            length = seconds(fields[key]) if key in fields else 0
            if length is None:
                sure = _meant(fields[key])
                fix = f"did you mean `{sure}`?" if sure else None
                yield Fault(
                    place.child(key), f"{shown(fields[key])} is no duration", fix, None, sure
                )
            elif math.isinf(length):
                message = f"{shown(fields[key])} is more than Prometheus can count, some 292 years"
                yield Fault(place.child(key), message, "write a shorter one")


def _meant(value: object) -> str | None:
    """Return what a number with a word for its unit says, such as `5m` for `5min`."""
    match = _SPELLED.fullmatch(value) if isinstance(value, str) else None
    unit = _UNIT_OF_WORD.get(match[2]) if match else None
    return f"{match[1]}{unit}" if match and unit else None


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
        mended=True,
    ),
    bad=_BAD,
    good=_GOOD,
    find=_find,
)
