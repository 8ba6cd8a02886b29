"""Notifications that go out before what would hold them back."""

from collections.abc import Iterator

from generator.check.shape import Check, Fault
from generator.check.specs.example import PROJECT
from generator.check.specs.whole import Whole
from generator.core.finding import Place, Rule, Severity
from generator.core.units import duration_text


def _find(whole: Whole) -> Iterator[Fault]:
    project = whole.estate.project
    wait = project.notifications.group_wait
    if whole.plan.alertmanager is not None and wait < project.evaluation:
        where = Place(whole.estate.project_file, ("notifications", "group_wait"))
        message = (
            f"a group waits {duration_text(wait)} for others, and rules are evaluated "
            f"every {duration_text(project.evaluation)}"
        )
        yield Fault(whole.estate.origin(where), message)


_EXAMPLE = PROJECT.replace("[rules]", "[rules, alertmanager]")

CHECK = Check(
    Rule(
        "PS345",
        "notification before its inhibition",
        "rule groups take turns within one evaluation, so the alert that holds back may come last",
        "let `group_wait` be no shorter than `evaluation`",
        Severity.WARNING,
    ),
    bad=f"{_EXAMPLE}notifications: {{group_wait: 10s}}\n",
    good=f"{_EXAMPLE}notifications: {{group_wait: 30s}}\n",
    find=_find,
)
