"""A name of a record, label or annotation that the target does not take."""

from collections.abc import Iterator

from generator.check.rule_files.names import Named, names
from generator.check.rule_files.subject import RuleFiles
from generator.check.shape import Check, Fault
from generator.core.finding import Rule
from generator.promql.versions import RULE_FIELDS, text_of

_NEWER = RULE_FIELDS["name with other characters"]


def _find(files: RuleFiles) -> Iterator[Fault]:
    old = files.target is not None and _NEWER.lack(files.target) is not None
    for one in names(files):
        if not one.name:
            yield Fault(one.place, f"{one.article} has a name, and this one has none")
        elif one.is_none:
            fix = "write the selection into `expr`, and labels into `labels`"
            yield Fault(one.place, f"`{one.name}` has braces, and no name of a record has", fix)
        elif old and not one.is_plain:
            yield Fault(one.place, _message(one, str(files.target)), one.fix)


def _message(one: Named, target: str) -> str:
    since = text_of(_NEWER.since)
    what = f"`{one.name}` is no name of {one.article}"
    return f"{what} before Prometheus {since}, the target is {target}"


_BAD = """\
groups:
  - name: queue
    rules:
      - record: job:queue-size:sum
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
        "PS653",
        "name that Prometheus does not take",
        "Prometheus refuses the whole file, with every alert in it",
        "write a name of letters, digits and `_`",
    ),
    bad=_BAD,
    good=_GOOD,
    find=_find,
    known_from="target",
)
