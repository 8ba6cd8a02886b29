"""Selections are read with the place of every part."""

import pytest

from generator.promql.expr import Matcher
from generator.promql.selection import SelectionError, parse_selection, unquote


def test_a_selection_knows_where_its_parts_stand() -> None:
    text = """requests{status=~"5..", path='/a"b',raw=`\\d`}"""
    found = parse_selection(text)
    assert found.metric == "requests"
    assert found.matchers == (
        Matcher("status", "=~", "5.."),
        Matcher("path", "=", '/a"b'),
        Matcher("raw", "=", "\\d"),
    )
    places = [(text[slice(*one.label_at)], text[slice(*one.value_at)]) for one in found.conditions]
    assert places == [("status", '"5.."'), ("path", "'/a\"b'"), ("raw", "`\\d`")]


@pytest.mark.parametrize(
    ("text", "message", "at"),
    [
        ("", "a metric name expected here", (0, 0)),
        ("a{x}", "one of =, !=, =~, !~ expected here, found `}`", (3, 4)),
        ("a{x=y}", "a quoted value expected here, found `y`", (4, 5)),
        ('a{x="y" z="w"}', "`,` or `}` expected here", (8, 9)),
        ('a{x="y"', "`,` or `}` expected here", (7, 7)),
        ("a[5m]", "a selection ends before this", (1, 5)),
        (
            'a{x=~"("}',
            "`(` is no regular expression: the `(` of `(` is never closed",
            (5, 8),
        ),
    ],
)
def test_what_is_no_selection_is_pointed_at(text: str, message: str, at: tuple[int, int]) -> None:
    with pytest.raises(SelectionError) as caught:
        parse_selection(text)
    assert (str(caught.value), (caught.value.start, caught.value.end)) == (message, at)


@pytest.mark.parametrize(
    ("text", "value"),
    [(r'"\x41"', "A"), (r'"\x"', "x"), (r'"\u"', "u"), (r'"\U00110000"', "U00110000")],
)
def test_an_escape_that_is_none_is_no_fault(text: str, value: str) -> None:
    assert unquote(text) == value
