"""Expressions whose outcome is the same whatever happens, and those that only look like it."""

import pytest

from generator.check.promql.example import EXAMPLE
from generator.check.promql.run import Text, look

_COUNT = "where there is nothing to count there is no result, not 0"
_NAN = "nothing is equal to NaN, less or greater; `x != x` holds for what is NaN"
_SOME = (
    "it lies between 0 and 1, as it divides how many of them pass a filter by how many there are"
)
_PART = "it lies between 0 and 1, as it divides a part of `sent_total` by the whole"
_EMPTY = "no value meets both conditions"
_TAKEN = "this takes away all that stands before it"


@pytest.mark.parametrize(
    ("expr", "code", "said", "at"),
    [
        ("count(up == 0) == 0", "PS510", f"this is never true: {_COUNT}", "0"),
        ("max(count by (job) (up)) < 1", "PS510", f"this is never true: {_COUNT}", "1"),
        ("queue_size > NaN", "PS510", f"this is never true: {_NAN}", "NaN"),
        ("sum(queue_size == 0) > 0", "PS510", "this is never true: it is always 0", "0"),
        ("avg by (job) (up == 1) < 1", "PS510", "this is never true: it is always 1", "1"),
        ("up > 1", "PS510", "this is never true: it lies between 0 and 1", "1"),
        ("(1 - up) > 1", "PS510", "this is never true: it lies between 0 and 1", "1"),
        ("queue_size > 9 < 5", "PS510", "this is never true: it is always above 9", "5"),
        ("5 > (9 < queue_size)", "PS510", "this is never true: it is always above 9", "5"),
        ("max(queue_size < 3) >= 3", "PS510", "this is never true: it is always below 3", "3"),
        ("sum(queue_size > 5) < 5", "PS510", "this is never true: it is always above 5", "5"),
        ("count_over_time(queue_size[5m]) == 0", "PS510", f"this is never true: {_COUNT}", "0"),
        ("sqrt(queue_size) < 0", "PS510", "this is never true: it is never below 0", "0"),
        ("exp(queue_size) < 0", "PS510", "this is never true: it is never below 0", "0"),
        (
            "count(up == 1) / count(up) > 1",
            "PS510",
            f"this is never true: {_SOME}",
            "1",
        ),
        (
            "(sum(rate(sent_total{job='a'}[5m])) or vector(0)) / sum(rate(sent_total[5m])) > 1",
            "PS510",
            f"this is never true: {_PART}",
            "1",
        ),
        ("day_of_week() > 6", "PS510", "this is never true: it lies between 0 and 6", "6"),
        (
            "hour(vector(time())) >= 24",
            "PS510",
            "this is never true: it lies between 0 and 23",
            "24",
        ),
        (
            "hour() > 4 * (7 - 1)",
            "PS510",
            "this is never true: it lies between 0 and 23",
            "4 * (7 - 1)",
        ),
        ("sgn(queue_size) > 1", "PS510", "this is never true: it lies between -1 and 1", "1"),
        (
            "quantile_over_time(95, queue_size[5m]) > 4",
            "PS547",
            "there is no quantile 95: the result is always +Inf",
            "95",
        ),
        ("queue_size > 9 and queue_size < 9", "PS548", _EMPTY, "queue_size < 9"),
        (
            "queue_size > 9 and queue_size > 1 and queue_size<=8",
            "PS548",
            _EMPTY,
            "queue_size<=8",
        ),
        ("queue_size > 9 unless queue_size", "PS548", _TAKEN, "unless queue_size"),
        (
            "queue_size > queue_size",
            "PS549",
            "both sides are `queue_size`, so this is never true",
            "> queue_size",
        ),
        (
            "queue_size - (queue_size) > 5",
            "PS549",
            "both sides are `queue_size`, so this is always 0",
            "- (queue_size)",
        ),
    ],
)
def test_they_are_found_where_they_stand(expr: str, code: str, said: str, at: str) -> None:
    found = [
        (check.rule.code, hit.message, expr[hit.start : hit.end])
        for check, hit in look(Text(expr, "alert"), EXAMPLE)
    ]
    assert found == [(code, said, at)]


@pytest.mark.parametrize(
    "expr",
    [
        "count(up == 0) > 0",
        # That something is there at all is asked here, so these are not always true.
        "sum(up == 1) > 0",
        "sum(queue_size > 5) > 5",
        "sum(ALERTS) > 0",
        "sum(group by (job) (queue_size)) > 0",
        "count(up) + count(queue_size) > 0",
        "sum(present_over_time(queue_size[5m])) > 0",
        "(sum(queue_size > 5) or vector(1)) > 0",
        "sqrt(queue_size) >= 0",
        # These may be reached.
        "sum(up) > 1",
        "avg(queue_size > 0.1) <= 0.1",
        "exp(queue_size) <= 0",
        "queue_size > 5 <= 9",
        "5 < queue_size < 9",
        "count by (job) (up == 1) / on (job) group_right count by (job, instance) (up) > 1",
        "(sum(up == 0) or vector(3)) > 2",
        "rate((queue_size - 5)[5m:1m]) < 0",
        "count by (job) (up == 0) >= 1",
        "(count(up == 0) or vector(0)) == 0",
        "queue_size >= 9 and queue_size <= 9",
        "queue_size < 10 and queue_size <= 5 and queue_size >= 5",
        "queue_size > 9 and on (job) queue_size < 5",
        "queue_size > 9 or queue_size < 5",
        "queue_size unless queue_size > 9 > 5",
        "queue_size > 1 unless on (job) queue_size > 9",
        "queue_size != queue_size",
        "queue_size - queue_size offset 5m > 5",
        "hour() > 8",
        "vector(1) > 0",
        "quantile(1, queue_size) > 5",
    ],
)
def test_what_only_looks_like_it_is_left_alone(expr: str) -> None:
    codes = {check.rule.code for check, _ in look(Text(expr, "alert"), EXAMPLE)}
    assert codes & {"PS510", "PS547", "PS548", "PS549"} == set()
