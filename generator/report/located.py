"""Findings with their places looked up: what every output format is made from."""

import collections
import dataclasses
import hashlib
import json
from collections.abc import Iterable

from generator.core.finding import Finding, Path, Place, Rule, Severity, Span
from generator.load.document import Sources


@dataclasses.dataclass(frozen=True, slots=True)
class LocatedNote:
    """The second place of a finding.

    Attributes:
        label: What there is to see.
        span: Where.
        excerpt: The first line of it, None where the text is not known.
    """

    label: str
    span: Span
    excerpt: str | None


@dataclasses.dataclass(frozen=True, slots=True)
class Located:
    """A finding as it is shown.

    Attributes:
        rule: What it is an instance of.
        message: What is wrong.
        fix: What to do about it.
        span: Where.
        path: The keys that lead to the place, None where it is known as a stretch of text only.
        excerpt: The first line of the place, None where the text is not known.
        related: A second place that explains it.
        fingerprint: Tells the finding from all others, and stays when lines are inserted above.
    """

    rule: Rule
    message: str
    fix: str
    span: Span
    path: Path | None
    excerpt: str | None
    related: LocatedNote | None
    fingerprint: str = ""

    @property
    def code(self) -> str:
        """The stable code of the rule, such as ``PS101``."""
        return self.rule.code

    @property
    def severity(self) -> Severity:
        """How much it weighs."""
        return self.rule.severity

    @property
    def title(self) -> str:
        """The rule in a few words."""
        return self.rule.title

    @property
    def why(self) -> str:
        """What the rule is good for."""
        return self.rule.why


@dataclasses.dataclass(frozen=True, slots=True)
class Summary:
    """How many findings there are.

    Attributes:
        counts: The number of each severity, gravest first.
        files: The number of files that have findings.
    """

    counts: dict[Severity, int]
    files: int


def locate(findings: Iterable[Finding], sources: Sources) -> list[Located]:
    """Return each finding once with its place, by file, line, column, code and message."""
    found = sorted(dict.fromkeys(_located(each, sources) for each in findings), key=_order)
    seen: collections.Counter[str] = collections.Counter()
    return [dataclasses.replace(each, fingerprint=_fingerprint(each, seen)) for each in found]


def summarize(located: Iterable[Located]) -> Summary:
    """Return how many findings there are."""
    found = list(located)
    counts = dict.fromkeys(Severity, 0)
    for each in found:
        counts[each.severity] += 1
    return Summary(counts, len({each.span.file for each in found}))


def _located(finding: Finding, sources: Sources) -> Located:
    span = sources.span(finding.where)
    related = None
    if finding.related:
        other = sources.span(finding.related.where)
        excerpt = sources.line(other.file, other.line)
        related = LocatedNote(finding.related.label, other, excerpt)
    return Located(
        rule=finding.rule,
        message=finding.message,
        fix=finding.fix,
        span=span,
        path=finding.where.path if isinstance(finding.where, Place) else None,
        excerpt=sources.line(span.file, span.line),
        related=related,
    )


def _order(each: Located) -> tuple[object, ...]:
    span = each.span
    rest = (span.end_line, span.end_column, each.fix, repr(each.related), repr(each.path))
    return (span.file, span.line, span.column, each.code, each.message, *rest)


def _fingerprint(each: Located, seen: collections.Counter[str]) -> str:
    """Return a fingerprint; equal ones are numbered in the order in which they stand."""
    subject = json.dumps(each.path) if each.path else each.message
    identity = f"{each.code}\0{each.span.file}\0{subject}"
    number = seen[identity]
    seen[identity] += 1
    text = f"{identity}\0{number}" if number else identity
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:16]
