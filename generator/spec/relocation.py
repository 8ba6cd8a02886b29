"""Where a key belongs that stands one or more levels too high or too low."""

import functools
from collections.abc import Iterator
from typing import Any

from generator.core.finding import Path
from generator.spec.raw_schema import keys_at, raw_schema

_ANY = "*"
_DEEPEST = 6


def home_of(kind: str, path: Path) -> str | None:
    """Return where the key at the end of a path belongs, None if it belongs nowhere near."""
    *parents, key = path
    for up in range(1, len(parents) + 1):
        outer = tuple(parents[:-up])
        if key in keys_at(kind, outer):
            return f"it belongs {_levels(up)} up, beside `{parents[-up]}`"
    return next(
        (
            f"it belongs into {_in_words(rest)}"
            for home in _homes(kind).get(str(key), ())
            if (rest := _rest(home, tuple(parents)))
        ),
        None,
    )


def _levels(count: int) -> str:
    return "one level" if count == 1 else f"{count} levels"


def _rest(home: tuple[str, ...], parents: Path) -> tuple[str, ...]:
    """Return what leads from the place of a wrong key down to a home of it, if anything does."""
    if len(home) <= len(parents):
        return ()
    on_the_way = all(step in (_ANY, parent) for step, parent in zip(home, parents, strict=False))
    return home[len(parents) :] if on_the_way else ()


def _in_words(rest: tuple[str, ...]) -> str:
    """Return a way down in words: ``an entry of `thresholds```."""
    words: list[str] = []
    for index, step in enumerate(rest):
        if step == _ANY:
            continue
        entry = "an entry of " if rest[index + 1 : index + 2] == (_ANY,) else ""
        words.append(f"{entry}`{step}`")
    return " in ".join(reversed(words))


@functools.cache
def _homes(kind: str) -> dict[str, list[tuple[str, ...]]]:
    """Return for each key of a kind the ways to the mappings that know it, short ones first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    schema = raw_schema(kind)
    for way, node in sorted(_mappings(schema, schema, ()), key=lambda one: len(one[0])):
        for key in node.get("properties", ()):
            found.setdefault(key, []).append(way)
    return found


def _mappings(
    schema: dict[str, Any], node: dict[str, Any], way: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Yield every mapping with known keys, and the way to it."""
    while "$ref" in node:
        node = schema["$defs"][node["$ref"].rpartition("/")[2]]
    if "properties" in node:
        yield way, node
    for step, one in _inner(node) if len(way) < _DEEPEST else ():
        yield from _mappings(schema, one, (*way, *step))


def _inner(node: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Yield the schemas inside of one, each with the step that leads there."""
    for key, one in node.get("properties", {}).items():
        yield (key,), one
    for inner in ("items", "additionalProperties"):
        if isinstance(node.get(inner), dict):
            yield (_ANY,), node[inner]
    if "properties" not in node:
        yield from (((), one) for one in (*node.get("anyOf", ()), *node.get("oneOf", ())))
