"""What a command found in one project; how that is shown stands in ``results``."""

import dataclasses

from generator.app import Project
from generator.core.finding import Finding, Severity
from generator.plan.alert_rows import alert_rows


@dataclasses.dataclass(frozen=True, slots=True)
class Result:
    """What was found in one project."""

    project: Project
    findings: tuple[Finding, ...]

    @property
    def size(self) -> str:
        """How much there is in the project, in a line."""
        estate = self.project.estate
        specs = len(self.project.specs.entries)
        parts = [counted(specs, "spec")]
        if estate is not None:
            alerts = sum(1 for _ in alert_rows(estate))
            parts.append(counted(len(estate.indicators), "indicator"))
            parts += [counted(len(estate.slos), "SLO")] if estate.slos else []
            parts.append(counted(alerts, "alert"))
        return ", ".join(parts)

    def failing(self, fail_on: str) -> bool:
        """Tell whether a finding is at or above a severity."""
        return any(one.severity.rank <= Severity(fail_on).rank for one in self.findings)


def counted(number: int, what: str) -> str:
    """Return a number with its noun; there is no plural of advice."""
    return f"{number} {what}{'' if number == 1 or what == Severity.ADVICE else 's'}"
