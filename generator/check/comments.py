"""Findings that a comment in a rule file of others accepts: ``# promspec: allow PS512 reason``.

In a rule, or on the lines directly above it, the comment speaks of that rule; before all rules it
speaks of the whole file. Capitals do not matter.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from generator.check import codes
from generator.core.finding import Finding, Path, Place, Rule, Where
from generator.load.document import Document

_COMMENT = re.compile(
    r"#[ \t]*promspec:[ \t]*allow[ \t]+(?P<codes>PS[0-9]+(?:[ \t]*,[ \t]*PS[0-9]+)*)"
    r"(?P<reason>[^\r\n]*)",
    re.IGNORECASE,
)
_CODE = re.compile(r"PS[0-9]+", re.IGNORECASE)
_BLANK = re.compile(r"\s*(#.*)?")


class _Comment(NamedTuple):
    """A code that is accepted below a path; ``start`` and ``end`` are where it stands."""

    code: str
    reason: str
    path: Path | None
    start: int
    end: int

    def holds(self, where: Where) -> bool:
        """Tell whether a place is below what it speaks of."""
        if self.path is None or not isinstance(where, Place):
            return False
        return where.path[: len(self.path)] == self.path


class Comments:
    """The comments of one file; remembers which of them were of use, and what they accepted."""

    def __init__(self, document: Document, rules: Sequence[Place]) -> None:
        """Read the comments; ``rules`` are the places of the rules of the file."""
        self._document = document
        self._used: set[_Comment] = set()
        self.accepted: list[tuple[Finding, str]] = []
        self._comments = list(_comments(document, rules))

    def settle(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return the findings that no comment accepts."""
        return [one for one in findings if not self._takes(one)] if self._comments else [*findings]

    def _takes(self, finding: Finding) -> bool:
        for one in self._comments:
            if one.reason and one.code == finding.code and one.holds(finding.where):
                self._used.add(one)
                self.accepted.append((finding, one.reason))
                return True
        return False

    def findings(self, rules: Mapping[str, Rule]) -> Iterator[Finding]:
        """Yield what is wrong with the comments; to be asked once all else is settled."""
        for one in self._comments:
            where = self._document.marks.between(one.start, one.end)
            if one.code not in rules:
                message = f"no finding has the code `{one.code}`"
                yield codes.UNKNOWN_CODE.at(where, message)
            elif not one.reason:
                message = f"`{one.code}` is accepted here without a reason, so it is not"
                yield codes.NO_REASON.at(where, message)
            elif one not in self._used:
                message = f"there is no `{one.code}` here to accept"
                yield codes.IDLE_ALLOW.at(where, message)


def _comments(document: Document, rules: Sequence[Place]) -> Iterator[_Comment]:
    matches = list(_COMMENT.finditer(document.text))
    lines = document.marks.lines
    spans = [(document.marks.span(one), one.path) for one in rules] if matches else []
    stretches = [(span.line, span.end_line, path) for span, path in spans]
    for match in matches:
        line, _ = lines.position(match.start())
        path = _speaks_of(line, stretches, document)
        reason = match["reason"].strip().lstrip(":").strip()
        for code in _CODE.finditer(match["codes"]):
            start, end = (match.start("codes") + at for at in code.span())
            yield _Comment(code[0].upper(), reason, path, start, end)


def _speaks_of(
    line: int, stretches: Sequence[tuple[int, int, Path]], document: Document
) -> Path | None:
    """Return the path of what a comment in a line is about; None where it is about nothing."""
    for first, last, path in stretches:
        if first <= line <= last:
            return path
    following = min((one for one in stretches if one[0] > line), default=None)
    if following is not None and all(
        _BLANK.fullmatch(document.marks.lines.line(number) or "")
        for number in range(line, following[0])
    ):
        return following[2]
    is_first = following is not None and following == min(stretches)
    return () if is_first else None
