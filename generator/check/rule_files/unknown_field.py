"""A field that no Prometheus knows."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from generator.check.foreign_rules import Holder
from generator.check.rule_files.subject import RuleFiles, RuleText, seconds
from generator.check.shape import Check, Fault
from generator.core.finding import Place, Rule
from generator.core.spelling import meant, surely

# `namespace` is for the tools of Mimir and Cortex.
_OF_FILES = {"groups", "namespace"}
# Those of Thanos, Mimir and the operator among them; they take the fields out again.
_OF_GROUPS = {
    *("name", "interval", "query_offset", "limit", "labels", "rules"),
    *("partial_response_strategy", "source_tenants", "evaluation_delay"),
}
_OF_ALERTS = ("for", "keep_firing_for", "annotations")
_OF_RECORDS = {"record", "expr", "labels"}
_OF_RULES = {"alert", *_OF_RECORDS, *_OF_ALERTS}


def _find(files: RuleFiles) -> Iterator[Fault]:
    for holder in files.holders:
        if "groups" in holder.fields and not holder.wrapped:
            yield from _of_file(holder)
    for group in files.groups:
        yield from _unknown("group", group.fields, _OF_GROUPS, _OF_GROUPS, group.place)
        for rule in group.rules:
            meant_ones = _OF_RECORDS if rule.kind == "record" and rule.name else _OF_RULES
            yield from _unknown("rule", rule.fields, _OF_RULES, meant_ones, rule.place)
            if rule.kind == "record" and rule.name:
                yield from _of_record(rule)


def _of_file(holder: Holder) -> Iterator[Fault]:
    for one in _unknown("rule file", holder.fields, _OF_FILES, (), holder.place):
        yield one._replace(fix=_FIX_OF_FILES)


def _unknown(
    what: str,
    fields: Mapping[str, Any],
    known: Collection[str],
    meant_ones: Collection[str],
    place: Place,
) -> Iterator[Fault]:
    """Yield the fields that are not known; what is there already is not meant by them."""
    missing = sorted(set(meant_ones) - fields.keys())
    for key in sorted(fields.keys() - set(known)):
        where = place.child(key).key()
        fix, sure = meant(key, missing), surely(key, missing)
        yield Fault(where, f"a {what} has no field `{key}`", fix, replace=sure)


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
        mended=True,
    ),
    bad=_BAD,
    good=_GOOD,
    find=_find,
)
