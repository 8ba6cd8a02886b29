"""The models as JSON Schema, with what other parts read out of it.

Beside the usual keywords there are two of our own, ``x-names`` and ``x-words`` (``core.model``).
The published schemas leave them out; completion and the language reference are made from them.
"""

import functools
import json
from typing import Any

from generator.core.finding import Path
from generator.load.kept import kept
from generator.spec.common import Item


def raw_schema(kind: str) -> dict[str, Any]:
    """Return the schema of a kind with our own keywords; nobody may change it."""
    return _schemas()[kind]


@functools.cache
def _schemas() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(kept("schemas", _made))
    return found


def _made() -> str:
    # Imported here, because schemas are seldom made.
    from generator.spec.kinds import KINDS  # noqa: PLC0415
    from generator.spec.model_schema import model_schema  # noqa: PLC0415

    return json.dumps({kind: model_schema(kind) for kind in KINDS}, ensure_ascii=False)


def nodes_at(kind: str, path: Path) -> list[dict[str, Any]]:
    """Return the schemas of what may stand at a path of a kind of spec."""
    schema = raw_schema(kind)
    nodes = _options(schema, schema)
    for step in path:
        below = [one for node in nodes for one in _below(node, step)]
        nodes = [option for one in below for option in _options(schema, one)]
    return nodes


def keys_at(kind: str, path: Path) -> tuple[str, ...]:
    """Return the keys that a kind of spec knows at a path, those that stand anywhere last."""
    nodes = nodes_at(kind, path)
    keys = dict.fromkeys(key for node in nodes for key in node.get("properties", ()))
    return tuple(sorted(keys, key=lambda key: key in Item.model_fields))


def is_required(kind: str, path: Path) -> bool:
    """Tell whether a kind of spec must have the key that a path ends with."""
    nodes = nodes_at(kind, path[:-1]) if path else []
    return any(path[-1] in node.get("required", ()) for node in nodes)


def _below(node: dict[str, Any], step: str | int) -> list[dict[str, Any]]:
    if isinstance(step, int):
        return [node["items"]] if "items" in node else []
    if step in node.get("properties", {}):
        return [node["properties"][step]]
    return (
        [node["additionalProperties"]] if isinstance(node.get("additionalProperties"), dict) else []
    )


def _options(schema: dict[str, Any], node: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the members of a union, each with its reference followed."""
    while "$ref" in node:
        node = schema["$defs"][node["$ref"].rpartition("/")[2]]
    members = node.get("anyOf") or node.get("oneOf") or ()
    if "properties" in node or not members:
        return [node]
    return [option for one in members for option in _options(schema, one)]
