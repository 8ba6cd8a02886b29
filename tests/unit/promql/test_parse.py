"""Expressions are parsed back, and monsters are refused before they reach the parser."""

import pytest

from generator.promql.parse import PromqlError, check
from generator.promql.read import parse


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


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x[99999999999d]", "`99999999999d` is more than Prometheus can count, some 292 years"),
        ("x[106752d]", "`106752d` is more than Prometheus can count, some 292 years"),
        ('x{a="99999999999d"}[0s]', "duration must be greater than 0"),
    ],
)
def test_a_duration_that_cannot_be_counted_is_not_called_0(text: str, said: str) -> None:
    with pytest.raises(PromqlError) as caught:
        parse(f"rate({text})")
    assert str(caught.value) == said
