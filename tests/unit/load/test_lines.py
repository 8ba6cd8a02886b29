import pytest

from generator.core.finding import Span
from generator.load.lines import LineTable


@pytest.mark.parametrize(
    ("offset", "position"),
    [(0, (1, 1)), (2, (1, 3)), (3, (2, 1)), (6, (3, 1)), (8, (4, 1)), (9, (4, 2)), (10, (4, 3))],
)
def test_every_kind_of_line_end_counts_once(offset: int, position: tuple[int, int]) -> None:
    lines = LineTable("é\r\nb\r\nc\rde")
    assert lines.text[3] == "b"
    assert lines.position(offset) == position


def test_lines_come_without_their_ends() -> None:
    lines = LineTable("a\r\n\nb\rc\u2028d\x0ce")
    found = [lines.line(number) for number in range(6)]
    assert found == [None, "a", "", "b", "c\u2028d\x0ce", None]


def test_a_text_that_ends_with_a_line_end_has_an_empty_last_line() -> None:
    assert LineTable("a\n").line(2) == ""
    assert LineTable("").line(1) == ""


def test_a_span_counts_characters_from_one() -> None:
    assert LineTable("äöü: x\n").span("f", 5, 6) == Span("f", 1, 6, 1, 7)
