"""What a field's JSON Schema says, in words and in the notation of specs."""

from decimal import Decimal
from typing import Any

from generator.core.model import WORDS
from generator.render.markdown import anchor

_TYPES = {"boolean": "true or false", "integer": "a whole number", "number": "a number"}


def type_words(node: dict[str, Any]) -> str:
    """Return in words what may be written for a field; a mapping with keys of its own is a link."""
    if WORDS in node:
        return str(node[WORDS])
    if "$ref" in node:
        name = model_name(node)
        return f"a mapping, see [{name}](#{anchor(name)})"
    members = node.get("anyOf") or node.get("oneOf")
    if members:
        return _either([type_words(one) for one in members])
    values = _values(node)
    return _either([f"`{value}`" for value in values]) if values else _plain_words(node)


def _values(node: dict[str, Any]) -> list[Any]:
    return [node["const"]] if "const" in node else list(node.get("enum", ()))


def _plain_words(node: dict[str, Any]) -> str:
    if node.get("type") == "array":
        return f"a list, each item {type_words(node['items'])}"
    if node.get("type") == "object":
        inner = node.get("additionalProperties")
        of = type_words(inner) if isinstance(inner, dict) else "anything"
        return f"a mapping from {key_words(node)} to {of}"
    return _TYPES.get(str(node.get("type")), "anything")


def key_words(node: dict[str, Any]) -> str:
    """Return in words what the keys of a mapping are."""
    names = node.get("propertyNames", {})
    if "enum" in names:
        return _either([f"`{value}`" for value in names["enum"]])
    return str(names.get(WORDS, "a name"))


def default_words(node: dict[str, Any], *, required: bool) -> str:
    """Return the default of a field as a spec would write it."""
    if required:
        return "required"
    default = node.get("default")
    return "" if default in (None, [], {}) else f"`{in_flow(default)}`"


def in_flow(value: Any) -> str:
    """Return a value on one line, as a spec would write it."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {in_flow(one)}' for key, one in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(in_flow, value))}]"
    if isinstance(value, bool):
        return str(value).lower()
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def model_name(node: dict[str, Any]) -> str:
    """Return the name of the mapping that a schema refers to, as people call it."""
    name = node["$ref"].rpartition("/")[2].removesuffix("Params")
    words = "".join(f" {char.lower()}" if char.isupper() else char for char in name).strip()
    return {"slo": "SLO", "hand alert": "hand-written alert"}.get(words, words)


def _either(words: list[str]) -> str:
    if len(words) < 2:  # noqa: PLR2004 (one needs no conjunction)
        return "".join(words)
    return f"{', '.join(words[:-1])} or {words[-1]}"
