"""What every alert should have: said of those that lack what others have, or once of all."""

from collections.abc import Callable, Iterator

from generator.check.rule_files.subject import RuleFiles, RuleText
from generator.check.shape import Fault

_BOTH = 2


def lacking(files: RuleFiles, has: Callable[[RuleText], bool], what: str) -> Iterator[Fault]:
    """Yield the alerts that lack something; all of them at once where it is nobody's habit.

    Where some have it, each that lacks it breaks a habit; where none has it, one place says it all.
    """
    alerts = list(files.alerts)
    without = [rule for rule in alerts if not has(rule)]
    if len(without) == len(alerts) > 1:
        who = "neither alert" if len(alerts) == _BOTH else f"none of {len(alerts)} alerts"
        yield Fault(without[0].title, f"{who} has {what}")
        return
    for rule in without:
        yield Fault(rule.title, f"`{rule.name}` has no {what.removeprefix('a ')}")
