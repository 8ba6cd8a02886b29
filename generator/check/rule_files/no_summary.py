"""An alert that does not say what is wrong."""

from collections.abc import Iterator

from generator.check.rule_files.example import GOOD, changed
from generator.check.rule_files.habits import lacking
from generator.check.rule_files.subject import RuleFiles
from generator.check.shape import Check, Fault
from generator.core.finding import Rule, Severity

_KEYS = ("summary", "description")


def _find(files: RuleFiles) -> Iterator[Fault]:
    return lacking(files, lambda rule: any(map(rule.annotations.get, _KEYS)), "a `summary`")


CHECK = Check(
    Rule(
        "PS641",
        "alert that does not say what is wrong",
        "the notification shows labels and a name, and the reader has to work out the rest",
        "add a `summary`, with the value and the label that matters",
        Severity.ADVICE,
    ),
    bad=changed("summary: Orders wait., description: There are many., ", ""),
    good=GOOD,
    find=_find,
)
