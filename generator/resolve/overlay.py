"""Overlays: values laid over the plain trees of specs, which then are validated again."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from generator.core.finding import Finding, Path
from generator.load.document import Document, Tree
from generator.resolve.provenance import Assignment, Provenance
from generator.spec.lost import Lost, joined, of_spec
from generator.spec.validate import Entry, Specs, validate_document

_Change: TypeAlias = tuple[tuple[Path, str], ...]
Cache: TypeAlias = dict[tuple[str, _Change], tuple[Entry | None, list[Finding]]]
"""Validated documents by file and changes; services that change alike share one model."""


@dataclasses.dataclass(frozen=True, slots=True)
class Layered:
    """Specs together with their plain trees, and with what overlays changed in them."""

    specs: Specs
    provenance: Provenance = dataclasses.field(default_factory=Provenance)

    @classmethod
    def of(cls, specs: Specs, documents: Iterable[Document]) -> "Layered":
        """Return specs over which nothing is laid yet."""
        return cls(specs, Provenance({one.file: one.tree for one in documents}))

    @property
    def kinds(self) -> dict[tuple[str, str], str]:
        """The file of everything that says its kind and id, whether it is valid or not."""
        found: dict[tuple[str, str], str] = {}
        for file, tree in self.provenance.trees.items():
            if isinstance(tree, dict) and tree:
                kind, name = next(iter(tree.items()))
                found.setdefault((kind, str(name)), file)
        return found


def overlay(
    layered: Layered, assignments: Sequence[Assignment], cache: Cache | None = None
) -> tuple[Layered, list[Finding]]:
    """Return specs with some values put over them, and what is wrong then.

    Documents that nothing changes are not validated again. Findings stand at their places in the
    overlaid specs; :meth:`Provenance.translated` leads from there to the overlay.
    """
    if not assignments:
        return layered, []
    cache = {} if cache is None else cache
    provenance = layered.provenance.changed(assignments)
    entries = [
        entry
        for entry in layered.specs.entries
        if all(entry.file != one.file for one in assignments)
    ]
    findings: list[Finding] = []
    unread = [layered.specs.unread]
    for file, change in _changes(assignments).items():
        if (file, change) not in cache:
            cache[file, change] = validate_document(file, provenance.trees[file])
        entry, found = cache[file, change]
        if found:  # what is wrong without the overlay has been told
            _, known = validate_document(file, layered.provenance.trees[file])
            found = [one for one in found if one not in known]
        findings += found
        if entry is not None:
            entries.append(entry)
        else:
            unread.append(_lost(file, provenance.trees[file]))
    return Layered(Specs(tuple(entries), joined(unread)), provenance), findings


def _lost(file: str, tree: Tree) -> Lost:
    kind, name = next(iter(tree.items())) if isinstance(tree, dict) else ("", None)
    return Lost(frozenset({of_spec(kind, name, file)}))


def _changes(assignments: Iterable[Assignment]) -> Mapping[str, _Change]:
    found: dict[str, _Change] = {}
    for one in assignments:
        found[one.file] = (*found.get(one.file, ()), (one.path, repr(one.value)))
    return found
