"""The base of everything that a spec can say."""

from collections.abc import Callable, Iterable
from typing import Any, Self

import pydantic
from pydantic import PlainSerializer, PlainValidator, WithJsonSchema


from generator.core.problem import Problem, fail_all

NAMES = "x-names"
"""Key of a field's JSON Schema that says what its text names, such as ``metric``."""
WORDS = "x-words"
"""Key of a field's JSON Schema that says in words what is written there, such as ``a duration``."""


class SpecModel(pydantic.BaseModel):
    """Base of everything that a spec can say: frozen, and unknown keys are refused."""

    model_config = pydantic.ConfigDict(
        frozen=True, extra="forbid", use_attribute_docstrings=True, arbitrary_types_allowed=True
    )

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
