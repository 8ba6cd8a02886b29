import pytest

from generator.core.finding import Span
from generator.report.excerpt import excerpt
from generator.report.terminal import width


def drawn(line: str, start: int, end: int, *, lines: int = 1) -> str:
    """Return a line and its carets, the way they stand below each other."""
    text, before, marked = excerpt(line, Span("f", 1, start, lines, end))
    return f"{text}\n{' ' * before}{'^' * marked}"


@pytest.mark.parametrize(
    ("line", "start", "end", "expected"),
    [
        ("abc: def", 6, 9, "abc: def\n     ^^^"),
        ("abc", 1, 1, "abc\n^"),
        ("abc", 4, 4, "abc\n   ^"),
        ("abc", 9, 12, "abc\n   ^"),
        ("\tab\tc", 2, 4, "    ab    c\n    ^^"),
        ("\tab\tc", 3, 6, "    ab    c\n     ^^^^^^"),
        ("größe: 1", 8, 9, "größe: 1\n       ^"),
        ("漢字: 字x", 5, 6, "漢字: 字x\n      ^^"),
        ("e\u0301: x", 5, 6, "e\u0301: x\n   ^"),
        ("a\x1b[31m: x", 9, 10, "a\\x1b[31m: x\n           ^"),
        ("", 1, 1, "\n^"),
    ],
)
def test_carets_stand_under_what_is_meant(line: str, start: int, end: int, expected: str) -> None:
    assert drawn(line, start, end) == expected


def test_of_several_lines_the_first_is_marked_to_its_end() -> None:
    assert drawn("a: |  ", 4, 5, lines=3) == "a: |  \n   ^"


LONG = "".join(f"{number:04d} " for number in range(100))


@pytest.mark.parametrize("start", [1, 6, 50, 94, 96, 101, 251, 476, 496])
def test_a_long_line_is_cut_around_the_place(start: int) -> None:
    text, before, marked = excerpt(LONG, Span("f", 1, start, 1, start + 4))
    assert width(text) <= 102
    assert text[before : before + marked] == LONG[start - 1 : start + 3]
    assert text.startswith("…") == (not text.startswith("0000"))
    assert text.endswith("…") == (not text.endswith("0099 "))


def test_what_is_longer_than_the_cut_is_marked_as_far_as_it_is_shown() -> None:
    text, before, marked = excerpt("x" * 400, Span("f", 1, 50, 1, 350))
    assert text == "…" + "x" * 99 + "…"
    assert (before, marked) == (31, 69)


def test_a_long_line_of_wide_characters_is_cut_by_columns() -> None:
    text, before, marked = excerpt("字" * 200, Span("f", 1, 101, 1, 102))
    assert width(text) <= 102
    assert (before % 2, marked) == (1, 2)
