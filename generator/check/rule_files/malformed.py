"""A rule or group that is not what Prometheus takes for one."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from generator.check.foreign_rules import merged, name_in
from generator.check.rule_files.subject import GroupText, RuleFiles
from generator.check.shape import Check, Fault
from generator.core.finding import Place, Rule
from generator.core.spelling import surely

_LIMITS = 2**63
_SHORT = 3  # letters of `exp`


def _find(files: RuleFiles) -> Iterator[Fault]:
    for holder in files.holders:
        yield from _groups(holder.fields.get("groups"), holder.place.child("groups"))
    for group in files.groups:
        yield from _group(group)
        rules = group.fields.get("rules")
        for index, rule in enumerate(rules if isinstance(rules, list) else ()):
            place = group.place.child("rules", index)
            if isinstance(rule, dict):
                yield from _rule(merged(rule), place)
            elif rule is not None:  # nothing is no rule, and promtool passes over it
                yield Fault(place, "a rule is a mapping, with `alert` or `record` in it")


def _groups(groups: object, place: Place) -> Iterator[Fault]:
    if groups is not None and not isinstance(groups, list):
        yield Fault(place, "`groups` is a list")
    for index, group in enumerate(groups if isinstance(groups, list) else ()):
        if group is not None and not isinstance(group, dict):
            yield Fault(place.child(index), "a group is a mapping, with `name` and `rules` in it")


def _group(group: GroupText) -> Iterator[Fault]:
    if not group.name:
        yield Fault(group.place, "a group has a `name`, and this one has none")
    rules = group.fields.get("rules")
    if rules is not None and not isinstance(rules, list):
        yield Fault(group.place.child("rules"), "`rules` of a group is a list")
    limit = group.fields.get("limit")
    if limit is not None and not (isinstance(limit, Decimal) and limit < _LIMITS):
        yield Fault(group.place.child("limit"), "`limit` is a whole number, without quotes")
    yield from _texts(group.fields, "labels", group.place)


def _rule(fields: Mapping[str, Any], place: Place) -> Iterator[Fault]:
    yield from _kind(fields, place)
    expr = fields.get("expr")
    slip = next((key for key in fields if surely(key, ["expr"], _SHORT) and key != "expr"), None)
    if expr is None and "expr" not in fields and slip is not None:
        message = f"a rule has `expr`, and this one has `{slip}`"
        yield Fault(place.child(slip).key(), message, "did you mean `expr`?", replace="expr")
    elif expr is None:
        named = next((key for key in ("expr", "alert", "record") if key in fields), None)
        where = place.child(named).key() if named else place
        yield Fault(where, "a rule has `expr`, and this one has none")
    elif isinstance(expr, list | dict):
        yield Fault(place.child("expr"), "`expr` is a text")
    for key in ("labels", "annotations"):
        yield from _texts(fields, key, place)


def _kind(fields: Mapping[str, Any], place: Place) -> Iterator[Fault]:
    keys = [key for key in ("alert", "record") if key in fields]
    names = [key for key in keys if name_in(fields[key])]
    if len(names) > 1:
        message = "a rule has `alert` or `record`, and this one has both"
        yield Fault(place.child("record").key(), message, "make two rules of it")
    elif not names and keys:
        fix = f"write what it is called, or remove the rule: `{keys[0]}: Name`"
        yield Fault(place.child(keys[0]).key(), f"`{keys[0]}` gives no name", fix)
    elif not names:
        yield Fault(place, "a rule has `alert` or `record` with its name, and this one has neither")


def _texts(fields: Mapping[str, Any], key: str, place: Place) -> Iterator[Fault]:
    texts = fields.get(key)
    if texts is None:
        return
    if not isinstance(texts, dict):
        yield Fault(place.child(key), f"`{key}` is a mapping of names and texts")
        return
    for name, text in texts.items():
        if isinstance(text, list | dict) and name != "<<":
            yield Fault(place.child(key, name), f"`{name}` is a text")
    if key == "labels" and "__name__" in texts:
        message = "no rule can set `__name__`; a record is named by `record`"
        yield Fault(place.child("labels", "__name__").key(), message)


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
        mended=True,
    ),
    bad=_BAD,
    good=_GOOD,
    find=_find,
)
