"""What all parts of the resolving stage share: the specs, and where findings go."""

import dataclasses
from collections.abc import Iterable, Mapping

from generator.core.finding import Finding, Place, Related, Rule
from generator.core.spelling import listed, meant, surely
from generator.core.units import Quantity
from generator.resolve import codes
from generator.spec.common import Item
from generator.spec.lost import NOTHING, OWNER, Lost
from generator.spec.project import Decision, Label, Owner, Project

_OF_PROMETHEUS = ("job", "instance")


@dataclasses.dataclass(slots=True)
class Context:
    """The project and the definitions that everything refers to.

    ``declared`` are the ids of indicators, SLOs and alerts that components say, also of those that
    could not be resolved. ``doubted`` are the constants of which the value has a wrong unit.
    ``declared_at`` tells where metrics are declared.
    """

    project: Project
    project_file: str
    labels: Mapping[str, Label]
    decisions: Mapping[str, Decision]
    owners: Mapping[str, Owner]
    findings: list[Finding] = dataclasses.field(default_factory=list)
    lost: Lost = NOTHING
    declared: set[str] = dataclasses.field(default_factory=set)
    doubted: frozenset[str] = frozenset()
    declared_at: dict[str, Place] = dataclasses.field(default_factory=dict)

    def report(
        self,
        rule: Rule,
        where: Place,
        message: str,
        *,
        fix: str | None = None,
        related: Related | None = None,
        replace: str | None = None,
    ) -> None:
        """Keep a finding."""
        found = rule.at(where, message, fix=fix, related=related, replace=replace)
        self.findings.append(found)

    def unknown(
        self,
        rule: Rule,
        where: Place,
        message: str,
        *,
        sought: tuple[str, str],
        known: Iterable[str],
        fix: str | None = None,
        related: Related | None = None,
    ) -> None:
        """Keep the finding that nothing has a name, with a hint at a known one that is close.

        Args:
            rule: What it is an instance of.
            where: The place of the name.
            message: What is wrong.
            sought: What sort of thing is sought, and the name. Where it may be defined in a spec
                that could not be read, nothing is said.
            known: The names that there are.
            fix: What to do where no known name is close.
            related: A second place that explains it.
        """
        if not self.lost.may_be(*sought):
            hint = meant(sought[1], known) or fix
            found = rule.at(
                where,
                message,
                fix=hint,
                related=related,
                replace=surely(sought[1], known),
                instead_of=sought[1],
            )
            self.findings.append(found)

    def constant(self, name: str, where: Place) -> Quantity | None:
        """Return the value of a constant; None, with a finding, where it has none here."""
        constants = self.project.constants
        value = constants[name].value if name in constants else None
        if name not in constants:
            self.unknown(
                codes.UNKNOWN_ID,
                where,
                f"constant `{name}` is not defined",
                sought=("constant", name),
                known=constants,
                fix="define it under `constants:` in project.yaml",
            )
        elif value is None:
            self.report(
                codes.UNKNOWN_ID,
                where,
                f"constant `{name}` has no value here",
                fix="give it a `value:`, or set it in the environment",
            )
        return value

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
            self.unknown(
                codes.UNKNOWN_OWNER,
                where.child("owner"),
                f"`{item.owner}` is no owner",
                sought=("owner", item.owner),
                known=self.owners,
                fix=f"owners are {listed(self.owners, 'and')}; add it to specs/owners.yaml",
            )
        return item.owner

    def constant_place(self, name: str) -> Place:
        """Return where the value of a constant stands in the project."""
        return Place(self.project_file, ("constants", name, "value"))

    def need_owner(self, owner: str, name: str, where: Place) -> None:
        """Check that somebody owns what notifies; ``name`` is its id."""
        component = name.rpartition("/")[2].partition(".")[0]
        if not owner and not self.lost.may_be(OWNER, component):
            self.report(codes.NO_OWNER, where, f"nobody owns `{name}`")

    def need_label(self, label: str, where: Place) -> None:
        """Check that a label is defined."""
        if label not in self.labels:
            self.unknown(
                codes.UNDECLARED_LABEL,
                where,
                f"label `{label}` is not defined",
                sought=("label", label),
                known=self.labels,
            )

    def need_selectable(self, label: str, where: Place) -> None:
        """Check that a label is defined, or one that Prometheus puts on every series."""
        if label not in _OF_PROMETHEUS:
            self.need_label(label, where)

    def check_decisions(self, item: Item, where: Place) -> None:
        """Check that the decisions something names exist."""
        for index, number in enumerate(item.decided):
            if number not in self.decisions:
                self.unknown(
                    codes.UNKNOWN_DECISION,
                    where.child("decided", index),
                    f"decision `{number}` is not known",
                    sought=("decision", number),
                    known=(),
                    fix=f"decisions are {listed(self.decisions, 'and')}; add it to "
                    "specs/decisions.yaml"
                    if self.decisions
                    else None,
                )
