"""JSON Schemas of the spec language, for editors and for whoever checks specs without us."""

import json
from typing import Any

from generator.core.artifact import Artifact
from generator.spec.validate import KINDS

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> dict[str, dict[str, Any]]:
    """Return the schema of every kind of spec, by kind."""
    return {kind: _schema(kind) for kind in KINDS}


def schema_artifacts() -> list[Artifact]:
    """Return the schemas as files of the output tree."""
    return [
        Artifact(
            f"schema/{kind}.json", json.dumps(schema, indent=2, ensure_ascii=False) + "\n", kind
        )
        for kind, schema in schemas().items()
    ]


def _schema(kind: str) -> dict[str, Any]:
    schema = KINDS[kind].model_json_schema()
    return {"$schema": DRAFT, **_without_titles(schema), "title": f"promspec {kind}"}


def _without_titles(node: Any) -> Any:
    """Drop the titles that pydantic makes of field names; editors would show them twice."""
    if isinstance(node, dict):
        return {
            key: {name: _without_titles(below) for name, below in value.items()}
            if key in {"properties", "$defs"}
            else _without_titles(value)
            for key, value in node.items()
            if not (key == "title" and isinstance(value, str))
        }
    return [_without_titles(one) for one in node] if isinstance(node, list) else node
