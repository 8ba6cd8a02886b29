"""Spellings of bucket bounds, and units of quotients."""

import re
from fractions import Fraction

import pytest

from generator.core.units import BYTES, COUNT, RATIO, SECONDS, Family, Unit, parse_unit
from generator.recipes.base import RecipeError
from generator.recipes.forms import bucket_pattern, divided, per_second

# As Go, Python, Java, Rust and OpenMetrics write them.
_SPELLINGS = {
    "500": ["500", "500.0"],
    "1": ["1", "1.0"],
    "0": ["0", "0.0"],
    "0.25": ["0.25"],
    "50.5": ["50.5"],
    "0.005": ["0.005"],
    "0.0005": ["0.0005", "5.0E-4", "5e-04", "5e-4"],
    "0.00001": ["0.00001", "1e-05", "1.0E-5", "1e-5"],
    "0.000025": ["0.000025", "2.5e-05", "2.5E-5"],
    "999999": ["999999", "999999.0"],
    "1000000": ["1000000", "1000000.0", "1e+06", "1e6"],
    "10000000": ["10000000", "1e+07", "1.0E7"],
    "12500000": ["12500000", "12500000.0", "1.25e+07", "1.25E7"],
    "1234567.5": ["1234567.5", "1.2345675e+06"],
    "100000000000": ["100000000000", "1e+11", "1.0E11"],
}


@pytest.mark.parametrize("bound", _SPELLINGS)
def test_a_bucket_is_found_by_its_number_alone(bound: str) -> None:
    pattern = re.compile(bucket_pattern(Fraction(bound)))
    for other, spellings in _SPELLINGS.items():
        for text in spellings:
            found = pattern.fullmatch(text) is not None
            assert found == (other == bound), (bound, text)


@pytest.mark.parametrize("text", ["5000", "50", "5000.0", "500.05", "1500", "500x", "+Inf"])
def test_a_bucket_is_no_other_number(text: str) -> None:
    assert re.fullmatch(bucket_pattern(Fraction(500)), text) is None


def test_no_bucket_ends_where_no_decimal_does() -> None:
    with pytest.raises(ValueError, match="no decimal"):
        bucket_pattern(Fraction(1, 3))


@pytest.mark.parametrize(
    ("of", "to", "result"),
    [
        (COUNT, COUNT, RATIO),
        (BYTES, BYTES, RATIO),
        (parse_unit("USD"), COUNT, parse_unit("USD")),
        (BYTES.rate(), COUNT, BYTES.rate()),
        (SECONDS, COUNT, SECONDS),
    ],
)
def test_a_quotient_has_the_unit(of: Unit, to: Unit, result: Unit) -> None:
    assert divided(of, to) == result


@pytest.mark.parametrize(
    ("of", "to"),
    [("ms", "s"), ("B", "GB"), ("B", "s"), ("USD", "EUR"), ("1/s", "1/m"), ("count", "B")],
)
def test_a_quotient_that_means_nothing_is_refused(of: str, to: str) -> None:
    with pytest.raises(RecipeError):
        divided(parse_unit(of), parse_unit(to))


def test_seconds_per_second_are_a_number() -> None:
    assert per_second(SECONDS) == COUNT
    assert per_second(parse_unit("ms")) == Unit(Family.COUNT, Fraction(1, 1000))
    assert per_second(parse_unit("GB")) == parse_unit("GB/s")
