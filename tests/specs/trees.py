"""Trees of specs as other programs see them, and which fields of the models they use."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from generator.load.discovery import read_specs
from generator.spec.raw_schema import raw_schema

Field = tuple[str, str]
"""A mapping of the language, and a key of it."""


def plain(tree: Any) -> Any:
    """Exact decimals as the numbers that jsonschema knows."""
    if isinstance(tree, Decimal):
        return int(tree) if tree == tree.to_integral_value() else float(tree)
    if isinstance(tree, dict):
        return {key: plain(value) for key, value in tree.items()}
    return [plain(one) for one in tree] if isinstance(tree, list) else tree


def trees(root: Path) -> dict[str, dict[str, Any]]:
    """The tree of every spec of a project, by file."""
    found = {}
    for document in read_specs(root).documents:
        assert isinstance(document.tree, dict)
        found[document.file] = document.tree
    return found


def known_fields(kind: str) -> set[Field]:
    """Every key of a kind and of the mappings inside it."""
    schema = raw_schema(kind)
    models = {kind: schema, **schema.get("$defs", {})}
    return {(name, key) for name, node in models.items() for key in node.get("properties", ())}


def used_fields(kind: str, tree: Any) -> Iterator[Field]:
    """The keys that a spec uses."""
    yield from _used(raw_schema(kind), raw_schema(kind), kind, tree)


def _used(schema: dict[str, Any], node: dict[str, Any], name: str, tree: Any) -> Iterator[Field]:
    if "$ref" in node:
        name = node["$ref"].rpartition("/")[2]
        node = schema["$defs"][name]
    for key in tree if isinstance(tree, dict) else ():
        if key in node.get("properties", {}):
            yield name, key
    for inner, below in _inner(node, tree):
        yield from _used(schema, inner, name, below)


def _inner(node: dict[str, Any], tree: Any) -> Iterator[tuple[dict[str, Any], Any]]:
    """Yield the schemas inside of one with what they are for."""
    for option in (*node.get("anyOf", ()), *node.get("oneOf", ())):
        if option.keys() & {"$ref", "items", "additionalProperties"}:
            yield option, tree
    for item in tree if isinstance(tree, list) and "items" in node else ():
        yield node["items"], item
    others = node.get("additionalProperties")
    for key, value in tree.items() if isinstance(tree, dict) else ():
        inner = node.get("properties", {}).get(key, others)
        if isinstance(inner, dict):
            yield inner, value
