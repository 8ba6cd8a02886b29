"""The base of everything that a spec can say."""

from collections.abc import Callable, Iterable
from typing import Any, Self

import pydantic
from pydantic import PlainSerializer, PlainValidator, WithJsonSchema
from pydantic.config import JsonDict
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from generator.core.docs import class_docs, field_docs
from generator.core.problem import Problem, fail, fail_all

NAMES = "x-names"
"""Key of a field's JSON Schema that says what its text names, such as ``metric``."""
WORDS = "x-words"
"""Key of a field's JSON Schema that says in words what is written there, such as ``a duration``."""


class SpecModel(pydantic.BaseModel):
    """Base of everything that a spec can say: frozen, and unknown keys are refused."""

    model_config = pydantic.ConfigDict(
        frozen=True, extra="forbid", arbitrary_types_allowed=True, defer_build=True
    )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: pydantic.GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Return the schema with the docstrings of the model and its fields as descriptions."""
        schema = handler(core_schema)
        about = handler.resolve_ref_schema(schema)
        if text := class_docs(cls):  # others are made while running, with a text of their own
            about.pop("description", None)  # there only if Python was not told to drop it
            about["description"] = text
        properties = about.get("properties", {})
        docs = field_docs(cls)
        for name, field in cls.model_fields.items():
            if name in docs and (field.alias or name) in properties:
                properties[field.alias or name].setdefault("description", docs[name])
        return schema

    def clashes(self) -> Iterable[Problem]:
        """Return what is wrong although each value is right: keys that do not go together."""
        return ()

    @pydantic.model_validator(mode="after")
    def _without_clashes(self) -> Self:
        problems = tuple(self.clashes())
        if problems:
            raise fail_all(problems)
        return self


def plain_field(
    check: Callable[[Any], Any],
    schema: dict[str, Any],
    *,
    words: str,
    names: tuple[str, ...] = (),
    write: Callable[[Any], Any] | None = None,
) -> tuple[Any, ...]:
    """Return the annotations of a field that ``check`` turns into its value.

    Args:
        check: Takes what was written, returns the value or raises an error of ``problem``.
        schema: What may be written, as JSON Schema.
        words: The same in words, for the reference.
        names: What the text may name, for the completion of editors.
        write: Turns the value back into what is written, where it is no plain data.
    """
    known = {NAMES: list(names)} if names else {}
    annotations = (PlainValidator(check), WithJsonSchema({**schema, WORDS: words, **known}))
    if write is None:
        return annotations
    return (*annotations, PlainSerializer(write, when_used="json"))


def some(what: str, fix: str, *, items: bool = False) -> tuple[Any, ...]:
    """Return the annotations of a mapping or a list that must not be empty.

    Args:
        what: What is wrong with an empty one.
        fix: What to do about it.
        items: Whether it is a list.
    """

    def check(value: Any) -> Any:
        if not value:
            raise fail("clash", what, fix)
        return value

    least: JsonDict = {"minItems" if items else "minProperties": 1}
    return (pydantic.AfterValidator(check), pydantic.Field(json_schema_extra=least))
