"""What expressions name: found with its place, whatever stands around it."""

import re

import pytest

from generator.promql.complete import (
    QueryError,
    filled,
    longer_ago,
    mentions,
    verify,
)

_NAMED = {
    "up": ["up"],
    'up{job="a"}': ['up{job="a"}'],
    "rate(x_total {a=\"}\", b=~'{'} [5m])": ["x_total {a=\"}\", b=~'{'}"],
    "sum by (job, up) (x) / on (y) group_left (z) w": ["x", "w"],
    "sum(x) without (y)": ["x"],
    "sum (x) BY (y)": ["x"],
    'count_values by (a) ("v", x)': ["x"],
    "topk(5, x) and ignoring (a) y unless z or w": ["x", "y", "z", "w"],
    "x > bool 1 != Inf - NaN + 0x1F * 1e5 / .5": ["x"],
    "x offset 5m + y[1h:5m] offset -1h": ["x", "y"],
    "x # y\n+ z # it's w": ["x", "z"],
    'label_replace(x, \'y\', `$1 z`, "w", "(.*)")': ["x"],
    "a.b + c_d.e_f / $cores": ["a.b", "c_d.e_f", "$cores"],
    "max_over_time(a.b[30m])": ["a.b"],
    "max_over_time(a.b[30m:1m])": ["a.b"],
    "job:x:rate5m + :y": ["job:x:rate5m", ":y"],
    'sum{a="b"} + min': ['sum{a="b"}', "min"],
    "time() - vector(1)": [],
    "x atan2 y": ["x", "y"],
    "-x ^ 2 % 3": ["x"],
}


@pytest.mark.parametrize("text", _NAMED)
def test_names_are_found(text: str) -> None:
    found = mentions(text)
    assert [one.text for one in found] == _NAMED[text]
    assert [text[one.start : one.end] for one in found] == _NAMED[text]


def test_kinds_are_told_apart() -> None:
    assert [one.kind for one in mentions("up + a.b * $c")] == ["metric", "indicator", "constant"]


def test_ranges_and_offsets_stand_apart_from_the_name() -> None:
    text = "f(x [ 5m ] offset  - 1h) + y offset +2d + z[1h:] offset 1m + w offset 1m[5m:]"
    assert [(one.window, one.offset, one.subquery) for one in mentions(text)] == [
        ("5m", "-1h", False),
        ("", "2d", False),
        ("", "", True),
        ("", "1m", True),
    ]
    assert [text[one.start : one.stop] for one in mentions(text)] == [
        "x [ 5m ] offset  - 1h",
        "y offset +2d",
        "z",
        "w offset 1m",
    ]


def test_only_what_is_named_is_replaced() -> None:
    text = '  sum by (x) (rate(x[5m] offset 1h))  # x\n\n  / on (x)\tx{a=`\\d"`} + `x` \n'
    pieces = ["A", "B"]
    assert filled(text, pieces) == 'sum by (x) (rate(A))\n  / on (x)\tB + "x"'
    with pytest.raises(ValueError, match="zip"):
        filled(text, ["A"])


def test_raw_strings_are_written_in_double_quotes() -> None:
    assert filled('label_replace(x, `a`, `\\d"$1`, "", "")', ["x"]) == (
        'label_replace(x, "a", "\\\\d\\"$1", "", "")'
    )


_WRONG = {
    'up{job="a"': ("`{` is never closed", "{"),
    "sum by (job up": ("`(` is never closed", "("),
    'up{job="a': ("never ends", '"'),
    "label_replace(up, 'a": ("never ends", "'"),
    "up + `a\nb`": ("never ends", "`"),
    '{job="a"}': ("must name its metric", "{"),
    'a.b{job="a"}': ("has no conditions", "{"),
    "a.b(up)": ("has no conditions", "("),
    "up @ 5": ("holds the expression to one moment", "@"),
    "up offset x": ("`offset` needs a duration", "offset"),
    "up offset": ("`offset` needs a duration", "offset"),
}


@pytest.mark.parametrize("text", _WRONG)
def test_what_cannot_be_read_is_pointed_at(text: str) -> None:
    message, part = _WRONG[text]
    with pytest.raises(QueryError, match=re.escape(message)) as caught:
        mentions(text)
    assert text[caught.value.start : caught.value.end] == part


@pytest.mark.parametrize(
    "text", ["sum(", "up up", "rate(up)", "nope(up)", "up[5m]", "'a'", "(a.b[5m:])", ""]
)
def test_what_gives_no_samples_is_refused(text: str) -> None:
    with pytest.raises(QueryError):
        verify(text)


@pytest.mark.parametrize(
    "text", ["up", "rate(a.b[5m])", "$x", "1 + a.b offset 1h > bool $x", "(((up)))", "time()"]
)
def test_what_gives_samples_is_taken(text: str) -> None:
    verify(text)


@pytest.mark.parametrize(
    ("first", "second", "total"),
    [
        ("", "", ""),
        ("1h", "", "1h"),
        ("", "1h30m", "1h30m"),
        ("1h", "30m", "90m"),
        ("-1h", "1d", "23h"),
        ("1h", "-60m", ""),
        ("1w", "1y", "372d"),
        ("1h30m", "500ms", "5400500ms"),
    ],
)
def test_offsets_add_up(first: str, second: str, total: str) -> None:
    assert longer_ago(first, second) == total
