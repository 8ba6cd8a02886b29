"""A field that no Prometheus knows."""

from collections.abc import Iterator

from generator.check.foreign_rules import Holder
from generator.check.rule_files.subject import RuleFiles, RuleText, seconds
from generator.check.shape import Check, Fault
from generator.core.finding import Rule

# `namespace` is for the tools of Mimir and Cortex.
_OF_FILES = {"groups", "namespace"}
# Those of Thanos, Mimir and the operator among them; they take the fields out again.
_OF_GROUPS = {
    *("name", "interval", "query_offset", "limit", "labels", "rules"),
    *("partial_response_strategy", "source_tenants", "evaluation_delay"),
}
_OF_RULES = {"alert", "record", "expr", "for", "keep_firing_for", "labels", "annotations"}
_OF_ALERTS = ("for", "keep_firing_for", "annotations")


def _find(files: RuleFiles) -> Iterator[Fault]:
    for holder in files.holders:
        if "groups" in holder.fields and not holder.wrapped:
            yield from _of_file(holder)
    for group in files.groups:
        for key in sorted(group.fields.keys() - _OF_GROUPS):
            yield Fault(group.place.child(key).key(), f"a group has no field `{key}`")
        for rule in group.rules:
            for key in sorted(rule.fields.keys() - _OF_RULES):
                yield Fault(rule.place.child(key).key(), f"a rule has no field `{key}`")
            if rule.kind == "record" and rule.name:
                yield from _of_record(rule)


def _of_file(holder: Holder) -> Iterator[Fault]:
    for key in sorted(holder.fields.keys() - _OF_FILES):
        message = f"a rule file has no field `{key}`"
        yield Fault(holder.place.child(key).key(), message, _FIX_OF_FILES)


def _of_record(rule: RuleText) -> Iterator[Fault]:
    """Yield the fields that only alerts have; Prometheus takes those that say nothing."""
    for key in _OF_ALERTS:
        value = rule.fields.get(key)
        if value and (isinstance(value, dict) or seconds(value) != 0):
            message = f"a rule that is a record has no field `{key}`"
            yield Fault(rule.place.child(key).key(), message)


_FIX_OF_FILES = "remove it; what is repeated can be marked with `&` where it first stands"
_BAD = """\
groups:
  - name: queue
    rules:
      - record: job:queue_size:sum
        expr: sum by (job) (queue_size)
        for: 5m
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
        "PS651",
        "field that no Prometheus knows",
        "Prometheus refuses a whole rule file, with every alert in it, for one unknown field",
        "remove it, or correct its spelling",
    ),
    bad=_BAD,
    good=_GOOD,
    find=_find,
)
