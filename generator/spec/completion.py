"""Names of a project put into its schemas, so that editors offer them."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from generator.core.model import NAMES

Vocabulary: TypeAlias = Mapping[str, tuple[str, ...]]
"""Names by what they name: ``counter``, ``label``, ``indicator``, ``runbook``, …"""

_Lists: TypeAlias = dict[str, tuple[str, ...]]
"""Lists of names by what they are called below ``$defs``."""
_KEY = " key"
"""Ends what is named by keys of a mapping instead of by texts."""


def suggesting(schema: dict[str, Any], vocabulary: Vocabulary) -> dict[str, Any]:
    """Return a schema in which every text that names something offers the names there are.

    What was allowed stays allowed: selections with conditions, and things yet to be written. Each
    list of names stands once below ``$defs``, so that a new name changes one place.
    """
    lists: _Lists = {}
    found: dict[str, Any] = _suggesting(schema, vocabulary, lists)
    if lists:
        defined = {name: {"enum": list(words)} for name, words in lists.items()}
        found["$defs"] = {**found.get("$defs", {}), **defined}
    return found


def _suggesting(node: Any, vocabulary: Vocabulary, lists: _Lists) -> Any:
    if isinstance(node, list):
        return [_suggesting(one, vocabulary, lists) for one in node]
    if not isinstance(node, dict):
        return node
    found = {key: _suggesting(value, vocabulary, lists) for key, value in node.items()}
    keys = [what.removesuffix(_KEY) for what in node.get(NAMES, ()) if what.endswith(_KEY)]
    keys += node.get("propertyNames", {}).get(NAMES, ())
    if keys:
        return _with_keys(found, _names(keys, vocabulary))
    words = _names(node.get(NAMES, ()), vocabulary)
    if not words:
        return found
    # Called after what is in it, so that it is called the same whatever else there is.
    name = "-".join(["names", *node[NAMES]])
    lists[name] = words
    return _with_words(found, {"$ref": f"#/$defs/{name}"})


def _names(sorts: Iterable[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    names = (name for sort in sorts for name in vocabulary.get(sort, ()))
    return tuple(dict.fromkeys(names))


def _with_words(node: dict[str, Any], words: dict[str, Any]) -> dict[str, Any]:
    """Offer words, given by their schema, wherever a text may stand in a schema."""
    if node.get("type") == "array":
        return {**node, "items": _with_words(node["items"], words)}
    for union in ("anyOf", "oneOf"):
        if union in node:
            return {**node, union: [_with_words(one, words) for one in node[union]]}
    if node.get("type") != "string":
        return node
    about: dict[str, Any] = {key: node[key] for key in ("description", "default") if key in node}
    text = {key: value for key, value in node.items() if key not in about}
    return {**about, "anyOf": [words, text]}


def _with_keys(node: dict[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    """Offer keys of a mapping, whose values are like all others in it."""
    value = node.get("additionalProperties", {})
    return {**node, "properties": dict.fromkeys(keys, value if isinstance(value, dict) else {})}
