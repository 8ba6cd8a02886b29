"""An alert without a runbook."""

from collections.abc import Iterator

from generator.check.rule_files.example import GOOD, changed
from generator.check.rule_files.habits import lacking
from generator.check.rule_files.subject import RuleFiles
from generator.check.shape import Check, Fault
from generator.core.finding import Rule, Severity

_KEYS = ("runbook_url", "runbook")


def _find(files: RuleFiles) -> Iterator[Fault]:
    return lacking(files, lambda rule: any(map(rule.annotations.get, _KEYS)), "a runbook")


CHECK = Check(
    Rule(
        "PS639",
        "alert without a runbook",
        "who is woken at night by an alert that they have never seen needs to be told what to do",
        "write one, and add `runbook_url` to the annotations",
        Severity.ADVICE,
    ),
    bad=changed(", runbook_url: https://example.com", ""),
    good=GOOD,
    find=_find,
)
