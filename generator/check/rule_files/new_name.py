"""A name that only newer releases take, where nobody says which one loads the file."""

from collections.abc import Iterator

from generator.check.rule_files.names import names
from generator.check.rule_files.subject import RuleFiles
from generator.check.shape import Check, Fault
from generator.core.finding import Rule, Severity
from generator.promql.versions import RULE_FIELDS, text_of

_SINCE = text_of(RULE_FIELDS["name with other characters"].since)


def _find(files: RuleFiles) -> Iterator[Fault]:
    if files.target is not None:
        return
    for one in names(files):
        if not one.is_plain and not one.is_none:
            message = f"`{one.name}` is no name of {one.article} before Prometheus {_SINCE}"
            fix = f"{one.fix}, or say which Prometheus is the oldest: `--target {_SINCE}`"
            yield Fault(one.place, message, fix)


_BAD = """\
# without --target
groups:
  - name: queue
    rules:
      - record: job:queue-size:sum
        expr: sum by (job) (queue_size)
"""
_GOOD = """\
# without --target
groups:
  - name: queue
    rules:
      - record: job:queue_size:sum
        expr: sum by (job) (queue_size)
"""

CHECK = Check(
    Rule(
        "PS654",
        "name that only newer releases take",
        "an older Prometheus refuses the whole file for it, and most often it is a slip",
        f"write a name of letters, digits and `_`, or say `--target {_SINCE}`",
        Severity.WARNING,
    ),
    bad=_BAD,
    good=_GOOD,
    find=_find,
)
