"""Texts in a document that are documents themselves, such as the JSON in a ConfigMap."""

import dataclasses
from collections.abc import Iterable

from generator.core.finding import Finding, Path, Related, Span, Where
from generator.load.document import Document, Tree
from generator.load.lines import LineTable
from generator.load.source_map import SourceMap
from generator.load.yaml_source import load_foreign


def unfolded(document: Document, paths: Iterable[Path]) -> tuple[Document, list[Finding]]:
    """Return a document in which some texts are what they say, and what is wrong with those.

    Everything inside of them has its place in the file. A text that cannot be read stays a text.
    """
    tree, findings = document.tree, []
    inner: dict[Path, SourceMap] = {}
    for path in paths:
        text = _at(document.tree, path)
        if not isinstance(text, str):
            continue
        loaded = load_foreign(document.file, text.encode("utf-8", "surrogatepass"))
        places = _Places(document.marks, path, loaded.lines)
        findings += [places.moved(one) for one in loaded.findings]
        if loaded.document is not None:
            tree = _with(tree, path, loaded.document.tree)
            inner[path] = loaded.document.marks
    marks = document.marks.holding(inner)
    return dataclasses.replace(document, tree=tree, marks=marks), findings


@dataclasses.dataclass(frozen=True, slots=True)
class _Places:
    """Where the characters of a text at a path stand in the file."""

    marks: SourceMap
    path: Path
    lines: LineTable

    def moved(self, finding: Finding) -> Finding:
        """Return a finding about the text as one about the file."""
        related = finding.related
        if related is not None:
            related = Related(self._where(related.where), related.label)
        return dataclasses.replace(finding, where=self._where(finding.where), related=related)

    def _where(self, where: Where) -> Where:
        if not isinstance(where, Span):
            return where
        start = self.lines.offset(where.line, where.column)
        end = self.lines.offset(where.end_line, where.end_column)
        return self.marks.between(*self.marks.inside(self.path, start, end))


def _at(tree: Tree, path: Path) -> Tree:
    for step in path:
        if isinstance(tree, dict):
            tree = tree.get(str(step))
        else:
            tree = tree[step] if isinstance(tree, list) and isinstance(step, int) else None
    return tree


def _with(tree: Tree, path: Path, value: Tree) -> Tree:
    """Return a tree with another value at a path; the one given stays as it is."""
    if not path:
        return value
    first, rest = path[0], path[1:]
    if isinstance(tree, list) and isinstance(first, int):
        return [_with(one, rest, value) if at == first else one for at, one in enumerate(tree)]
    if isinstance(tree, dict):
        return {**tree, str(first): _with(tree[str(first)], rest, value)}
    return tree
