"""What every alert should have: said of those that lack what others have, or once of all."""

from collections.abc import Callable, Iterator

from generator.check.rule_files.subject import RuleFiles, RuleText
from generator.check.shape import Fault

_MANY = 3  # alerts from which on it tells something that none has it


def lacking(files: RuleFiles, has: Callable[[RuleText], bool], what: str) -> Iterator[Fault]:
    """Yield the alerts that lack something; all of them at once where it is nobody's habit.

    Of one or two alerts that lack it nothing is said: labels may be added where they are routed.
    """
    alerts = list(files.alerts)
    without = [rule for rule in alerts if not has(rule)]
    if len(without) == len(alerts):
        if len(alerts) >= _MANY:
            yield Fault(without[0].title, f"none of {len(alerts)} alerts has {what}")
        return
    for rule in without:
        yield Fault(rule.title, f"`{rule.name}` has no {what.removeprefix('a ')}")
