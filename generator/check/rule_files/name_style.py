"""Alert names in several styles."""

import re
from collections.abc import Iterator

from generator.check.rule_files.example import GOOD, changed
from generator.check.rule_files.subject import RuleFiles
from generator.check.shape import Check, Fault
from generator.core.finding import Rule, Severity

_CAMEL = re.compile(r"[A-Z][A-Za-z0-9]*")


def _find(files: RuleFiles) -> Iterator[Fault]:
    alerts = list(files.alerts)
    camel = [bool(_CAMEL.fullmatch(rule.name)) for rule in alerts]
    if not any(camel) or all(camel):
        return
    usual = camel.count(True) >= camel.count(False)
    for rule, is_camel in zip(alerts, camel, strict=True):
        if is_camel is not usual:
            style = "in CamelCase" if usual else "not in CamelCase"
            yield Fault(rule.title, f"`{rule.name}`, where most names of alerts are {style}")


CHECK = Check(
    Rule(
        "PS642",
        "names of alerts in several styles",
        "routes, silences and searches are written by name; with two styles somebody misses one",
        "rename it like the others",
        Severity.ADVICE,
    ),
    bad=changed("QueueFull", "queue_full"),
    good=GOOD,
    find=_find,
)
