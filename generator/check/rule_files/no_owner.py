"""An alert without an owner."""

from collections.abc import Iterator

from generator.check.rule_files.example import GOOD, changed
from generator.check.rule_files.habits import lacking
from generator.check.rule_files.subject import RuleFiles
from generator.check.shape import Check, Fault
from generator.core.finding import Rule, Severity

_KEYS = ("owner", "team")


def _find(files: RuleFiles) -> Iterator[Fault]:
    return lacking(
        files, lambda rule: any(map(rule.labels.get, _KEYS)), "a label `owner` or `team`"
    )


CHECK = Check(
    Rule(
        "PS640",
        "alert without an owner",
        "nobody feels called, and nobody can be asked whether it may go",
        "add `owner` or `team` to its labels",
        Severity.ADVICE,
    ),
    bad=changed(", team: shop", ""),
    good=GOOD,
    find=_find,
)
