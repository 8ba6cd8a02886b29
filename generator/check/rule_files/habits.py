"""What every alert should have, said once where none has it."""

from collections.abc import Callable, Iterator

from generator.check.rule_files.subject import RuleFiles, RuleText
from generator.check.shape import Fault


def lacking(files: RuleFiles, has: Callable[[RuleText], bool], what: str) -> Iterator[Fault]:
    """Yield the alerts that lack something; all of them at once where it is nobody's habit."""
    alerts = list(files.alerts)
    without = [rule for rule in alerts if not has(rule)]
    if len(without) > 1 and len(without) == len(alerts):
        yield Fault(without[0].title, f"none of {len(alerts)} alerts has {what}")
        return
    for rule in without:
        yield Fault(rule.title, f"`{rule.name}` has no {what.removeprefix('a ')}")
