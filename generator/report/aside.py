"""Findings that are left out of a report, and why: accepted ones, and those known before."""

import dataclasses
from collections.abc import Iterable

from generator.core.finding import Finding, Severity
from generator.load.document import Sources
from generator.report.located import Located, locate


@dataclasses.dataclass(frozen=True, slots=True)
class Aside:
    """What is left out.

    Attributes:
        accepted: Findings that somebody accepts, with the reason.
        known: Fingerprints of findings that a baseline holds.
        only: Codes that are asked for; all, where it is empty.
        least: The least severity that is asked for.
    """

    accepted: tuple[tuple[Finding, str], ...] = ()
    known: frozenset[str] = frozenset()
    only: frozenset[str] = frozenset()
    least: Severity = Severity.ADVICE

    def shown(self, findings: Iterable[Finding], sources: Sources) -> list[Located]:
        """Return the findings that are reported, with their places."""
        return [
            one
            for one in locate(findings, sources)
            if one.fingerprint not in self.known and self._wanted(one)
        ]

    def suppressed(
        self, findings: Iterable[Finding], sources: Sources
    ) -> list[tuple[Located, str | None]]:
        """Return those that are not, with the reason of whoever accepted them.

        None stands for those that a baseline holds. What nobody asked for is left out altogether.
        """
        reasons = dict(self.accepted)
        known = [one for one in locate(findings, sources) if one.fingerprint in self.known]
        accepted = [
            (located, reasons[finding])
            for finding in reasons
            for located in locate([finding], sources)
        ]
        every: list[tuple[Located, str | None]] = [*((one, None) for one in known), *accepted]
        return [(one, reason) for one, reason in every if self._wanted(one)]

    def _wanted(self, one: Located) -> bool:
        wanted = not self.only or one.code in self.only
        return wanted and one.severity.rank <= self.least.rank


NOTHING = Aside()
"""Where nothing is left out."""
