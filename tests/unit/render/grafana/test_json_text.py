"""JSON text with exact numbers."""

import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.render.grafana.json_text import dumps, number_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(1, 1000), "0.001"),
        (Fraction(1, 10**9), "0.000000001"),
        (Fraction(-5, 2), "-2.5"),
        (Fraction(10**21), "1000000000000000000000"),
        (Fraction("0.12345678901234567890123"), "0.12345678901234567890123"),
        (Fraction(5, 3), "1.6666666666666667"),
    ],
)
def test_a_number_is_written_exactly_where_a_decimal_is_exact(value: Fraction, text: str) -> None:
    assert number_text(value) == text


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6))
def test_every_decimal_survives_the_text(value: object) -> None:
    fraction = Fraction(str(value))
    assert json.loads(number_text(fraction), parse_float=Fraction, parse_int=Fraction) == fraction


def test_keys_are_sorted_and_text_is_readable() -> None:
    tree = {"b": [1, True, None], "a": {"ü": "“\n"}, "c": [], "d": {}}
    assert dumps(tree) == (
        '{\n  "a": {\n    "ü": "“\\n"\n  },\n'
        '  "b": [\n    1,\n    true,\n    null\n  ],\n  "c": [],\n  "d": {}\n}\n'
    )


def test_a_float_is_refused() -> None:
    with pytest.raises(TypeError, match=r"0\.1 has no exact JSON text"):
        dumps({"value": 0.1})
