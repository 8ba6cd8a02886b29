"""Field types of spec models: how the texts of a spec become exact, checked values.

Errors raised here carry the user's words already; ``spec`` only adds where they happened.
"""

import dataclasses
import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, TypeAlias

import pydantic
from pydantic_core import PydanticCustomError

from generator.core.units import (
    Quantity,
    QuantityError,
    Unit,
    parse_duration,
    parse_quantity,
    parse_unit,
)


class SpecModel(pydantic.BaseModel):
    """Base of everything that a spec can say: frozen, and unknown keys are refused."""

    model_config = pydantic.ConfigDict(
        frozen=True, extra="forbid", use_attribute_docstrings=True, arbitrary_types_allowed=True
    )


def fail(kind: str, message: str, fix: str = "") -> PydanticCustomError:
    """Return the error that a field type raises; ``fix`` says what to write instead."""
    # Doubled braces: pydantic fills a template, and texts of users may hold braces.
    text = message.replace("{", "{{").replace("}", "}}")
    return PydanticCustomError(kind, text, {"fix": fix, "message": message})


def _shown(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value, "f") if abs(value.adjusted()) < 40 else str(value)  # noqa: PLR2004
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if value is None:
        return "nothing"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _text_of(value: object, what: str, sample: str) -> str:
    if isinstance(value, Decimal):
        return _shown(value)
    if not isinstance(value, str):
        raise fail(
            "text_wanted", f"{what} is wanted here, found {_shown(value)}", f"write {sample}"
        )
    return value


def _quantity(value: object) -> Quantity:
    if isinstance(value, Quantity):
        return value
    text = _text_of(value, "a quantity", "a number with its unit, such as `5%` or `500ms`")
    try:
        return parse_quantity(text)
    except QuantityError as error:
        sample = "write a number with its unit: `5%`, `500ms`, `1GB/h`, `200 USD`, `1000`"
        raise fail("quantity", str(error), sample) from error


def _duration(value: object) -> Fraction:
    if isinstance(value, Fraction):
        return value
    text = _text_of(value, "a duration", "one such as `5m`")
    try:
        seconds = parse_duration(text)
    except QuantityError as error:
        raise fail(
            "duration", str(error), "write a whole number and a unit: `30s`, `5m`"
        ) from error
    if seconds < 0 or (seconds * 1000).denominator != 1:
        raise fail(
            "duration", f"`{text}` is no duration of whole milliseconds", "write `30s`, `5m`"
        )
    return seconds


def _positive_duration(value: object) -> Fraction:
    seconds = _duration(value)
    if seconds == 0:
        raise fail("duration", "a duration above 0 is wanted here", "write one such as `5m`")
    return seconds


def _unit(value: object) -> Unit:
    if isinstance(value, Unit):
        return value
    try:
        return parse_unit(_text_of(value, "a unit", "one such as `ms`, `bytes` or `USD`"))
    except QuantityError as error:
        raise fail("unit", str(error)) from error


@dataclasses.dataclass(frozen=True, slots=True)
class Bound:
    """A bound: one quantity (path ``()``), or one for each variant (``("p99",)``, ``("p95", "hit")``)."""

    by_variant: tuple[tuple[tuple[str, ...], Quantity], ...]

    @property
    def plain(self) -> bool:
        """Tell whether the bound is one quantity for everything."""
        return self.by_variant[0][0] == ()


def _bound(value: object) -> Bound:
    if isinstance(value, Bound):
        return value
    if not isinstance(value, dict):
        return Bound((((), _quantity(value)),))
    if not value:
        raise fail("bound", "a bound for at least one variant is wanted", "write `{p99: 1000ms}`")
    rows: list[tuple[tuple[str, ...], Quantity]] = []
    for variant, below in value.items():
        if isinstance(below, dict):
            rows += [((variant, *path), quantity) for path, quantity in _bound(below).by_variant]
        else:
            rows.append(((variant,), _quantity(below)))
    return Bound(tuple(rows))


def _matching(pattern: str, what: str, fix: str) -> Callable[[object], str]:
    compiled = re.compile(pattern)

    def check(value: object) -> str:
        if not isinstance(value, str) or compiled.fullmatch(value) is None:
            raise fail("name", f"`{_shown(value)}` is no {what}", fix)
        return value

    return check


def _number(value: object) -> Decimal:
    if isinstance(value, Decimal):
        return value
    raise fail(
        "number", f"a number is wanted here, found {_shown(value)}", "write it without quotes"
    )


