"""What is said of models and their fields, read from the source when a schema is asked for.

pydantic can do so itself, but reads the source of each class as soon as it is imported, which takes
longer than everything else that a command does to a small project. And a Python that was told to
drop docstrings (-OO) must render the same bytes.
"""

import ast
import functools
import inspect
import sys
from pathlib import Path


def class_docs(kind: type) -> str:
    """Return the docstring of a class of ours."""
    return _of_module(kind.__module__).get(kind.__qualname__, {}).get("", "")


def field_docs(model: type) -> dict[str, str]:
    """Return the docstrings of a model's fields by their names, those of its bases included."""
    found: dict[str, str] = {}
    for base in reversed(model.__mro__):
        found |= _of_module(base.__module__).get(base.__qualname__, {})
    return found


@functools.cache
def _of_module(name: str) -> dict[str, dict[str, str]]:
    """Return the docstrings in a module of ours, by class and field; ``""`` is the class itself."""
    file = sys.modules[name].__file__ if name.partition(".")[0] == "generator" else None
    if file is None:
        return {}
    tree = ast.parse(Path(file).read_text(encoding="utf-8"))
    return {node.name: _of_class(node) for node in tree.body if isinstance(node, ast.ClassDef)}


def _of_class(node: ast.ClassDef) -> dict[str, str]:
    fields = {
        field.target.id: inspect.cleandoc(text.value.value)
        for field, text in zip(node.body, node.body[1:], strict=False)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
        and isinstance(text.value.value, str)
    }
    return {"": ast.get_docstring(node) or "", **fields}
