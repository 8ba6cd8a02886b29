"""What is accepted beside a thing: ``allow: {PS331: why}`` accepts it there and below."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from generator.check import codes
from generator.core.finding import Finding, Path, Place, Rule, Severity
from generator.load.document import Document, Tree

_CODE = re.compile(r"PS[0-9]{3}")
_CHECKS_FROM = "PS300"


class _Wish(NamedTuple):
    """A code that is accepted at a thing; ``place`` is that of the code's key."""

    code: str
    file: str
    path: Path
    place: Place
    reason: str


class Allowed:
    """What some files accept; remembers which of it was of use, and what was accepted."""

    def __init__(
        self, documents: Iterable[Document], rules: Callable[[], Mapping[str, Rule]]
    ) -> None:
        """Read what the files say; ``rules`` are all that a finding can be an instance of."""
        self._wishes = [one for each in documents for one in _wishes(each)]
        self._rules = rules
        self._used: set[Place] = set()
        self.accepted: list[tuple[Finding, str]] = []
        """What was accepted so far, and why."""

    def settle(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return the findings that nothing accepts."""
        return [one for one in findings if not self._takes(one)]

    def _takes(self, finding: Finding) -> bool:
        where = finding.where
        if not isinstance(where, Place) or not is_check(finding.rule):
            return False
        for one in self._wishes:
            below = where.file == one.file and where.path[: len(one.path)] == one.path
            if below and one.code == finding.code and one.reason.strip():
                self._used.add(one.place)
                self.accepted.append((finding, one.reason))
                return True
        return False

    def findings(self) -> Iterator[Finding]:
        """Yield what is wrong with the wishes themselves; to be asked once all else is settled."""
        for one in self._wishes:
            if one.place in self._used:
                continue
            wrong = list(wrong_code(one.code, one.place, self._rules()))
            yield from wrong
            if not wrong and not one.reason.strip():
                message = f"`{one.code}` is accepted here without a reason, so it is not"
                yield codes.NO_REASON.at(one.place, message, fix="write why behind the code")
            elif not wrong:
                yield codes.IDLE_ALLOW.at(one.place, f"there is no `{one.code}` here to accept")


def wrong_code(code: str, place: Place, rules: Mapping[str, Rule]) -> Iterator[Finding]:
    """Yield why a code can be neither weighed nor accepted, if it cannot."""
    rule = rules.get(code)
    if rule is None:
        yield codes.UNKNOWN_CODE.at(place, f"no finding has the code `{code}`")
    elif not is_check(rule):
        yield codes.FIXED_SEVERITY.at(place, f"`{code}` ({rule.title}) is always an error")


def is_check(rule: Rule) -> bool:
    """Tell whether a project may do without: checks, and what is no error anyway."""
    return rule.severity is not Severity.ERROR or rule.code >= _CHECKS_FROM


def _wishes(document: Document) -> Iterator[_Wish]:
    yield from _below(document.file, (), document.tree)


def _below(file: str, path: Path, tree: Tree) -> Iterator[_Wish]:
    if isinstance(tree, dict):
        for key, value in tree.items():
            if key == "allow" and isinstance(value, dict):
                for code in filter(_CODE.fullmatch, value):
                    place = Place(file, (*path, key, code), "key")
                    yield _Wish(code, file, path, place, str(value[code] or ""))
            yield from _below(file, (*path, key), value)
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            yield from _below(file, (*path, index), value)
