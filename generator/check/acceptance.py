"""What a project makes of findings: how much checks weigh, and which of them it accepts.

``checks:`` of the project weighs a check, ``allow:`` beside a thing accepts its findings there and
below. Neither reaches what keeps the project from being rendered.
"""

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping

from generator.check.allowed import Allowed, is_check, wrong_code
from generator.core.finding import Finding, Place, Rule, Severity
from generator.load.document import Document
from generator.spec.project import Project
from generator.spec.validate import Specs


class Acceptance:
    """How a project weighs findings; remembers which of its wishes were of use."""

    def __init__(
        self,
        specs: Specs,
        documents: Iterable[Document],
        rules: Callable[[], Mapping[str, Rule]],
    ) -> None:
        """Read what the specs say; ``rules`` are all that a finding can be an instance of."""
        found = specs.one(Project)
        self._file, project = found or ("", None)
        self._weights = dict(project.checks) if project is not None else {}
        self._allowed = Allowed(documents, rules)
        self._rules = rules

    @property
    def accepted(self) -> list[tuple[Finding, str]]:
        """What was accepted so far, and why."""
        return self._allowed.accepted

    def settle(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return the findings that are left, as heavy as the project wants them."""
        return self._allowed.settle(self.weigh(findings))

    def weigh(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return the findings that are not switched off, as heavy as the project wants them."""
        return [one for finding in findings if (one := self._weighed(finding))]

    def _weighed(self, finding: Finding) -> Finding | None:
        weight = self._weights.get(finding.code)
        if weight is None or not is_check(finding.rule):
            return finding
        if weight == "off":
            return None
        return dataclasses.replace(
            finding, rule=dataclasses.replace(finding.rule, severity=Severity(weight))
        )

    def findings(self) -> Iterator[Finding]:
        """Yield what is wrong with the wishes themselves; to be asked once all else is settled."""
        for code in self._weights:
            yield from wrong_code(code, Place(self._file, ("checks", code), "key"), self._rules())
        yield from self._allowed.findings()
