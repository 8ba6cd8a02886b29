"""A rule that stands twice."""

import posixpath
from collections.abc import Iterator

from generator.check.rule_files.subject import RuleFiles, RuleText
from generator.check.shape import Check, Fault
from generator.core.finding import Related, Rule, Severity
from generator.load.yaml_source import STDIN


def _find(files: RuleFiles) -> Iterator[Fault]:
    seen: dict[object, RuleText] = {}
    beside: dict[object, RuleText] = {}
    shared: dict[tuple[str, str], list[tuple[RuleText, RuleText]]] = {}
    for rule in files.rules:
        key = (rule.kind, rule.name, tuple(sorted(rule.labels.items())), rule.spelled)
        first = seen.setdefault((rule.home, *key), rule)
        if first is not rule:
            message = f"{rule.kind} `{rule.name}` stands twice, with the same labels and expression"
            yield Fault(rule.title, message, related=Related(first.title, "the first one"))
            continue
        other = beside.setdefault((posixpath.dirname(rule.place.file), *key), rule)
        pair = other.place.file, rule.place.file
        if pair[0] != pair[1] and STDIN not in pair:
            shared.setdefault(pair, []).append((rule, other))
    for rules in shared.values():
        yield _in_both(rules)


def _in_both(rules: list[tuple[RuleText, RuleText]]) -> Fault:
    """Return that two files beside each other share rules; each is there with the other one.

    That one Prometheus loads both is likely and not certain, so this is said once of all of them.
    """
    rule, other = rules[0]
    more = len(rules) - 1
    others = f" and {more} more rule{'' if more == 1 else 's'}" if more else ""
    stand = "stand" if more else "stands"
    message = f"{rule.kind} `{rule.name}`{others} {stand} in another file beside this one, too"
    return Fault(rule.title, message, _FIX_OF_FILES, Related(other.title, "the first one"))


_FIX_OF_FILES = (
    "remove one of them; check files that no Prometheus loads together in calls of their own"
)
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
