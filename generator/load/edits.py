"""Findings that can be mended without asking, made into edits of a text that leave all else."""

import re
from collections.abc import Iterable
from typing import NamedTuple

import yaml

from generator.core.finding import Finding, Span
from generator.load.document import Sources
from generator.load.events import end_of, events, start_of
from generator.load.lines import LineTable
from generator.load.scalars import ScalarError, resolve_plain

# What means the same in every style of YAML and every quote of PromQL, so needs no escape.
_HARMLESS = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.:/-]*[A-Za-z0-9_])?")


class Edit(NamedTuple):
    """Characters of a file from one offset up to another, and the text to put there."""

    file: str
    start: int
    end: int
    text: str

    def span(self, lines: LineTable) -> Span:
        """Return where that is."""
        return lines.span(self.file, self.start, self.end)


def edit_of(finding: Finding, sources: Sources) -> Edit | None:
    """Return the edit that mends a finding; None where there is none beyond doubt.

    Where escapes or line breaks stand between a value and its file there is none either.
    """
    if finding.replace is None or not _HARMLESS.fullmatch(finding.replace):
        return None
    found = sources.verbatim(finding.where)
    if found is None:
        return None
    edit = Edit(finding.where.file, *found, finding.replace)
    there = sources.documents[edit.file].text[edit.start : edit.end]
    return edit if finding.instead_of in {None, there} and there != edit.text else None


def chosen(edits: Iterable[Edit]) -> list[Edit]:
    """Return edits that do not overlap, in the order of the text; of two that do, the first."""
    found: list[Edit] = []
    for one in sorted(set(edits), key=lambda edit: (edit.start, edit.end, edit.text)):
        if not found or one.start >= found[-1].end:
            found.append(one)
    return found


def edited(text: str, edits: Iterable[Edit]) -> str | None:
    """Return a text with edits that do not overlap; None if they would change anything else."""
    pieces, at = [], 0
    some = list(edits)
    for one in some:
        pieces += [text[at : one.start], one.text]
        at = one.end
    result = "".join([*pieces, text[at:]])
    return result if _same_but(text, result, some) else None


def _same_but(before: str, after: str, edits: list[Edit]) -> bool:
    """Tell whether two YAML texts say the same but for values that an edit stands in."""
    try:
        old, new = list(events(before)), list(events(after))
    except yaml.MarkedYAMLError:
        return False
    return len(old) == len(new) and all(
        _same(one, other, edits) for one, other in zip(old, new, strict=True)
    )


def _same(one: yaml.Event, other: yaml.Event, edits: list[Edit]) -> bool:
    if not isinstance(one, yaml.ScalarEvent) or not isinstance(other, yaml.ScalarEvent):
        return one.__class__ is other.__class__
    if (one.style, one.tag, one.anchor) != (other.style, other.tag, other.anchor):
        return False
    start, end = start_of(one), end_of(one)
    inside = any(start <= edit.start and edit.end <= end for edit in edits)
    return one.value == other.value or (inside and _kind(one) is _kind(other))


def _kind(scalar: yaml.ScalarEvent) -> type:
    """Return the type of a value; a text must not become a number."""
    if scalar.style:
        return str
    try:
        return type(resolve_plain(scalar.value))
    except ScalarError:
        return ScalarError
