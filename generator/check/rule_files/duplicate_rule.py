"""A rule that stands twice."""

from collections.abc import Iterator

from generator.check.rule_files.subject import RuleFiles
from generator.check.shape import Check, Fault
from generator.core.finding import Place, Related, Rule, Severity


def _find(files: RuleFiles) -> Iterator[Fault]:
    seen: dict[object, Place] = {}
    for rule in files.rules:
        key = (rule.home, rule.kind, rule.name, tuple(sorted(rule.labels.items())), rule.spelled)
        first = seen.setdefault(key, rule.title)
        if first != rule.title:
            message = f"{rule.kind} `{rule.name}` stands twice, with the same labels and expression"
            yield Fault(rule.title, message, related=Related(first, "the first one"))


_BAD = """\
groups:
  - name: queue
    rules:
      - record: job:queue_size:sum
        expr: sum by (job) (queue_size)
      - record: job:queue_size:sum
        expr: sum by (job) (queue_size)
"""
_GOOD = """\
groups:
  - name: queue
    rules:
      - record: job:queue_size:sum
        expr: sum by (job) (queue_size)
      - record: instance:queue_size:sum
        expr: sum by (instance) (queue_size)
"""

CHECK = Check(
    Rule(
        "PS630",
        "rule that stands twice",
        "two alerts with equal labels are one to Alertmanager, and two records of one series "
        "overwrite each other; a change of one of them changes nothing",
        "remove one of them",
        Severity.WARNING,
    ),
    bad=_BAD,
    good=_GOOD,
    find=_find,
)
