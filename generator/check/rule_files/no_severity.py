"""An alert without a severity."""

from collections.abc import Iterator

from generator.check.rule_files.example import GOOD, changed
from generator.check.rule_files.habits import lacking
from generator.check.rule_files.subject import RuleFiles
from generator.check.shape import Check, Fault
from generator.core.finding import Rule, Severity


def _find(files: RuleFiles) -> Iterator[Fault]:
    return lacking(files, lambda rule: bool(rule.labels.get("severity")), "a label `severity`")


CHECK = Check(
    Rule(
        "PS638",
        "alert without a severity",
        "routes tell pages from tickets by it, so the alert goes wherever the default route leads",
        "add `severity` to its labels",
        Severity.WARNING,
    ),
    bad=changed("severity: warning, ", ""),
    good=GOOD,
    find=_find,
)
