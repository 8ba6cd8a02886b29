"""Expressions are parsed back, and monsters are refused before they reach the parser."""

import pytest

from generator.promql.parse import PromqlError, check


def test_raw_strings_with_backslashes_are_read() -> None:
    check('up{job=~`a\\d"`}')


@pytest.mark.parametrize("text", ["sum(", "up{", "rate(up)", "up[5m] + 1", "up{job=~`(`}"])
def test_what_is_no_promql_is_refused(text: str) -> None:
    with pytest.raises(PromqlError):
        check(text)


@pytest.mark.parametrize("text", ["(" * 201 + "up" + ")" * 201, "up + " * 4000 + "up"])
def test_a_monster_is_refused_and_does_not_end_the_interpreter(text: str) -> None:
    with pytest.raises(PromqlError, match=r"deeper|longer"):
        check(text)
