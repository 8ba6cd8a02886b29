"""What all parts of the resolving stage share: the specs, and where findings go."""

import dataclasses
import difflib
from collections.abc import Iterable, Mapping

from generator.core.finding import Finding, Place, Related, Rule
from generator.resolve import codes
from generator.spec.common import Item
from generator.spec.project import Decision, Label, Owner, Project


@dataclasses.dataclass(slots=True)
class Context:
    """The project and the definitions that everything refers to."""

    project: Project
    project_file: str
    labels: Mapping[str, Label]
    decisions: Mapping[str, Decision]
    owners: Mapping[str, Owner]
    findings: list[Finding] = dataclasses.field(default_factory=list)

    def report(
        self,
        rule: Rule,
        where: Place,
        message: str,
        *,
        fix: str | None = None,
        related: Related | None = None,
    ) -> None:
        """Keep a finding."""
        self.findings.append(rule.at(where, message, fix=fix, related=related))

    @property
    def target_labels(self) -> tuple[str, ...]:
        """Labels that scraping adds, without the identity, in the order of their definition."""
        identity = self.project.series_identity
        defined = (name for name, label in self.labels.items() if label.target)
        return tuple(name for name in defined if name not in identity)

    def owner_of(self, item: Item, inherited: str | None, where: Place) -> str:
        """Return the owner of something, inherited if it names none; check that it exists."""
        if item.owner is None:
            return inherited or ""
        if self.owners and item.owner not in self.owners:
            self.report(
                codes.UNKNOWN_OWNER,
                where.child("owner"),
                f"`{item.owner}` is no owner",
                fix=meant(item.owner, self.owners),
            )
        return item.owner

    def check_decisions(self, item: Item, where: Place) -> None:
        """Check that the decisions something names exist."""
        for number in item.decided:
            if number not in self.decisions:
                self.report(
                    codes.UNKNOWN_DECISION,
                    where.child("decided"),
                    f"decision `{number}` is not known",
                    fix=meant(number, self.decisions),
                )


def meant(word: str, known: Iterable[str]) -> str | None:
    """Return a hint at the known word that is closest, None if none is close."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"did you mean `{close[0]}`?" if close else None
