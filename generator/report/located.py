"""Findings with their places looked up: what every output format is made from."""

import collections
import dataclasses
import functools
import hashlib
import json
from collections.abc import Callable, Iterable

from generator.core.finding import Finding, Path, Place, Rule, Severity, Span
from generator.load.document import Sources
from generator.load.edits import edit_of
from generator.report.discreet import discreet_line, discreet_text

# What tells an item of a list from the others, whatever its number.
_NAMES = ("id", "alert", "record", "name")


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
class LocatedEdit:
    """What mends a finding without asking: a stretch of a file and the text to put there."""

    span: Span
    text: str


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
        edit: What `check --fix` does about it.
        stable: The name of the file, wherever it is looked at from.
    """

    rule: Rule
    message: str
    fix: str
    span: Span
    path: Path | None
    excerpt: str | None
    related: LocatedNote | None
    fingerprint: str = ""
    edit: LocatedEdit | None = None
    stable: str = ""

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
        fixable: The number of findings that `check --fix` mends.
    """

    counts: dict[Severity, int]
    files: int
    fixable: int = 0


def locate(findings: Iterable[Finding], sources: Sources) -> list[Located]:
    """Return each finding once with its place, by file, line, column, code and message."""
    # A file may be one line of a megabyte, with thousands of findings in it.
    line = functools.cache(functools.partial(discreet_line, sources))
    found = sorted(dict.fromkeys(_located(each, sources, line) for each in findings), key=_order)
    seen: collections.Counter[str] = collections.Counter()
    return [
        dataclasses.replace(each, fingerprint=_fingerprint(each, seen, sources)) for each in found
    ]


def summarize(located: Iterable[Located]) -> Summary:
    """Return how many findings there are."""
    found = list(located)
    counts = dict.fromkeys(Severity, 0)
    for each in found:
        counts[each.severity] += 1
    files = len({each.span.file for each in found})
    return Summary(counts, files, sum(each.edit is not None for each in found))


def _located(finding: Finding, sources: Sources, line: Callable[[str, int], str | None]) -> Located:
    span = sources.span(finding.where)
    related = None
    if finding.related:
        other = sources.span(finding.related.where)
        related = LocatedNote(finding.related.label, other, line(other.file, other.line))
    edit = edit_of(finding, sources)
    lines = sources.documents[edit.file].marks.lines if edit else None
    return Located(
        rule=finding.rule,
        message=discreet_text(sources, finding.where, finding.message),
        fix=discreet_text(sources, finding.where, finding.fix),
        span=span,
        path=finding.where.path if isinstance(finding.where, Place) else None,
        excerpt=line(span.file, span.line),
        related=related,
        edit=LocatedEdit(edit.span(lines), edit.text) if edit and lines else None,
        stable=sources.stable.get(span.file, span.file),
    )


def _order(each: Located) -> tuple[object, ...]:
    span = each.span
    rest = (span.end_line, span.end_column, each.fix, repr(each.related), repr(each.path))
    return (span.file, span.line, span.column, each.code, each.message, *rest)


def _fingerprint(each: Located, seen: collections.Counter[str], sources: Sources) -> str:
    """Return a fingerprint; equal ones are numbered in the order in which they stand."""
    subject = json.dumps(_named(each, sources)) if each.path else each.message
    identity = f"{each.code}\0{each.stable}\0{subject}"
    number = seen[identity]
    seen[identity] += 1
    text = f"{identity}\0{number}" if number else identity
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:16]


def _named(each: Located, sources: Sources) -> list[str | int]:
    """Return the path of a finding with the names of things instead of their numbers in lists."""
    document = sources.documents.get(each.span.file)
    tree: object = document.tree if document else None
    steps: list[str | int] = []
    for step in each.path or ():
        inner: object = None
        if isinstance(tree, dict):
            inner = tree.get(str(step))
        elif isinstance(tree, list) and isinstance(step, int) and step < len(tree):
            inner = tree[step]
        name = _name(inner) if isinstance(step, int) else ""
        steps.append(name or step)
        tree = inner
    return steps


def _name(tree: object) -> str:
    if not isinstance(tree, dict):
        return ""
    found = ((key, tree[key]) for key in _NAMES if isinstance(tree.get(key), str))
    return next((f"{key}={value}" for key, value in found), "")
