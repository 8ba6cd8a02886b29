"""Keys that are required only together with others, or without them, in words."""

from collections.abc import Iterator
from typing import Any

from generator.core.spelling import listed


def required_where(node: dict[str, Any]) -> dict[str, str]:
    """Return when a mapping cannot do without a key, by the key, as its JSON Schema has it."""
    found: dict[str, str] = {}
    for key, words in (*_of_conditions(node, ""), *_of_choices(node), *_of_others(node)):
        found.setdefault(key, words)
    return found


def _of_conditions(node: dict[str, Any], where: str) -> Iterator[tuple[str, str]]:
    for one in (node, *node.get("allOf", ())):
        if "if" in one:
            condition = _condition(one["if"])
            yield from _then(one.get("then", {}), f"{where}, where {condition}")
            yield from _then(one.get("else", {}), f"{where}, unless {condition}")


def _then(node: dict[str, Any], where: str) -> Iterator[tuple[str, str]]:
    words = where.removeprefix(", ")
    yield from ((key, f"required {words}") for key in node.get("required", ()))
    yield from _of_conditions(node, where)


def _condition(node: dict[str, Any]) -> str:
    said = []
    for key, one in node.get("properties", {}).items():
        values = [one["const"]] if "const" in one else one.get("enum", ())
        said.append(listed([f"{key}: {str(value).lower()}" for value in values], "or"))
    return " and ".join(said)


def _of_choices(node: dict[str, Any]) -> Iterator[tuple[str, str]]:
    options = node.get("oneOf") or node.get("anyOf") or ()
    keys = [one["required"][0] for one in options if set(one) == {"required"}]
    if len(keys) == len(options):
        for key in keys:
            others = listed([other for other in keys if other != key], "or")
            yield key, f"required unless {others}"


def _of_others(node: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for other, keys in node.get("dependentRequired", {}).items():
        yield from ((key, f"required with `{other}`") for key in keys)