def _count(value: object) -> int:
    if (
        isinstance(value, bool)
        or not isinstance(value, Decimal | int)
        or value != int(value)
        or value < 0
    ):
        raise fail(
            "count", f"a whole number is wanted here, found {_shown(value)}", "write 0, 1, 2, …"
        )
    return int(value)


def _names(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        return tuple(value)
    raise fail("names", f"a name or a list of names is wanted here, found {_shown(value)}")


def plain_field(check: Callable[[Any], Any], schema: dict[str, Any]) -> tuple[Any, Any]:
    """Return the annotations of a field that ``check`` turns into its value."""
    return pydantic.PlainValidator(check), pydantic.WithJsonSchema(schema)


QUANTITY_PATTERN = r"^[+-]?([0-9]+(\.[0-9]+)?|\.[0-9]+) ?(%|[A-Za-z]+)?(/(ms|s|m|h|d))?$"
_DURATION_PATTERN = r"^([0-9]+(\.[0-9]+)?|\.[0-9]+) ?(ms|s|m|h|d)$"
_QUANTITY_SCHEMA = {
    "anyOf": [{"type": "number"}, {"type": "string", "pattern": QUANTITY_PATTERN}],
    "description": "A number with its unit, such as 5%, 500ms, 1GB/h or 200 USD; bare is a count.",
}
_BOUND_SCHEMA = {
    "anyOf": [
        *_QUANTITY_SCHEMA["anyOf"],
        {"type": "object", "minProperties": 1},
    ],
    "description": "One quantity, or one for each variant.",
}


def _name_field(pattern: str, what: str, fix: str) -> tuple[Any, Any]:
    return plain_field(_matching(pattern, what, fix), {"type": "string", "pattern": f"^{pattern}$"})


QuantityField: TypeAlias = Annotated[Quantity, *plain_field(_quantity, _QUANTITY_SCHEMA)]
Duration: TypeAlias = Annotated[
    Fraction, *plain_field(_duration, {"type": "string", "pattern": _DURATION_PATTERN})
]
PositiveDuration: TypeAlias = Annotated[
    Fraction, *plain_field(_positive_duration, {"type": "string", "pattern": _DURATION_PATTERN})
]
UnitField: TypeAlias = Annotated[Unit, *plain_field(_unit, {"type": "string"})]
BoundField: TypeAlias = Annotated[Bound, *plain_field(_bound, _BOUND_SCHEMA)]
NumberField: TypeAlias = Annotated[Decimal, *plain_field(_number, {"type": "number"})]
Count: TypeAlias = Annotated[int, *plain_field(_count, {"type": "integer", "minimum": 0})]
Names: TypeAlias = Annotated[
    tuple[str, ...],
    *plain_field(
        _names, {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
    ),
]
ComponentId: TypeAlias = Annotated[
    str, *_name_field("[a-z][a-z0-9]*", "component id", "use lower-case letters and digits only")
]
ItemId: TypeAlias = Annotated[
    str, *_name_field("[a-z][a-z0-9_]*", "id", "use lower-case letters, digits and `_`")
]
Slug: TypeAlias = Annotated[
    str, *_name_field("[a-z][a-z0-9-]*", "id", "use lower-case letters, digits and `-`")
]
LabelName: TypeAlias = Annotated[
    str, *_name_field("[a-zA-Z_][a-zA-Z0-9_]*", "label name", "use letters, digits and `_`")
]
MetricName: TypeAlias = Annotated[
    str, *_name_field("[a-zA-Z_:][a-zA-Z0-9_:]*", "metric name", "use letters, digits and `_`")
]
AlertName: TypeAlias = Annotated[
    str, *_name_field("[A-Z][A-Za-z0-9]*", "alert name", "write it in CamelCase: `HighErrorRate`")
]
Decision: TypeAlias = Annotated[
    str, *_name_field("D[0-9]+", "decision", "write `D` and a number, such as `D4`")
]
Sentence: TypeAlias = Annotated[
    str,
    *plain_field(
        _matching(r"(?s)\s*\S.*", "text", "write a text; quote it if it looks like a number"),
        {"type": "string", "minLength": 1},
    ),
]
OperandText: TypeAlias = Annotated[
    str,
    *plain_field(
        lambda value: _text_of(value, "a metric, an indicator, a constant or a quantity", "one"),
        {"type": "string", "minLength": 1},
    ),
]
