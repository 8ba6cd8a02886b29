import pytest

from generator.core.finding import Path, Place, Span
from generator.load.lines import LineTable
from generator.load.source_map import SourceMap

pytestmark = pytest.mark.usefixtures("_parser")

FILE = "a.yaml"


def source_map(text: str) -> SourceMap:
    return SourceMap(FILE, LineTable(text))


def marked(text: str, place: Place) -> str:
    """Return the part of a text that a place stands for."""
    span = source_map(text).span(place)
    lines = text.splitlines(keepends=True)
    start = sum(map(len, lines[: span.line - 1])) + span.column - 1
    end = sum(map(len, lines[: span.end_line - 1])) + span.end_column - 1
    return text[start:end]


SPEC = """\
# größe
component: http
metrics:
  größe_total: {type: counter, 'label s': [method, "end\\tpoint"]}   # comment

  empty:
  note: |  # keep
    first line
      second

# between
indicators:
- rate: &r
    of: größe_total
    by: []
-   { }
- text: plain over
    two lines
- *r
"""


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        (("component",), "component", "http"),
        (("metrics", "größe_total", "type"), "type", "counter"),
        (("metrics", "größe_total", "label s"), "'label s'", '[method, "end\\tpoint"]'),
        (("metrics", "größe_total", "label s", 1), '"end\\tpoint"', '"end\\tpoint"'),
        (("metrics", "empty"), "empty", ""),
        (("metrics", "note"), "note", "|  # keep\n    first line\n      second"),
        (("indicators", 0), "rate: &r\n    of: größe_total\n    by: []", None),
        (("indicators", 0, "rate"), "rate", "of: größe_total\n    by: []"),
        (("indicators", 0, "rate", "by"), "by", "[]"),
        (("indicators", 1), "{ }", "{ }"),
        (("indicators", 2, "text"), "text", "plain over\n    two lines"),
        (("indicators", 3), "*r", "*r"),
        (("indicators", 3, "of"), "of", "größe_total"),
    ],
)
def test_every_key_and_value_is_found(path: Path, key: str, value: str | None) -> None:
    assert marked(SPEC, Place(FILE, path, "key")) == key
    assert marked(SPEC, Place(FILE, path)) == (key if value is None else value)


def test_a_block_ends_with_its_last_value() -> None:
    assert marked(SPEC, Place(FILE, ("metrics",))).endswith("      second")
    assert marked(SPEC, Place(FILE)) == SPEC[SPEC.index("component") :].rstrip()


def test_positions_count_characters() -> None:
    place = Place(FILE, ("metrics", "größe_total", "type"), "key")
    assert source_map(SPEC).span(place) == Span(FILE, 4, 17, 4, 21)


def test_an_absent_value_stands_behind_its_key() -> None:
    place = Place(FILE, ("metrics", "empty"))
    assert source_map(SPEC).span(place) == Span(FILE, 6, 9, 6, 9)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("metrics", "größe_total", "help"), "größe_total"),
        (("metrics", "größe_total", "help", 3, "x"), "größe_total"),
        (("metrics", "größe_total", "label s", 2), "'label s'"),
        (("metrics", "größe_total", "label s", -1), "'label s'"),
        (("component", "x"), "component"),
        (("indicators", 1, "rate"), "{ }"),
        (("indicators", "rate"), "indicators"),
        (("metrics", 0), "metrics"),
        (("indicators", 3, "ago"), "*r"),
    ],
)
def test_what_is_missing_is_shown_at_the_key_it_is_missing_in(path: Path, expected: str) -> None:
    assert marked(SPEC, Place(FILE, path)) == expected
    assert marked(SPEC, Place(FILE, path, "key")) == expected
    assert marked(SPEC, Place(FILE, path, "value", (0, 1))) == expected


def test_what_is_missing_at_the_top_is_shown_in_line_1() -> None:
    assert source_map(SPEC).span(Place(FILE, ("x", "y"))) == Span(FILE, 1, 1, 1, 1)


def test_of_equal_keys_the_first_counts() -> None:
    assert source_map("a: 1\na: 2\n").span(Place(FILE, ("a",))) == Span(FILE, 1, 4, 1, 5)


def test_what_stands_before_a_syntax_error_is_known() -> None:
    text = "a: {b: 1}\nc: {d: 2\n"
    assert marked(text, Place(FILE, ("a", "b"))) == "1"
    assert marked(text, Place(FILE, ("c", "d"))) == "2"


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("&k a: &v !!str x", "a", "x"),
        ("!!str a: !!map\n  &b b: 1\n", "a", "&b b: 1"),
        ("a: &v\n  # comment\n  'x'\n", "a", "'x'"),
        ("a: &v\nb: 1\n", "a", ""),
        ("a: !<tag:yaml.org,2002:str> x", "a", "x"),
        ("a: &v [1]", "a", "[1]"),
        ("? a\n: x", "a", "x"),
        ("{a: x}", "a", "x"),
        ("a: |-\n\n\n   x  \n\n\nb: 1", "a", "|-\n\n\n   x  "),
        ("a: >+\n  x\n\n# c", "a", ">+\n  x"),
    ],
)
def test_anchors_and_tags_are_no_part_of_a_value(text: str, key: str, value: str) -> None:
    assert marked(text, Place(FILE, ("a",), "key")) == key
    expected = value.removeprefix("&b ") if value.startswith("&") else value
    assert marked(text, Place(FILE, ("a",))).removeprefix("&b ") == expected


