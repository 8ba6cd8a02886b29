"""What several kinds of spec have in common."""

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

import pydantic

from generator.core.fields import LabelName, Sentence, SpecModel, fail, plain_field

SeverityName: TypeAlias = Literal["critical", "warning", "info"]


def _decisions(value: object) -> tuple[str, ...]:
    names = value if isinstance(value, list | tuple) else [value]
    for name in names:
        if not isinstance(name, str) or not name[:1] == "D" or not name[1:].isdigit():
            raise fail(
                "name", f"`{name}` names no decision", "write `D` and a number, such as `D4`"
            )
    return tuple(names)


Decided: TypeAlias = Annotated[
    tuple[str, ...],
    *plain_field(
        _decisions,
        {
            "anyOf": [
                {"type": "string", "pattern": "^D[0-9]+$"},
                {"type": "array", "items": {"type": "string", "pattern": "^D[0-9]+$"}},
            ]
        },
    ),
]
LabelMap: TypeAlias = Mapping[LabelName, str]


class Item(SpecModel):
    """What may stand on anything that has an id."""

    owner: str | None = None
    """The team that owns it; inherited from what it belongs to."""
    note: Sentence | None = None
    """A remark for the reference."""
    decided: Decided = ()
    """The decisions that settle it, such as `D11`."""
    allow: dict[str, Sentence] = pydantic.Field(default_factory=dict)
    """Findings that are accepted here: code and reason."""
