"""Input series of tests are read as promtool reads them; the same rows are held against it."""

import json
from pathlib import Path

import pytest

from generator.promql.input_series import SeriesError, count_samples, read_series
from generator.prove.promtool import run_tests
from tests.support.tools import all_promtools, require_tool

# Values, with how many samples they say; None where promtool refuses them.
VALUES: dict[str, int | None] = {
    "1": 1,
    "1 2": 2,
    "1x3": 4,
    "1x0": 1,
    "_": 1,
    "_x3": 3,
    "_x0": 0,
    "stale": 1,
    "stale 1": 2,
    "stale+1x3": 4,
    "inf": 1,
    "-Inf": 1,
    "NaN": 1,
    "nan": 1,
    "inf+1x3": 4,
    "1+2x3": 4,
    "1-2x3": 4,
    "1 +2": 2,
    "-1": 1,
    "+1": 1,
    "1x05": 6,
    "0x10": 11,
    "1+1x3 4x2": 7,
    "_ _": 2,
    "1.": 1,
    ".5": 1,
    "1e3": 1,
    "1e3x2": 3,
    "1E+2": 1,
    "007": 1,
    "08": 1,
    "1\t2": 2,
    "  1  2  ": 2,
    "1\n": 1,
    "1.5+.5x2": 3,
    **dict.fromkeys(
        (
            "Stale",
            "stalex3",
            "Infinity",
            "nanx3",
            "infx2",
            "1+2",
            "1--2x3",
            "1+-2x3",
            "1+infx2",
            "--1",
            "- 1",
            "1x",
        )
    ),
    **dict.fromkeys(("1 x3", "x3", "1x1.5", "1x-1", "1x1e3", "1x5.", "0x10 foo", "0x1F", "1__")),
    **dict.fromkeys(("__", "_+1x3", "1..2", ".", "1e", "1e999", "1x3x4", "1+1x3+1", "1#", "# x")),
    **dict.fromkeys(("1,2", "1\n2", "foo", "1a", "a1", "1 and", "é")),
    **dict.fromkeys(
        ("1:2", "a:b", "_a", "1+ 2x3", "1 {", "(1)", "1*2", "1x2_", "+", "1ex2", "0b1")
    ),
}
NATIVE: dict[str, int | None] = {
    "{{}}": 1,
    "{{schema:0 count:3 sum:5}}": 1,
    "{{schema:0 count:3 sum:5}}x3": 4,
    "{{schema:0 count:3}}+{{count:1}}x3": 4,
    "{{count:1 sum:-2.5}} 1": 2,
    "{{schema:0 buckets:[1 2 3] offset:1 n_buckets:[1]}}": 1,
    "{{z_bucket:1 z_bucket_w:0.001}}": 1,
    "{{count:1}}-{{count:1}}x2": 3,
    **dict.fromkeys(
        ("{{foo:1}}", "{{count:}}", "{{count:1", "{{buckets:[]}}", "{{buckets:[1,2]}}")
    ),
    **dict.fromkeys(("{{ count:1 }}", "{{count:1,sum:2}}", "{{count: 1}}", "-{{count:1}}")),
    **dict.fromkeys(("{{count:1}}+1x2", "1+{{count:1}}x2", "{{count:1}}{{count:1}}")),
}
SERIES: dict[str, bool] = {
    **dict.fromkeys(
        ("up", "up{}", 'up{job="a"}', "up{job='a'}", "up{job=`a`}", 'up{job="a",}'), True
    ),
    **dict.fromkeys(('up{job="a" , b="c"}', '{__name__="up"}', '{__name__="up",job="a"}'), True),
    **dict.fromkeys(
        ("a:b", "sum", 'up{on="x"}', 'up{ job = "a" }', 'up{job="a\\"b"}', "and"), True
    ),
    **dict.fromkeys(('up{job="a\\n"}', "up{job='a\\''}", 'up{job="a\\x41\\101"}', "offset"), True),
    **dict.fromkeys(("up {}", "up{,}", 'up{job="a"', 'up{job=~"a"}', 'up{job!="a"}', "{}"), False),
    **dict.fromkeys(("up{job=a}", 'up{job="a"}[5m]', 'up{job="a"} offset 5m', "sum(up)"), False),
    **dict.fromkeys(("1up", 'up{1a="x"}', 'up{a="x",a="y"}', "-up", "up-down", "on", "inf"), False),
    **dict.fromkeys(('up{job="a"}}', "nan", 'up{job="a\\q"}', 'up{job="a\\\'"}', "bool"), False),
    **dict.fromkeys(("ignoring", "group_left", "atan2", 'up{job="a\\x4"}'), False),
}


