from decimal import Decimal

import pytest

from generator.core.problem import Problem, clash, fail, fail_all, problems_of, shown, written


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a", "`a`"),
        (True, "`true`"),
        (Decimal("1.50"), "`1.50`"),
        (Decimal("1e3"), "`1000`"),
        (Decimal("1e99"), "`1E+99`"),
        (None, "nothing"),
        ([1], "a list"),
        ({"a": 1}, "a mapping"),
        ("x" * 80, f"`{'x' * 59}…`"),
    ],
)
def test_a_value_is_spoken_of_as_it_is_written(value: object, text: str) -> None:
    assert shown(value) == text


def test_numbers_are_written_without_exponent() -> None:
    assert written(Decimal("5E-7")) == "0.0000005"


def test_an_error_carries_all_its_problems() -> None:
    problems = [clash("one", "do this", "a"), Problem("value", "two", at=("b", 0))]
    assert problems_of(fail_all(problems)) == tuple(problems)
    assert problems_of(fail("name", "{odd} braces"))[0].message == "{odd} braces"


def test_a_problem_can_be_seen_from_further_out() -> None:
    assert Problem("value", "x", at=("b",)).below("a", 0).at == ("a", 0, "b")
