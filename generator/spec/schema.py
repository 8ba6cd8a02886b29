"""JSON Schemas of the spec language, for editors and for whoever checks specs without us."""

import functools
import json
from collections.abc import Iterator
from typing import Any

from generator.core.artifact import Artifact
from generator.core.model import NAMES, WORDS
from generator.spec.completion import Vocabulary, suggesting
from generator.spec.kinds import KINDS
from generator.spec.raw_schema import raw_schema

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> dict[str, dict[str, Any]]:
    """Return the schema of every kind of spec, by kind."""
    return {kind: _published(kind, raw_schema(kind)) for kind in KINDS}


def completion_schemas(vocabulary: Vocabulary) -> dict[str, dict[str, Any]]:
    """Return the schemas with the names that a project has, offered where they can stand.

    They accept and refuse the same specs: a name that is not there yet may just have been written.
    """
    return {kind: _published(kind, suggesting(raw_schema(kind), vocabulary)) for kind in KINDS}


def schema_artifacts(vocabulary: Vocabulary | None = None) -> list[Artifact]:
    """Return the schemas as files of the output tree, with names also those for completion."""
    found = list(_plain())
    if vocabulary is not None:
        found += _artifacts("schema/completion", completion_schemas(vocabulary))
    return found


@functools.cache
def _plain() -> tuple[Artifact, ...]:
    """Return the schemas that are the same for every project."""
    return tuple(_artifacts("schema", schemas()))


def _artifacts(folder: str, found: dict[str, dict[str, Any]]) -> Iterator[Artifact]:
    for kind, schema in found.items():
        text = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
        yield Artifact(f"{folder}/{kind}.json", text, "the spec language")


def _published(kind: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"$schema": DRAFT, "title": f"promspec {kind}", **_without_ours(schema)}


def _without_ours(node: Any) -> Any:
    if isinstance(node, dict):
        return {
            key: _without_ours(value) for key, value in node.items() if key not in {NAMES, WORDS}
        }
    return [_without_ours(one) for one in node] if isinstance(node, list) else node
