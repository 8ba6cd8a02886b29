"""A rule or group that is not what Prometheus takes for one."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from generator.check.foreign_rules import merged
from generator.check.rule_files.subject import GroupText, RuleFiles
from generator.check.shape import Check, Fault
from generator.core.finding import Place, Rule


def _find(files: RuleFiles) -> Iterator[Fault]:
    for group in files.groups:
        yield from _group(group)
        rules = group.fields.get("rules")
        for index, rule in enumerate(rules if isinstance(rules, list) else ()):
            place = group.place.child("rules", index)
            if isinstance(rule, dict):
                yield from _rule(merged(rule), place)
            elif rule is not None:  # nothing is no rule, and promtool passes over it
                yield Fault(place, "a rule is a mapping, with `alert` or `record` in it")


def _group(group: GroupText) -> Iterator[Fault]:
    if not _said(group.fields.get("name")):
        yield Fault(group.place, "a group has a `name`, and this one has none")
    rules = group.fields.get("rules")
    if rules is not None and not isinstance(rules, list):
        yield Fault(group.place.child("rules"), "`rules` of a group is a list")


def _rule(fields: Mapping[str, Any], place: Place) -> Iterator[Fault]:
    names = [key for key in ("alert", "record") if _said(fields.get(key))]
    if not names:
        yield Fault(place, "a rule has `alert` or `record` with its name, and this one has neither")
    if "expr" not in fields:
        where = place.child(names[0]).key() if names else place
        yield Fault(where, "a rule has `expr`, and this one has none")
    elif not isinstance(fields["expr"], str | Decimal):
        yield Fault(place.child("expr"), "`expr` is a text")
    for key in ("labels", "annotations"):
        texts = fields.get(key)
        if texts is not None and not isinstance(texts, dict):
            yield Fault(place.child(key), f"`{key}` is a mapping of names and texts")
        elif texts:
            yield from (
                Fault(place.child(key, name), f"`{name}` is a text")
                for name, text in texts.items()
                if isinstance(text, list | dict)
            )
    if isinstance(fields.get("labels"), dict) and "__name__" in fields["labels"]:
        message = "no rule can set `__name__`; a record is named by `record`"
        yield Fault(place.child("labels", "__name__").key(), message)


def _said(value: object) -> bool:
    return isinstance(value, str | Decimal | bool) and value != ""


_BAD = """\
groups:
  - name: queue
    rules:
      - record: job:queue_size:sum
        exp: sum by (job) (queue_size)
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
        "PS652",
        "what is no rule or group",
        "Prometheus refuses a whole rule file, with every alert in it, for one rule that is none",
        "write what is missing, or remove it",
    ),
    bad=_BAD,
    good=_GOOD,
    find=_find,
)
