"""The JSON Schema of a plan, read from its types, so that it cannot fall behind them."""

import dataclasses
import inspect
import types
import typing
from collections.abc import Mapping
from enum import Enum
from fractions import Fraction
from typing import Any

from generator.core.units import Unit
from generator.plan.plan import Plan
from generator.promql.expr import Expr

DRAFT = "https://json-schema.org/draft/2020-12/schema"
VERSION = 1
"""Raised when a program that reads plans could break; new keys do not break any."""
_SCALARS = {str: "string", bool: "boolean", int: "integer", types.NoneType: "null"}


def plan_schema() -> dict[str, Any]:
    """Return the schema of what `plan --format json` prints of one project."""
    definitions: dict[str, Any] = {}
    plan = _object(Plan, definitions)
    plan["properties"] = {
        "version": {"description": "Version of this format.", "const": VERSION},
        **plan["properties"],
    }
    plan["required"].insert(0, "version")
    return {
        "$schema": DRAFT,
        "title": "Plan of promspec",
        "description": "What is rendered, before any template. New keys may be added.",
        **{key: value for key, value in plan.items() if key != "description"},
        "$defs": dict(sorted(definitions.items())),
    }


def _object(kind: type, definitions: dict[str, Any]) -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    names = [one.name for one in dataclasses.fields(kind)]
    return {
        "type": "object",
        "description": (inspect.getdoc(kind) or "").replace("``", "`"),
        "properties": {name: _schema(hints[name], definitions) for name in names},
        "required": names,
    }


def _schema(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if hint in _SCALARS:
        return {"type": _SCALARS[hint]}
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple:
        return _array(arguments, definitions)
    if origin in {types.UnionType, typing.Union}:
        return {"anyOf": [_schema(one, definitions) for one in arguments]}
    if origin is Mapping:
        return {"type": "object", "additionalProperties": _schema(arguments[1], definitions)}
    return _named(hint, definitions)


def _array(arguments: tuple[Any, ...], definitions: dict[str, Any]) -> dict[str, Any]:
    if arguments[-1] is Ellipsis:
        return {"type": "array", "items": _schema(arguments[0], definitions)}
    return {
        "type": "array",
        "prefixItems": [_schema(one, definitions) for one in arguments],
        "minItems": len(arguments),
        "maxItems": len(arguments),
    }


def _named(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if not isinstance(kind, type):
        raise TypeError(f"{kind} has no place in a plan")
    if issubclass(kind, Expr):
        return {"type": "string", "description": "PromQL on one line."}
    if issubclass(kind, Fraction):
        return {"type": "string", "description": "An exact number, durations in seconds."}
    if issubclass(kind, Unit):
        return {"type": "string", "description": "A unit as people write it; empty is a count."}
    if issubclass(kind, Enum):
        return {"enum": [one.value for one in kind]}
    if kind.__name__ not in definitions:
        definitions[kind.__name__] = {}  # keeps a type that holds itself from going on for ever
        definitions[kind.__name__] = _object(kind, definitions)
    return {"$ref": f"#/$defs/{kind.__name__}"}
