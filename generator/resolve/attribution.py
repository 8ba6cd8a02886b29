"""Findings that exist only under an overlay: who is to blame."""

import dataclasses
from collections.abc import Iterable
from typing import TypeAlias

from generator.core.finding import Finding, Place, Related, Rule, Where
from generator.resolve.provenance import Provenance

Key: TypeAlias = tuple[Rule, Where, str]


def key_of(finding: Finding) -> Key:
    """Return what makes a finding another one; hints and second places do not."""
    return finding.rule, finding.where, finding.message


def distinct(findings: Iterable[Finding]) -> list[Finding]:
    """Return each finding once, the first of those that say the same of one place."""
    found: dict[Key, Finding] = {}
    for one in findings:
        found.setdefault(key_of(one), one)
    return list(found.values())


def attributed(finding: Finding, provenance: Provenance, because: Related | None) -> Finding:
    """Return a finding of an overlaid spec that leads to the overlay.

    It points at the value that the overlay gave. Where the fault is another one it stays, and the
    second place is a value that the overlay changed inside of what is wrong, or the overlay.
    """
    moved = provenance.translated(finding)
    here = because is not None and finding.where.file == because.where.file
    if here or moved.where != finding.where or not isinstance(finding.where, Place):
        return moved
    inside = provenance.below(finding.where)
    if inside:
        because = Related(inside[-1].key(), "changed here")
    return dataclasses.replace(moved, related=moved.related or because)
