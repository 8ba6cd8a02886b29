"""What loading gives: plain data beside the position of every key and value in it."""

import dataclasses
from decimal import Decimal
from typing import TypeAlias

from generator.core.finding import Path, Place, Span, Where
from generator.load.lines import LineTable
from generator.load.source_map import SourceMap

Scalar: TypeAlias = str | bool | Decimal | None
Tree: TypeAlias = Scalar | list["Tree"] | dict[str, "Tree"]


@dataclasses.dataclass(frozen=True, slots=True)
class Document:
    """One spec file: its name in findings, its text, its data and where each datum stands.

    ``doubled`` are the paths of keys that are given again, of which the data has the first value.
    """

    file: str
    text: str
    tree: Tree
    marks: SourceMap = dataclasses.field(compare=False, repr=False)
    doubled: tuple[Path, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Sources:
    """All texts that findings can point into, by file name.

    Attributes:
        documents: The files that were loaded.
        texts: Other files, such as those that could not be loaded, for their excerpts.
        stable: Names of files that are the same from wherever they are looked at; those of files
            that are not in it are.
    """

    documents: dict[str, Document]
    texts: dict[str, LineTable] = dataclasses.field(default_factory=dict)
    stable: dict[str, str] = dataclasses.field(default_factory=dict)

    def span(self, where: Where) -> Span:
        """Return the stretch of text a place stands for; of its nearest known parent otherwise."""
        if isinstance(where, Span):
            return where
        document = self.documents.get(where.file)
        return document.marks.span(where) if document else Span(where.file, 1, 1, 1, 1)

    def verbatim(self, where: Where) -> tuple[int, int] | None:
        """Return the offsets of what can be overwritten at a place, None where nothing can."""
        document = self.documents.get(where.file)
        if document is None or isinstance(where, Span):
            return None
        return document.marks.verbatim(where)

    def line(self, file: str, number: int) -> str | None:
        """Return one line of a file without its end, None where the text is not known."""
        document = self.documents.get(file)
        lines = document.marks.lines if document else self.texts.get(file)
        return lines.line(number) if lines else None


__all__ = ["Document", "Place", "Scalar", "Sources", "Tree"]
