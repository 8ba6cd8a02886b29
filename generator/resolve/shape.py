"""The shape of specs: where a model stands, and which fields it knows."""

import types
import typing
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from generator.core.fields import SpecModel
from generator.core.finding import Path
from generator.spec.kinds import KINDS

Shape: TypeAlias = tuple[Any, ...]
"""The types that a value may be of."""


def shape_of(kind: str, path: Path) -> Shape:
    """Return what may stand at a path of a kind of spec."""
    shape: Shape = (KINDS[kind],)
    for step in path:
        shape = below(shape, str(step))
    return shape


def below(shape: Shape, key: str) -> Shape:
    """Return what may stand under a key, nothing where that is not known."""
    found: list[Any] = []
    for one in shape:
        if _is_model(one):
            found += [field for name, field in _fields(one) if name == key]
        elif _is_map(one):
            found.append(typing.get_args(one)[1])
    return tuple(option for one in found for option in _options(one))


def fields(shape: Shape) -> tuple[str, ...]:
    """Return the fields that are known, none where names are the author's own."""
    return tuple(name for one in shape if _is_model(one) for name, _ in _fields(one))


def _fields(model: type[SpecModel]) -> Iterator[tuple[str, Any]]:
    for name, field in model.model_fields.items():
        yield field.alias or name, field.annotation


def _is_model(one: Any) -> bool:
    return isinstance(one, type) and issubclass(one, SpecModel)


def _is_map(one: Any) -> bool:
    origin: Any = typing.get_origin(one)
    return isinstance(origin, type) and issubclass(origin, Mapping)


def _options(annotation: Any) -> Iterator[Any]:
    """Yield the members of a union, without what pydantic annotates them with."""
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        yield from _options(typing.get_args(annotation)[0])
    elif origin in {typing.Union, types.UnionType}:
        for one in typing.get_args(annotation):
            yield from _options(one)
    else:
        yield annotation
