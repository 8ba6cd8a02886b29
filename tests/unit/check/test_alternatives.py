"""Alternatives that are never used, or fire for good, and those that only look like it."""

from pathlib import Path

import pytest

from generator.check.promql.example import EXAMPLE
from generator.check.promql.run import Text, look
from tests.support.engine import answers
from tests.support.tools import require_tool

_HIDDEN = "the left side always has a result, so this is never used"
_IDLE = "this side has no condition, so it fires all the time"
_CODES = {"PS519", "PS526", "PS539", "PS543"}
_SERIES = {"queue_size": "9x30", "queue_limit": "3x30"}


def _found(expr: str) -> list[tuple[str, str, str]]:
    return [
        (check.rule.code, hit.message, expr[hit.start : hit.end])
        for check, hit in look(Text(expr, "alert"), EXAMPLE)
        if check.rule.code in _CODES
    ]


# Each has a result by its right side alone, at 00:20 on a Thursday.
_USED = [
    "day_of_week() == 0 or day_of_week() == 4",
    "queue_size > 1 and on () (hour() >= 22 or hour() < 6)",
    "(sum(queue_limit) or vector(0)) > 500 or (sum(queue_size) or vector(0)) > 5",
    "(count(queue_size) or vector(0)) < 1 or absent(nothing)",
    "(vector(1) unless sum(queue_size)) or sum(queue_limit)",
    "(vector(1) and sum(nothing)) or sum(queue_limit)",
    "(vector(1) * sum(nothing)) or sum(queue_limit)",
    "(vector(1) == vector(2)) or sum(queue_limit)",
    "histogram_quantile(0.9, vector(1)) or sum(queue_limit)",
    "abs(vector(1) > 2) or sum(queue_limit)",
    "absent(abs((sum(queue_size) or vector(0)) > 10))",
]


@pytest.mark.parametrize("expr", _USED)
def test_a_side_that_may_be_filtered_away_hides_nothing(expr: str) -> None:
    assert [one for one in _found(expr) if one[0] in {"PS526", "PS543"}] == []


def test_prometheus_has_a_result_of_each(tmp_path: Path) -> None:
    got = answers(require_tool("promtool"), tmp_path, _SERIES, _USED)
    assert [expr for expr, results in zip(_USED, got, strict=True) if not results] == []


@pytest.mark.parametrize(
    ("expr", "at"),
    [
        ("vector(0) or sum(queue_size) > 5", "sum(queue_size) > 5"),
        ("(hour() >= bool 22) or sum(queue_size) > 5", "sum(queue_size) > 5"),
        ("(vector(1) + vector(2)) or sum(queue_size) > 5", "sum(queue_size) > 5"),
        ("(vector(1) and on () vector(2)) or sum(queue_size) > 5", "sum(queue_size) > 5"),
        ("((sum(queue_size) or vector(0)) / 2) or vector(0)", "vector(0)"),
    ],
)
def test_a_side_that_is_always_there_hides_the_other(expr: str, at: str) -> None:
    assert ("PS526", _HIDDEN, at) in _found(expr)


_SET = "queue_size > 100 or (queue_limit and nothing)"


@pytest.mark.parametrize(
    "expr", [_SET, "queue_size > 100 or queue_limit unless queue_size", "queue_limit and nothing"]
)
def test_what_must_be_there_too_is_a_condition(expr: str) -> None:
    assert _found(expr) == []


def test_prometheus_is_silent_where_it_is_not_there(tmp_path: Path) -> None:
    silent, fires = answers(
        require_tool("promtool"), tmp_path, _SERIES, [_SET, _SET.replace("nothing", "queue_size")]
    )
    assert silent == []
    assert fires


@pytest.mark.parametrize(
    ("expr", "at"),
    [
        ("queue_size > 100 or queue_limit", "queue_limit"),
        ("queue_size > 100 or (queue_limit and queue_size or vector(0))", "vector(0)"),
    ],
)
def test_a_side_without_any_condition_fires_for_good(expr: str, at: str) -> None:
    assert _found(expr) == [("PS539", _IDLE, at)]
