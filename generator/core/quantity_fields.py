"""Field types of numbers: quantities, durations, units, bounds, counts."""

import dataclasses
import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, TypeAlias

from pydantic_core import PydanticCustomError

from generator.core.model import NAMES, plain_field
from generator.core.problem import Problem, fail, fail_all, problems_of, shown, written
from generator.core.quantity_hints import KNOWN_UNITS, meant_quantity, meant_unit
from generator.core.units import (
    LONGEST_DURATION,
    TIME_UNITS,
    Quantity,
    QuantityError,
    Unit,
    duration_text,
    parse_duration,
    parse_quantity,
    parse_unit,
)

_QUANTITY_FIX = "write a number with its unit: `5%`, `500ms`, `1GB/h`, `200 USD`; a count is bare"
_DURATION_FIX = "write a number and ms, s, m, h or d, such as `30s` or `5m`"
_COUNT_MAX = 10**15
_LONGEST = f"{LONGEST_DURATION // TIME_UNITS['d']}d"


def _text_of(value: object, what: str, fix: str) -> str:
    """Return the text of a number or a text; a truth value or a list is neither."""
    if isinstance(value, bool) or not isinstance(value, Decimal | str):
        raise fail("type", f"{what} is wanted here, found {shown(value)}", fix)
    return written(value)


def _meant(found: str | None, otherwise: str) -> str:
    return f"did you mean `{found}`?" if found else otherwise


def _quantity(value: object) -> Quantity:
    if isinstance(value, Quantity):
        return value
    text = _text_of(value, "a quantity", _QUANTITY_FIX)
    try:
        return parse_quantity(text)
    except QuantityError as error:
        message, fix = f"{shown(text)} is no quantity", _QUANTITY_FIX
        if str(error).endswith("is no unit"):
            message, fix = f"{message}: {error}", KNOWN_UNITS
        raise fail("quantity", message, _meant(meant_quantity(text), fix)) from error


def _duration(value: object) -> Fraction:
    if isinstance(value, Fraction):
        return value
    text = _text_of(value, "a duration", _DURATION_FIX)
    try:
        seconds = parse_duration(text)
    except QuantityError as error:
        fix = _meant(_meant_duration(text), _DURATION_FIX)
        raise fail("quantity", f"{shown(text)} is no duration", fix) from error
    if seconds < 0:
        raise fail("value", f"`{text}` is below 0", "write a duration of 0 or more")
    if seconds > LONGEST_DURATION:
        message = f"`{text}` is longer than {_LONGEST}, the longest that can be counted"
        raise fail("duration", message)
    if (seconds * 1000).denominator != 1:
        raise fail(
            "quantity",
            f"`{text}` is no whole number of milliseconds",
            "write it in a smaller unit, or round it to whole milliseconds",
        )
    return seconds


def _meant_duration(text: str) -> str | None:
    found = meant_quantity(text)
    try:
        return found if found and 0 <= parse_duration(found) <= LONGEST_DURATION else None
    except QuantityError:
        return None


def _positive_duration(value: object) -> Fraction:
    seconds = _duration(value)
    if seconds == 0:
        raise fail("quantity", "a duration above 0 is wanted here", "write one such as `5m`")
    return seconds


def _unit(value: object) -> Unit:
    if isinstance(value, Unit):
        return value
    text = _text_of(value, "a unit", "write one such as `ms`, `B`, `%`, `USD`, `count` or `1/s`")
    try:
        return parse_unit(text)
    except QuantityError as error:
        fix = f"{KNOWN_UNITS.partition('; a bare')[0]}; events have `count`, and `noun` names them"
        fix = _meant(meant_unit(text), fix)
        raise fail("quantity", f"{shown(text)} is no unit", fix) from error


def unit_text(unit: Unit) -> str:
    """Return a unit as a spec writes it; a plain count has a name there."""
    return str(unit) or "count"


@dataclasses.dataclass(frozen=True, slots=True)
class ConstantName:
    """A constant of the project, named in place of a quantity."""

    name: str

    def __str__(self) -> str:
        """Return it as a spec writes it."""
        return f"${self.name}"


Limit: TypeAlias = Quantity | ConstantName
"""What a bound says of one variant."""


@dataclasses.dataclass(frozen=True, slots=True)
class Bound:
    """A bound: one quantity or constant, or one for each variant.

    The path of a variant is ``("p99",)`` or ``("p95", "hit")``; that of a single quantity is empty.
    """

    by_variant: tuple[tuple[tuple[str, ...], Limit], ...]

    @property
    def plain(self) -> bool:
        """Tell whether the bound is one quantity for everything."""
        return self.by_variant[0][0] == ()


def _limit(value: object) -> Limit:
    if not isinstance(value, str) or not value.startswith("$"):
        return _quantity(value)
    if not re.fullmatch(_CONSTANT_PATTERN, value):
        fix = "write one such as `$max_lag`, defined under `constants:` of project.yaml"
        raise fail("value", f"{shown(value)} is no constant", fix)
    return ConstantName(value[1:])


def _bound(value: object) -> Bound:
    if isinstance(value, Bound):
        return value
    rows: list[tuple[tuple[str, ...], Limit]] = []
    problems: list[Problem] = []
    for path, below in _variants(value, (), problems):
        try:
            rows.append((path, _limit(below)))
        except PydanticCustomError as error:
            problems += [one.below(*path) for one in problems_of(error)]
    if problems:
        raise fail_all(problems)
    return Bound(tuple(rows))


