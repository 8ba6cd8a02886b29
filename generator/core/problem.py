"""What is wrong with a value, told by whoever reads it in the words of whoever wrote it.

pydantic lets a validator raise one error; a bound of five percentiles can be wrong in five places.
So the error carries problems, each with its place below the value.
"""

import dataclasses
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal, TypeAlias

from pydantic_core import PydanticCustomError

from generator.core.finding import Path

ProblemKind: TypeAlias = Literal[
    "type", "value", "name", "quantity", "duration", "clash", "version"
]
ERROR_TYPE = "problems"
OR_REMOVE = ", or remove the key"
"""What a fix ends with where a key may be left out; of one that is required it is cut off."""
_SHOWN_MAX = 60


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    Attributes:
        kind: What sort of fault it is; it decides the code of the finding.
        message: What is wrong.
        fix: What to write instead, empty where the rule says it all.
        at: The keys that lead from the value to the place.
        part: Whether the key there is meant or its value.
    """

    kind: ProblemKind
    message: str
    fix: str = ""
    at: Path = ()
    part: Literal["key", "value"] = "value"

    def below(self, *keys: str | int) -> "Problem":
        """Return the same problem seen from further out."""
        return dataclasses.replace(self, at=(*keys, *self.at))


def fail(kind: ProblemKind, message: str, fix: str = "") -> PydanticCustomError:
    """Return the error of a value that is wrong as a whole."""
    return fail_all([Problem(kind, message, fix)])


def fail_all(problems: Iterable[Problem]) -> PydanticCustomError:
    """Return the error that carries all these problems; there is at least one."""
    # Whoever shows the error reads the problems, so pydantic need not make a text of them.
    return PydanticCustomError(ERROR_TYPE, "see problems", {"problems": tuple(problems)})


def problems_of(error: PydanticCustomError) -> tuple[Problem, ...]:
    """Return the problems that an error of :func:`fail_all` carries."""
    return tuple((error.context or {})["problems"])


def clash(message: str, fix: str, *at: str | int) -> Problem:
    """Return the problem of keys that do not go together; it stands at a key."""
    return Problem("clash", message, fix, at, "key")


def shown(value: object) -> str:
    """Return how a message speaks of a value that was found: ``5``, ``a list``, ``nothing``."""
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    if value is None:
        return "nothing"
    text = written(value)
    cut = text if len(text) <= _SHOWN_MAX else f"{text[: _SHOWN_MAX - 1]}…"
    return f"`{cut}`"


def written(value: object) -> str:
    """Return a text, number or truth value as a spec writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal) and abs(value.adjusted()) < 40:  # noqa: PLR2004 (else it is a page)
        return format(value, "f")
    return str(value)
