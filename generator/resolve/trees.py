"""Plain trees of specs: looking into them, and a changed copy beside the original."""

import enum
from decimal import Decimal

from generator.core.finding import Path
from generator.load.document import Scalar, Tree


class Missing(enum.Enum):
    """What stands where nothing is written; `null` is something written."""

    MISSING = "missing"


MISSING = Missing.MISSING


def look(tree: Tree | Missing, path: Path) -> Tree | Missing:
    """Return what some keys lead to."""
    for step in path:
        if isinstance(tree, dict) and step in tree:
            tree = tree[str(step)]
        elif isinstance(tree, list) and isinstance(step, int) and 0 <= step < len(tree):
            tree = tree[step]
        else:
            return MISSING
    return tree


def replaced(tree: Tree, path: Path, value: Tree) -> Tree:
    """Return a tree with another value where some keys lead; the one given stays as it is.

    Only the mappings on the way are copied: a thousand services share what they have in common.
    """
    if not path:
        return value
    copy = dict(tree) if isinstance(tree, dict) else {}
    step = str(path[0])
    copy[step] = replaced(copy.get(step), path[1:], value)
    return copy


def shown(tree: Tree | Missing) -> str:
    """Return a value on one line, as a spec would say it."""
    if isinstance(tree, dict):
        return f"{{{', '.join(f'{key}: {shown(value)}' for key, value in tree.items())}}}"
    if isinstance(tree, list):
        return f"[{', '.join(map(shown, tree))}]"
    return _scalar(tree)


def _scalar(value: Scalar | Missing) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Missing):
        return "nothing"
    return "null" if value is None else value
