"""Paths of pydantic's errors to places in a spec."""

from collections.abc import Iterator

from generator.core.finding import Path, Place
from generator.core.shapes import SHAPES
from generator.load.document import Tree

_OF_KEY = "[key]"


def path_of(loc: tuple[str | int, ...], tree: Tree) -> tuple[Path, bool]:
    """Return the path of an error as far as the tree has it, and whether it is about the key.

    pydantic adds the shape by which a union was decided, an index where a single value stands for
    a list, and ``[key]``; a key that is missing is in the path and not in the tree.
    """
    about_key = loc[-1:] == (_OF_KEY,)
    path: list[str | int] = []
    node = tree
    for step in loc[:-1] if about_key else loc:
        if step in SHAPES and not (isinstance(node, dict) and step in node):
            continue
        match node, step:
            case dict(), str() if step in node:
                node = node[step]
            case list(), int() if step < len(node):
                node = node[step]
            case _:
                break
        path.append(step)
    return tuple(path), about_key


def owner_place(file: str, path: Path, kind: str) -> Place:
    """Return the place of a mapping in which something is missing: its key, or the file's first."""
    return Place(file, path or (kind,), "key")


def empty_paths(tree: Tree, path: Path = ()) -> Iterator[Path]:
    """Yield the paths below which nothing is written."""
    if tree is None:
        yield path
    elif isinstance(tree, dict):
        for key, value in tree.items():
            yield from empty_paths(value, (*path, key))
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            yield from empty_paths(value, (*path, index))
