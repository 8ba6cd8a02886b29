"""Quantities are exact: what is written is what is computed with, and can be written again."""

import contextlib
import re
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from generator.core.currencies import CURRENCIES
from generator.core.quantity_hints import meant_quantity, meant_unit
from generator.core.units import (
    BYTE_UNITS,
    TIME_UNITS,
    Family,
    Quantity,
    QuantityError,
    Unit,
    decimal_text,
    duration_text,
    example,
    parse_duration,
    parse_quantity,
    parse_unit,
)

NUMBERS = st.builds(
    lambda sign, whole, places: f"{sign}{whole}{places}",
    st.sampled_from(["", "-", "+"]),
    st.integers(0, 10**12),
    st.one_of(st.just(""), st.from_regex(r"\.[0-9]{1,6}", fullmatch=True)),
)
NAMES = ["", "%", *TIME_UNITS, *BYTE_UNITS, *sorted(CURRENCIES)]
RATES = st.sampled_from(["", *(f"/{name}" for name in TIME_UNITS)])
UNITS = st.builds(lambda name, rate: (name or "1") + rate, st.sampled_from(NAMES), RATES)
QUANTITIES = st.tuples(NUMBERS, st.sampled_from(["", " "]), st.sampled_from(NAMES), RATES)
PAIRS = [
    (one, other)
    for family in (list(TIME_UNITS), list(BYTE_UNITS))
    for one in family
    for other in family
]
DECIMALS = st.decimals(
    allow_nan=False, allow_infinity=False, places=9, min_value=-(10**9), max_value=10**9
)


@given(QUANTITIES)
def test_a_quantity_is_the_number_that_is_written(parts: tuple[str, str, str, str]) -> None:
    number, space, name, rate = parts
    space = space if name else ""  # nothing need be set apart from a bare number
    found = parse_quantity(f"{number}{space}{name}{rate}")
    written = Fraction(Decimal(number))
    assert found.number == (written / 100 if name == "%" else written)
    assert str(found) == f"{number}{space}{name}{rate}"
    assert parse_quantity(str(found)) == found


@given(QUANTITIES)
def test_a_quantity_in_its_own_unit_is_itself(parts: tuple[str, str, str, str]) -> None:
    number, _, name, rate = parts
    found = parse_quantity(f"{number}{name}{rate}")
    assert found.to(found.unit) == found.number
    assert found.base == found.number * found.unit.size


@given(UNITS)
def test_a_unit_can_be_written_and_read_again(name: str) -> None:
    unit = parse_unit(name)
    assert parse_unit(str(unit)) == unit
    assert unit.comparable(unit)
    assert meant_unit(name) is None


@given(UNITS, UNITS)
def test_units_are_comparable_both_ways_or_not_at_all(one: str, other: str) -> None:
    left, right = parse_unit(one), parse_unit(other)
    assert left.comparable(right) == right.comparable(left)


@given(NUMBERS, st.sampled_from(PAIRS), RATES, RATES)
def test_there_and_back_is_the_same_number(
    number: str, pair: tuple[str, str], rate: str, other_rate: str
) -> None:
    one, other = pair
    found = parse_quantity(f"{number}{one}{rate}")
    unit = parse_unit(other + (other_rate or "/s" if rate else ""))
    there = found.to(unit)
    assert Quantity(there, unit, "").to(found.unit) == found.number


@given(UNITS)
def test_the_example_of_a_unit_is_of_that_unit(name: str) -> None:
    unit = parse_unit(name)
    assert parse_quantity(example(unit)).unit.comparable(unit)


@given(st.integers(0, 10**15))
def test_a_duration_can_be_written_and_read_again(milliseconds: int) -> None:
    seconds = Fraction(milliseconds, 1000)
    assert parse_duration(duration_text(seconds)) == seconds


@given(st.integers(1, 10**6), st.sampled_from(sorted(TIME_UNITS)))
def test_a_duration_is_written_in_the_largest_unit_that_divides_it(count: int, name: str) -> None:
    text = duration_text(count * TIME_UNITS[name])
    number, unit = re.fullmatch(r"([0-9]+)([a-z]+)", text).groups()  # type: ignore[union-attr]
    assert TIME_UNITS[unit] >= TIME_UNITS[name]
    assert int(number) * TIME_UNITS[unit] == count * TIME_UNITS[name]


@given(DECIMALS)
def test_a_decimal_is_written_exactly_and_as_short_as_can_be(value: Decimal) -> None:
    text = decimal_text(Fraction(value))
    assert text is not None
    assert Fraction(Decimal(text)) == Fraction(value)
    assert "." not in text or not text.endswith("0")
    assert re.fullmatch(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?", text)


@given(st.fractions())
def test_what_is_no_decimal_is_not_written_as_one(value: Fraction) -> None:
    denominator = value.denominator
    for prime in (2, 5):
        while denominator % prime == 0:
            denominator //= prime
    text = decimal_text(value)
    assert (text is None) == (denominator != 1)
    assert text is None or Fraction(Decimal(text)) == value


@given(st.text(max_size=50))
def test_no_text_breaks_the_parsers(text: str) -> None:
    for parse in (parse_quantity, parse_duration, parse_unit):
        with contextlib.suppress(QuantityError):
            parse(text)


@given(st.text(alphabet="0123456789.,_ %/$€-+aAbBdDeEgGhHiIkKmMnNoOpPrRsStTuUyY", max_size=20))
def test_a_hint_is_always_something_that_can_be_read(text: str) -> None:
    quantity, unit = meant_quantity(text), meant_unit(text)
    assert quantity is None or str(parse_quantity(quantity)) == quantity
    assert unit is None or isinstance(parse_unit(unit), Unit)


def test_every_family_has_units() -> None:
    assert {parse_unit(name or "1").family for name in NAMES} == set(Family)
