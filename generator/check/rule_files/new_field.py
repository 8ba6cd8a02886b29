"""A field that the target does not know."""

from collections.abc import Iterator

from generator.check.rule_files.subject import RuleFiles
from generator.check.shape import Check, Fault
from generator.core.finding import Rule
from generator.promql.versions import RULE_FIELDS, Target, text_of

_OF_GROUPS = {"limit": "limit", "query_offset": "query_offset", "labels": "labels of a group"}
_OF_RULES = {"keep_firing_for": "keep_firing_for"}


def _find(files: RuleFiles) -> Iterator[Fault]:
    if files.target is None:
        return
    rows = [(group.fields, group.place, _OF_GROUPS) for group in files.groups]
    rows += [(rule.fields, rule.place, _OF_RULES) for rule in files.rules]
    for fields, place, names in rows:
        for key, name in names.items():
            if key in fields and RULE_FIELDS[name].lack(files.target) is not None:
                yield Fault(place.child(key).key(), _message(name, files.target))


def _message(name: str, target: Target) -> str:
    since = text_of(RULE_FIELDS[name].since)
    return f"`{name}` needs Prometheus {since}, the target is {target}"


_BAD = """\
groups:
  - name: queue
    labels: {team: shop}
    rules:
      - record: job:queue_size:sum
        expr: sum by (job) (queue_size)
"""
_GOOD = """\
groups:
  - name: queue
    query_offset: 1m
    rules:
      - record: job:queue_size:sum
        expr: sum by (job) (queue_size)
"""

CHECK = Check(
    Rule(
        "PS650",
        "field of a rule file that the target does not know",
        "Prometheus refuses a whole rule file, with every alert in it, for one unknown field",
        "remove it, or raise the target once every Prometheus is new enough",
    ),
    bad=_BAD,
    good=_GOOD,
    find=_find,
    known_from="target",
)
