import pytest

from generator.load.characters import extents
from generator.load.layout import Node


@pytest.mark.parametrize(
    ("text", "style"), [("abc", ""), ("'abc'", "'"), ("|\n abc", "|"), (">\n abc", ">"), ("|", "|")]
)
def test_a_value_that_does_not_fit_the_text_has_no_characters(text: str, style: str) -> None:
    assert extents(text, Node(0, len(text), style, "abcd")) == []


def test_characters_are_in_the_order_of_the_value() -> None:
    assert extents('"a\\tb"', Node(0, 6, '"', "a\tb")) == [(1, 2), (2, 4), (4, 5)]