@pytest.mark.parametrize(("text", "expected"), {**VALUES, **NATIVE}.items())
def test_values_are_counted(text: str, expected: int | None) -> None:
    if expected is not None:
        assert count_samples(text) == expected
    else:
        with pytest.raises(SeriesError):
            count_samples(text)


@pytest.mark.parametrize(("text", "valid"), SERIES.items())
def test_series_are_read(text: str, *, valid: bool) -> None:
    if valid:
        assert read_series(text).metric
    else:
        with pytest.raises(SeriesError):
            read_series(text)


def test_a_series_without_a_name_is_none_though_promtool_takes_it() -> None:
    with pytest.raises(SeriesError, match="the series has no name"):
        read_series('{job="a"}')


@pytest.mark.parametrize(
    ("text", "message", "at"),
    [
        ("0x10 foo", "`foo` is no number", (5, 8)),
        ("1 x3", "`x` follows a value without a space: `1x10`", (2, 3)),
        ("1 2+1", "what is added at each step needs a number of steps: `0+1x10`", (2, 5)),
        ("1x1.5", "`1.5` is no whole number of steps", (2, 5)),
        # promtool would take all memory for it.
        ("1x18446744073709551616", "`18446744073709551616` is no whole number of steps", (2, 22)),
        ("1, 2", "`,` cannot stand among values", (1, 2)),
        ("1_000", "`1_000` is no number", (0, 5)),
        ("1\n2", "the values of a series stand in one line", (1, 2)),
    ],
)
def test_what_is_wrong_is_pointed_at(text: str, message: str, at: tuple[int, int]) -> None:
    with pytest.raises(SeriesError) as caught:
        count_samples(text)
    assert (str(caught.value), (caught.value.start, caught.value.end)) == (message, at)


@pytest.mark.tool
def test_promtool_says_the_same(tmp_path: Path) -> None:
    require_tool("promtool")
    rows = [("up", text, count is not None) for text, count in VALUES.items()]
    rows += [(text, "1", valid) for text, valid in SERIES.items()]
    newer = [("up", text, count is not None) for text, count in NATIVE.items()]
    for version, tool in all_promtools():
        some = [*rows, *(newer if version >= "2.53" else ())]
        valid = [(series, values) for series, values, good in some if good]
        wrong = [(series, values) for series, values, good in some if not good]
        taken = tmp_path / "valid.yml"
        taken.write_text(_test(*valid))
        assert run_tests(tool, [taken]).passed, version
        files = [tmp_path / f"{number}.yml" for number in range(len(wrong))]
        for file, one in zip(files, wrong, strict=True):
            file.write_text(_test(one))
        said = run_tests(tool, files).text
        assert (version, said.count("FAILED:")) == (version, len(wrong))


def _test(*rows: tuple[str, str]) -> str:
    """Return a test file that passes if the series can be read."""
    samples = [{"labels": "{}", "value": 1}]
    check = {"expr": "vector(1)", "eval_time": "0s", "exp_samples": samples}
    series = [{"series": name, "values": values} for name, values in rows]
    entry = {"interval": "1m", "input_series": series, "promql_expr_test": [check]}
    return json.dumps({"rule_files": [], "evaluation_interval": "1m", "tests": [entry]})
