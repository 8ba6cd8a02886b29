"""What a check of anything but an expression is: of metrics, rule files, dashboards or whole specs.

A check is a file of its own with a ``CHECK``; checks of one kind of subject make a family, and
:mod:`generator.check.families` lists the families. The tests run both examples of every check.
"""

import dataclasses
from collections.abc import Callable, Iterator
from typing import Generic, NamedTuple, TypeVar

from generator.check.reach import KnownFrom, Scope
from generator.core.finding import Finding, Related, Rule, Where

Subject = TypeVar("Subject")


class Fault(NamedTuple):
    """Something wrong; ``fix`` replaces the usual one of the rule where it can say more.

    ``replace`` is what can be put at the place without asking, for `check --fix`.
    """

    where: Where
    message: str
    fix: str | None = None
    related: Related | None = None
    replace: str | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Check(Generic[Subject]):
    """A check: what it is about, an example that is wrong and one that is right.

    ``known_from`` tells what shows that the bad example is wrong, ``unaided`` what shows the same
    of others without specs, if anything does.
    """

    rule: Rule
    bad: str
    good: str
    find: Callable[[Subject], Iterator[Fault]]
    known_from: KnownFrom = "itself"
    unaided: str = ""

    @property
    def shown(self) -> tuple[str, str]:
        """Both examples, for people."""
        return self.bad, self.good


@dataclasses.dataclass(frozen=True, slots=True)
class Family(Generic[Subject]):
    """Checks that look at the same kind of subject; ``read`` makes one of an example's text.

    ``read`` raises ValueError where an example cannot be read. ``scope`` tells where they look.
    """

    checks: tuple[Check[Subject], ...]
    read: Callable[[str], Subject]
    scope: Scope

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """Yield what the checks find in a subject, in the order of the checks."""
        for check in self.checks:
            for one in check.find(subject):
                yield check.rule.at(
                    one.where, one.message, fix=one.fix, related=one.related, replace=one.replace
                )

    def look(self, text: str) -> list[Finding]:
        """Return what the checks find in an example.

        Raises:
            ValueError: it cannot be read.
        """
        return list(self.findings(self.read(text)))
