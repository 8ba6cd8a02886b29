"""What a project makes of findings: how much checks weigh, and which of them it accepts.

``checks:`` of the project weighs a check, ``allow:`` beside a thing accepts its findings there and
below. Neither reaches what keeps the project from being rendered.
"""

import dataclasses
import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from generator.check import codes
from generator.core.finding import Finding, Path, Place, Rule, Severity
from generator.core.spelling import meant
from generator.load.document import Document, Tree
from generator.spec.project import Project
from generator.spec.validate import Specs

_CODE = re.compile(r"PS[0-9]{3}")
_CHECKS_FROM = "PS300"


@dataclasses.dataclass(frozen=True, slots=True)
class _Allowed:
    """A code that is accepted at a thing; ``place`` is that of the code's key."""

    code: str
    file: str
    path: Path
    place: Place
    reason: str


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
        self._allowed = [one for each in documents for one in _allowed(each)]
        self._rules = rules
        self._used: set[Place] = set()
        self.accepted: list[tuple[Finding, str]] = []
        """What was accepted so far, and why."""

    def settle(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return the findings that are left, as heavy as the project wants them."""
        return [one for one in self.weigh(findings) if not self._takes(one)]

    def weigh(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return the findings that are not switched off, as heavy as the project wants them."""
        return [one for finding in findings if (one := self._weighed(finding))]

    def _weighed(self, finding: Finding) -> Finding | None:
        weight = self._weights.get(finding.code)
        if weight is None or not _is_check(finding.rule):
            return finding
        if weight == "off":
            return None
        return dataclasses.replace(
            finding, rule=dataclasses.replace(finding.rule, severity=Severity(weight))
        )

    def _takes(self, finding: Finding) -> bool:
        where = finding.where
        if not isinstance(where, Place) or not _is_check(finding.rule):
            return False
        for one in self._allowed:
            below = where.file == one.file and where.path[: len(one.path)] == one.path
            if below and one.code == finding.code:
                self._used.add(one.place)
                self.accepted.append((finding, one.reason))
                return True
        return False

    def findings(self) -> Iterator[Finding]:
        """Yield what is wrong with the wishes themselves; to be asked once all else is settled."""
        for code in self._weights:
            yield from self._of_code(code, Place(self._file, ("checks", code), "key"))
        for one in self._allowed:
            wrong = list(self._of_code(one.code, one.place))
            yield from wrong
            if not wrong and one.place not in self._used:
                yield codes.IDLE_ALLOW.at(one.place, f"there is no `{one.code}` here to accept")

    def _of_code(self, code: str, place: Place) -> Iterator[Finding]:
        rules = self._rules()
        rule = rules.get(code)
        if rule is None:
            fix = meant(code, rules)
            yield codes.UNKNOWN_CODE.at(place, f"no finding has the code `{code}`", fix=fix)
        elif not _is_check(rule):
            yield codes.FIXED_SEVERITY.at(place, f"`{code}` ({rule.title}) is always an error")


def _is_check(rule: Rule) -> bool:
    """Tell whether a project may do without: checks, and what is no error anyway."""
    return rule.severity is not Severity.ERROR or rule.code >= _CHECKS_FROM


def _allowed(document: Document) -> Iterator[_Allowed]:
    yield from _below(document.file, (), document.tree)


def _below(file: str, path: Path, tree: Tree) -> Iterator[_Allowed]:
    if isinstance(tree, dict):
        for key, value in tree.items():
            if key == "allow" and isinstance(value, dict):
                for code in filter(_CODE.fullmatch, value):
                    place = Place(file, (*path, key, code), "key")
                    yield _Allowed(code, file, path, place, str(value[code]))
            yield from _below(file, (*path, key), value)
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            yield from _below(file, (*path, index), value)
