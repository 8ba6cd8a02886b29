"""Findings: one type for everything a user can get wrong.

A finding is an instance of a :class:`Rule`, so its code, title, reason and usual fix are never
retyped where it is reported. Stages speak of *places* in a spec (file and path of keys); lines and
columns are looked up only when findings are shown, by whoever holds the source texts.
"""

import dataclasses
import enum
from collections.abc import Mapping
from typing import Literal, TypeAlias

Path: TypeAlias = tuple[str | int, ...]


class Severity(enum.StrEnum):
    """How much a finding weighs, gravest first."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"

    @property
    def rank(self) -> int:
        """Position in the order error, warning, advice (0 is the gravest)."""
        return list(Severity).index(self)


@dataclasses.dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text file: lines and columns count characters from 1, the end is exclusive."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """A thing in a spec, named by the keys that lead to it.

    ``part`` tells whether the key or the value is meant; ``chars`` narrows a text value to the
    characters from the first to (exclusively) the second offset.
    """

    file: str
    path: Path = ()
    part: Literal["key", "value"] = "value"
    chars: tuple[int, int] | None = None

    def child(self, *keys: str | int) -> "Place":
        """Return the place of something below this one."""
        return Place(self.file, (*self.path, *keys))

    def key(self) -> "Place":
        """Return the place of the key itself instead of its value."""
        return dataclasses.replace(self, part="key", chars=None)

    def within(self, start: int, end: int) -> "Place":
        """Return the place of some characters of this text, which may be a key."""
        return dataclasses.replace(self, chars=(start, end))


Where: TypeAlias = Place | Span


@dataclasses.dataclass(frozen=True, slots=True)
class Rule:
    """What a finding is an instance of: a stable code with its reason and usual fix.

    ``mended`` tells that `check --fix` may mend what one thing alone can be meant by; edits of
    other rules are not made.
    """

    code: str
    title: str
    why: str
    fix: str
    severity: Severity = Severity.ERROR
    mended: bool = False

    def guessed(self) -> "Rule":
        """Return the same for what is only likely to be wrong: at most a warning."""
        if self.severity is not Severity.ERROR:
            return self
        return dataclasses.replace(self, severity=Severity.WARNING)

    def at(
        self,
        where: Where,
        message: str,
        *,
        fix: str | None = None,
        related: "Related | None" = None,
        replace: str | None = None,
        instead_of: str | None = None,
    ) -> "Finding":
        """Return a finding of this rule; ``fix`` replaces the usual one where it can say more.

        ``replace`` is what can be put at the place without asking; quotes that stand there stay.
        With ``instead_of`` only where that stands there.
        """
        mend = replace if self.mended else None
        return Finding(self, where, message, fix or self.fix, related, mend, instead_of)


@dataclasses.dataclass(frozen=True, slots=True)
class Related:
    """A second place that explains a finding."""

    where: Where
    label: str


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, where, and what to do about it.

    ``replace`` is a text that mends it where it stands at the place, if there is one that cannot
    be wrong.
    """

    rule: Rule
    where: Where
    message: str
    fix: str
    related: Related | None = None
    replace: str | None = None
    instead_of: str | None = None

    @property
    def code(self) -> str:
        """The stable code of the rule, such as ``PS101``."""
        return self.rule.code

    @property
    def severity(self) -> Severity:
        """The severity of the rule."""
        return self.rule.severity


class FindingsError(Exception):
    """Raised where a stage cannot go on; carries everything that was found until then."""

    def __init__(self, findings: list[Finding]) -> None:
        """Keep the findings; there is at least one."""
        super().__init__(f"{len(findings)} finding(s)")
        self.findings = findings


class PromspecError(Exception):
    """Something outside the specs prevents the work (set-up, permissions); exit code 2."""


def rules_of(namespace: Mapping[str, object]) -> tuple[Rule, ...]:
    """Return the rules among the values of a module's namespace, sorted by code."""
    found = (value for value in namespace.values() if isinstance(value, Rule))
    return tuple(sorted(found, key=lambda rule: rule.code))
