"""Names of a project put into its schemas, so that editors offer them."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from generator.core.model import NAMES

Vocabulary: TypeAlias = Mapping[str, tuple[str, ...]]
"""Names by what they name: ``counter``, ``label``, ``indicator``, ``runbook``, …"""

_KEY = " key"
"""Ends what is named by keys of a mapping instead of by texts."""


def suggesting(node: Any, vocabulary: Vocabulary) -> Any:
    """Return a schema in which every text that names something offers the names there are.

    What was allowed stays allowed: selections with conditions, and things yet to be written.
    """
    if isinstance(node, list):
        return [suggesting(one, vocabulary) for one in node]
    if not isinstance(node, dict):
        return node
    found = {key: suggesting(value, vocabulary) for key, value in node.items()}
    keys = [what.removesuffix(_KEY) for what in node.get(NAMES, ()) if what.endswith(_KEY)]
    keys += node.get("propertyNames", {}).get(NAMES, ())
    if keys:
        return _with_keys(found, _names(keys, vocabulary))
    words = _names(node.get(NAMES, ()), vocabulary)
    return _with_words(found, words) if words else found


def _names(sorts: Iterable[str], vocabulary: Vocabulary) -> list[str]:
    names = (name for sort in sorts for name in vocabulary.get(sort, ()))
    return list(dict.fromkeys(names))


def _with_words(node: dict[str, Any], words: list[str]) -> dict[str, Any]:
    """Offer words wherever a text may stand in a schema."""
    if node.get("type") == "array":
        return {**node, "items": _with_words(node["items"], words)}
    for union in ("anyOf", "oneOf"):
        if union in node:
            return {**node, union: [_with_words(one, words) for one in node[union]]}
    if node.get("type") != "string":
        return node
    about: dict[str, Any] = {key: node[key] for key in ("description", "default") if key in node}
    text = {key: value for key, value in node.items() if key not in about}
    return {**about, "anyOf": [{"enum": words}, text]}


def _with_keys(node: dict[str, Any], keys: list[str]) -> dict[str, Any]:
    """Offer keys of a mapping, whose values are like all others in it."""
    value = node.get("additionalProperties", {})
    return {**node, "properties": dict.fromkeys(keys, value if isinstance(value, dict) else {})}
