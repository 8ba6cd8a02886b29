"""A field that no Prometheus knows."""

from collections.abc import Iterator

from generator.check.rule_files.subject import RuleFiles
from generator.check.shape import Check, Fault
from generator.core.finding import Rule

# Those of Thanos, Mimir and the operator among them; they take the fields out again.
_OF_GROUPS = {
    *("name", "interval", "query_offset", "limit", "labels", "rules"),
    *("partial_response_strategy", "source_tenants", "evaluation_delay"),
}
_OF_RECORDS = {"record", "expr", "labels"}
_OF_ALERTS = {"alert", "expr", "for", "keep_firing_for", "labels", "annotations"}


def _find(files: RuleFiles) -> Iterator[Fault]:
    for group in files.groups:
        for key in sorted(group.fields.keys() - _OF_GROUPS):
            yield Fault(group.place.child(key).key(), f"a group has no field `{key}`")
        for rule in group.rules:
            known = _OF_ALERTS if rule.kind == "alert" else _OF_RECORDS
            for key in sorted(rule.fields.keys() - known):
                message = f"a rule that is {_ARTICLE[rule.kind]} has no field `{key}`"
                yield Fault(rule.place.child(key).key(), message)


_ARTICLE = {"alert": "an alert", "record": "a record"}

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