@pytest.mark.parametrize(
    ("text", "block"),
    [("a:\n  b:\n\nc: 1\n", "b:"), ("a:\n  -\n\n# c\n", "-"), ("a:\n  ? b\n\nc: 1", "? b")],
)
def test_a_block_ends_with_its_last_sign(text: str, block: str) -> None:
    assert marked(text, Place(FILE, ("a",))) == block


def test_a_pair_in_a_list_is_a_mapping() -> None:
    text = "a: [b: 1, c]\n"
    assert marked(text, Place(FILE, ("a", 0))) == "b: 1"
    assert marked(text, Place(FILE, ("a", 0, "b"))) == "1"
    assert marked(text, Place(FILE, ("a", 1))) == "c"


CHARACTERS = [
    ("a: größe", (2, 5), "öße"),
    ("a: one\n  two\n\n  three", (2, 5), "e\n  t"),
    ("a: one\n  two\n\n  three", (7, 9), "\n\n  t"),
    ("a: 'it''s ok'", (2, 4), "''s"),
    ("a: 'x\n\n  y'", (0, 3), "x\n\n  y"),
    ('a: "\\u00e9\\x41\\n\\U0001F389b"', (0, 1), "\\u00e9"),
    ('a: "\\u00e9\\x41\\n\\U0001F389b"', (1, 5), "\\x41\\n\\U0001F389b"),
    ('a: "one \\\n    two"', (4, 7), "two"),
    ('a: "one\\\n\n  two"', (3, 5), "\\\n\n  t"),
    ('a: "one  \n  two"', (3, 4), "  \n  "),
    ("a: |\n  äb\n   c\n\n  d\nb: 1", (0, 2), "äb"),
    ("a: |\n  äb\n   c\n\n  d\nb: 1", (3, 5), " c"),
    ("a: |\n  äb\n   c\n\n  d\nb: 1", (6, 8), "\n  d"),
    ("a: |2\n    äb\n  c", (0, 4), "  äb"),
    ("x:\n  a: |2-\n      b\n    c", (0, 3), "  b"),
    ("a: |\r\n  äb\r\n  c\r\n", (0, 4), "äb\r\n  c"),
    ("a: >\n  one\n  two\n\n  three\n   four\n  five\n", (4, 7), "two"),
    ("a: >\n  one\n  two\n\n  three\n   four\n  five\n", (3, 4), "\n  "),
    ("a: >\n  one\n  two\n\n  three\n   four\n  five\n", (8, 13), "three"),
    ("a: >\n  one\n  two\n\n  three\n   four\n  five\n", (13, 19), "\n   four"),
    ("a: >\n  one\n  two\n\n  three\n   four\n  five\n", (20, 24), "five"),
    ("a: >-\n\n  one\n\n\n  two", (1, 9), "one\n\n\n  two"),
    ("a: &x abc\nb: *x\n", (1, 2), "b"),
]


@pytest.mark.parametrize(("text", "chars", "expected"), CHARACTERS)
def test_characters_of_a_value_are_found_in_every_style(
    text: str, chars: tuple[int, int], expected: str
) -> None:
    path = ("x", "a") if text.startswith("x:") else ("a",)
    assert marked(text, Place(FILE, path).within(*chars)) == expected


def test_characters_through_an_alias_are_where_they_are_written() -> None:
    text = "a: &x abc\nb: *x\n"
    assert marked(text, Place(FILE, ("b",)).within(1, 3)) == "bc"
    assert source_map(text).span(Place(FILE, ("b",)).within(1, 3)).line == 1


@pytest.mark.parametrize("chars", [(0, 9), (-1, 2), (3, 2), (9, 9)])
def test_characters_that_are_not_there_stand_for_the_value(chars: tuple[int, int]) -> None:
    assert marked("a: 'abc'", Place(FILE, ("a",)).within(*chars)) == "'abc'"
    assert marked("a: {b: 1}", Place(FILE, ("a",)).within(*chars)) == "{b: 1}"


@pytest.mark.parametrize(
    ("text", "offset", "column"),
    [("a: abc", 1, 5), ("a: abc", 3, 7), ("a: 'abc'", 3, 8), ("a: ''", 0, 5), ('a: "\\nb"', 1, 7)],
)
def test_no_characters_are_a_place_between_two(text: str, offset: int, column: int) -> None:
    span = source_map(text).span(Place(FILE, ("a",)).within(offset, offset))
    assert span == Span(FILE, 1, column, 1, column)