def _variants(
    value: object, path: tuple[str, ...], problems: list[Problem]
) -> list[tuple[tuple[str, ...], object]]:
    """Return the values of a bound with their variants; outside the quantile, inside the label."""
    if not isinstance(value, dict):
        return [(path, value)]
    if not value or len(path) > 1:
        message = (
            "variants are nested two deep at most: a percentile, then a value of the label"
            if value
            else "a bound for at least one variant is wanted here"
        )
        problems.append(Problem("quantity", message, "write `{p99: 1000ms}`", path))
        return []
    return [
        row for name, below in value.items() for row in _variants(below, (*path, name), problems)
    ]


def _bound_text(bound: Bound) -> Any:
    if bound.plain:
        return str(bound.by_variant[0][1])
    tree: dict[str, Any] = {}
    for path, quantity in bound.by_variant:
        node = tree
        for name in path[:-1]:
            node = node.setdefault(name, {})
        node[path[-1]] = str(quantity)
    return tree


def _number(value: object) -> Decimal:
    if isinstance(value, Decimal):
        return value
    fix = "write it without quotes and unit" if isinstance(value, str) else "write a number"
    raise fail("type", f"a number is wanted here, found {shown(value)}", fix)


def _count(least: int, most: int | None = None) -> Callable[[object], int]:
    limit = _COUNT_MAX if most is None else most
    fix = (
        f"write {least}, {least + 1}, {least + 2}, …"
        if most is None
        else f"write a whole number from {least} to {most}"
    )

    def check(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, Decimal | int):
            raise fail("type", f"a whole number is wanted here, found {shown(value)}", fix)
        if not least <= value <= limit:
            raise fail("value", f"{shown(value)} is out of range", fix)
        if value != int(value):
            raise fail("value", f"{shown(value)} is no whole number", fix)
        return int(value)

    return check


def _count_field(words: str, least: int, most: int | None = None) -> tuple[Any, ...]:
    schema: dict[str, Any] = {"type": "integer", "minimum": least}
    if most is not None:
        schema["maximum"] = most
    return plain_field(_count(least, most), schema, words=words)


_NUMBER_PATTERN = r"([0-9]+(\.[0-9]+)?|\.[0-9]+)"
_QUANTITY_PATTERN = rf"^\s*[+-]?{_NUMBER_PATTERN} ?(%|[A-Za-z]+)?(/(ms|s|m|h|d))?\s*$"
_DURATION_PATTERN = rf"^\s*\+?{_NUMBER_PATTERN} ?(ms|s|m|h|d)\s*$"
_QUANTITY_OPTIONS = [{"type": "number"}, {"type": "string", "pattern": _QUANTITY_PATTERN}]
_CONSTANT_PATTERN = r"\$[a-z][a-z0-9_]*"
_LIMIT_OPTIONS: list[dict[str, Any]] = [
    *_QUANTITY_OPTIONS,
    {"type": "string", "pattern": f"^{_CONSTANT_PATTERN}$", NAMES: ["constant"]},
]
_BY_LABEL = {
    "type": "object",
    "minProperties": 1,
    "additionalProperties": {"anyOf": _LIMIT_OPTIONS},
}
_BOUND_SCHEMA = {
    "anyOf": [
        *_LIMIT_OPTIONS,
        {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": {"anyOf": [*_LIMIT_OPTIONS, _BY_LABEL]},
        },
    ]
}
_DURATION_SCHEMA = {"type": "string", "pattern": _DURATION_PATTERN}
_UNIT_SCHEMA = {"type": "string", "minLength": 1}

QuantityField: TypeAlias = Annotated[
    Quantity,
    *plain_field(_quantity, {"anyOf": _QUANTITY_OPTIONS}, words="a quantity", write=str),
]
Duration: TypeAlias = Annotated[
    Fraction, *plain_field(_duration, _DURATION_SCHEMA, words="a duration", write=duration_text)
]
PositiveDuration: TypeAlias = Annotated[
    Fraction,
    *plain_field(
        _positive_duration, _DURATION_SCHEMA, words="a duration above 0", write=duration_text
    ),
]
UnitField: TypeAlias = Annotated[
    Unit, *plain_field(_unit, _UNIT_SCHEMA, words="a unit", write=unit_text)
]
BoundField: TypeAlias = Annotated[
    Bound,
    *plain_field(
        _bound,
        _BOUND_SCHEMA,
        words="a bound: one quantity or constant, or one by variant",
        write=_bound_text,
    ),
]
NumberField: TypeAlias = Annotated[
    Decimal, *plain_field(_number, {"type": "number"}, words="a number", write=str)
]
Count: TypeAlias = Annotated[int, *_count_field("a whole number", 0)]
PositiveCount: TypeAlias = Annotated[int, *_count_field("a whole number from 1", 1)]
InstanceNumber: TypeAlias = Annotated[int, *_count_field("a number from 0 to 49", 0, 49)]
GridRows: TypeAlias = Annotated[int, *_count_field("a whole number from 1 to 100", 1, 100)]
Columns: TypeAlias = Annotated[int, *_count_field("a whole number from 1 to 24", 1, 24)]
