"""Documents of other programs: their data, and where each part of it stands."""

import dataclasses
from fractions import Fraction
from typing import Any

from generator.core.finding import Path, Place
from generator.load.document import Document


@dataclasses.dataclass(frozen=True, slots=True)
class Item:
    """A part of a document: its data, None where nothing stands, and the keys that lead to it.

    ``root`` leads to the document, where a file has several.
    """

    file: str
    tree: Any
    root: Path = ()
    path: Path = ()

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.file, (*self.root, *self.path))

    @property
    def name(self) -> str:
        """The keys that lead to it: ``slos[0].sli``."""
        parts = (f"[{one}]" if isinstance(one, int) else f".{one}" for one in self.path)
        return "".join(parts).removeprefix(".")

    def get(self, *keys: str) -> "Item":
        """Return what stands below some keys; of nothing there is nothing."""
        tree = self.tree
        for key in keys:
            tree = tree.get(key) if isinstance(tree, dict) else None
        return dataclasses.replace(self, tree=tree, path=(*self.path, *keys))

    def items(self) -> "list[Item]":
        """Return the items of a list; what is no list has none."""
        trees = self.tree if isinstance(self.tree, list) else []
        return [
            dataclasses.replace(self, tree=tree, path=(*self.path, number))
            for number, tree in enumerate(trees)
        ]

    def fields(self) -> "list[Item]":
        """Return what stands in a mapping; what is no mapping has nothing."""
        return [self.get(key) for key in self.tree] if isinstance(self.tree, dict) else []

    @property
    def there(self) -> bool:
        """Whether something stands there."""
        return self.tree is not None

    @property
    def text(self) -> str:
        """A text without the space around it, or a number as it is written; else nothing."""
        if isinstance(self.tree, str):
            return " ".join(self.tree.split())
        return str(self.tree) if is_number(self.tree) else ""

    @property
    def number(self) -> Fraction | None:
        """A number; of anything else nothing."""
        return Fraction(self.tree) if is_number(self.tree) else None


def is_number(tree: object) -> bool:
    """Tell whether a value is a number."""
    return not isinstance(tree, str | bool | list | dict) and tree is not None


def documents_of(document: Document) -> list[Item]:
    """Return the documents of a file that hold something."""
    if not isinstance(document.tree, list):
        return [Item(document.file, document.tree)]
    trees = enumerate(document.tree)
    return [Item(document.file, tree, (number,)) for number, tree in trees if tree is not None]
