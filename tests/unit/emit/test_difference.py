"""Differences as a person sees them."""

import difflib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.emit.difference import first_difference, unified_diff, visible


def test_a_difference_shows_where_and_what() -> None:
    old = "".join(f"{number}\n" for number in range(1, 21))
    new = old.replace("12\n", "twelve\n")
    assert unified_diff(old, new, "out/a") == (
        "--- out/a\n+++ rendered\n@@ -9 +9 @@\n 9\n 10\n 11\n-12\n+twelve\n 13\n 14\n 15"
    )
    assert first_difference(old, new) == 12


def test_equal_texts_have_no_difference() -> None:
    assert unified_diff("a\nb", "a\nb", "out/a") == ""


def test_a_long_difference_is_cut() -> None:
    old, new = ("\n".join(f"{who} {number}" for number in range(10_000)) for who in ("a", "b"))
    lines = unified_diff(old, new, "out/a").split("\n")
    assert len(lines) == 43
    assert lines[-1] == "…"


def test_a_change_at_both_ends_of_a_long_text_is_cut_where_it_is_not_looked_at() -> None:
    middle = "\n".join(str(number) for number in range(10_000))
    lines = unified_diff(f"a\n{middle}\na", f"b\n{middle}\nb", "out/a").split("\n")
    assert lines[2:5] == ["@@ -1 +1 @@", "-a", "+b"]
    assert lines[-1] == "…"


def test_a_long_line_is_cut() -> None:
    assert max(map(len, unified_diff("a" * 1000, "b", "x").split("\n"))) == 201


def test_what_could_fool_a_terminal_is_escaped() -> None:
    diff = unified_diff("\x1b[2J\r\u202etfel", "tab\tü", "x")
    assert diff.endswith("-\\x1b[2J\\r\\u202etfel\n+tab\tü")
    assert visible("\udcff\n") == "\\udcff\\n"


@pytest.mark.parametrize(("old", "new", "line"), [("", "a", 1), ("a\n", "a\nb", 2), ("a", "a", 2)])
def test_the_first_difference_may_stand_at_an_end(old: str, new: str, line: int) -> None:
    assert first_difference(old, new) == line


@given(*[st.lists(st.sampled_from("abc"), max_size=12).map("\n".join)] * 2)
def test_short_differences_are_those_of_difflib(old: str, new: str) -> None:
    ours = unified_diff(old, new, "x").split("\n")
    theirs = list(difflib.unified_diff(old.split("\n"), new.split("\n"), "x", lineterm=""))
    changes = [line[0] for line in ours[2:]], [line[0] for line in theirs[2:]]
    assert changes[0].count("-") - changes[0].count("+") == (
        changes[1].count("-") - changes[1].count("+")
    )
    assert (ours == [""]) == (old == new)
