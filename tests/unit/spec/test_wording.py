"""Every fault that pydantic can find in a spec has words."""

from decimal import Decimal
from typing import Any

import pydantic
import pytest

from generator.core.finding import Place
from generator.spec.kinds import KINDS
from generator.spec.raw_schema import raw_schema
from generator.spec.validate import validate_document
from generator.spec.wording import WORDED

_SCALARS: tuple[Any, ...] = (None, True, Decimal(5), Decimal("0.5"), "", "x", "5%", "\ud800")
_LISTS: tuple[Any, ...] = ([], [None], ["x"], [{"x": "y"}])
_MAPPINGS: tuple[Any, ...] = ({}, {"x": "y"}, {"x": {}}, {"x": ["y"]}, {"\ud800": "x"})


def _types(kind: str, tree: dict[str, Any]) -> set[str]:
    try:
        KINDS[kind].model_validate(tree)
    except pydantic.ValidationError as error:
        return {detail["type"] for detail in error.errors()}
    return set()


def _deepened(node: dict[str, Any], schema: dict[str, Any], depth: int) -> list[Any]:
    """Return trees that lead to every field below a schema, with every sort of value there."""
    while "$ref" in node:
        node = schema["$defs"][node["$ref"].rpartition("/")[2]]
    found: list[Any] = [*_SCALARS, *_LISTS, *_MAPPINGS]
    if depth == 0:
        return found
    for key, one in node.get("properties", {}).items():
        found += [{key: value} for value in _deepened(one, schema, depth - 1)]
    if isinstance(node.get("items"), dict):
        found += [[value] for value in _deepened(node["items"], schema, depth - 1)]
    others = node.get("additionalProperties")
    if isinstance(others, dict):
        found += [{"x": value} for value in _deepened(others, schema, depth - 1)]
    for option in (*node.get("anyOf", ()), *node.get("oneOf", ())):
        found += _deepened(option, schema, depth - 1)
    return found


def _trees(kind: str) -> list[dict[str, Any]]:
    schema = raw_schema(kind)
    return [{kind: "x", **tree} for tree in _deepened(schema, schema, 5) if isinstance(tree, dict)]


@pytest.fixture(scope="module")
def reached() -> set[str]:
    return {one for kind in KINDS for tree in _trees(kind) for one in _types(kind, tree)}


def test_no_type_of_error_is_without_words(reached: set[str]) -> None:
    assert reached - WORDED == set()


def test_no_words_are_for_errors_that_never_come(reached: set[str]) -> None:
    assert WORDED - reached == set()


@pytest.mark.parametrize("kind", KINDS)
def test_no_message_is_pydantic_s(kind: str) -> None:
    for tree in _trees(kind):
        for one in validate_document(f"specs/{kind}.yaml", tree)[1]:
            assert isinstance(one.where, Place)
            words = f"{one.message} {one.fix}"
            assert "Input" not in words
            assert "valid " not in words
            assert "None" not in words, words
            assert "Decimal" not in words
