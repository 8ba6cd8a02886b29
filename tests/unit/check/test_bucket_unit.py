"""Buckets of seconds that look as if they were listed in milliseconds."""

import pytest

from generator.check.specs.example import read
from generator.check.specs.registry import SPECS
from generator.core.finding import Place

_SPECS = """\
component: http
title: HTTP
metrics:
  NAME: {type: histogram, help: Time., buckets: BUCKETS}
indicators:
  latency:
    title: Latency
    quantile: {of: NAME, q: p99}
    record: true
    by: []
"""
_USUAL = "[5, 10, 25, 50, 100, 250, 500, 1000]"


def _found(name: str, buckets: str) -> list[tuple[str, object, str, str | None]]:
    whole = read(_SPECS.replace("NAME", name).replace("BUCKETS", buckets))
    return [
        (one.code, one.where, one.message, one.fix)
        for one in SPECS.findings(whole)
        if one.code == "PS376"
    ]


def test_milliseconds_of_a_metric_in_seconds_are_told() -> None:
    place = Place("specs/components/http.yaml", ("metrics", "request_seconds", "buckets"))
    message = "`request_seconds` is in seconds, so that its buckets end at 1000s"
    fix = "if they are milliseconds, write `[0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1]`"
    assert _found("request_seconds", _USUAL) == [("PS376", place, message, fix)]


@pytest.mark.parametrize(
    ("name", "buckets"),
    [
        ("request_ms", _USUAL),
        ("backup_duration_seconds", _USUAL),
        ("request_seconds", "[0.005, 0.05, 0.5, 5]"),
        ("request_seconds", "[0.1, 1, 10, 100, 1000]"),
        ("request_seconds", "[1, 5, 10, 50, 100, 500]"),
        ("query_seconds", "[1, 5, 30, 60, 300, 600, 1800, 3600]"),
    ],
)
def test_long_times_and_other_units_are_left_alone(name: str, buckets: str) -> None:
    assert _found(name, buckets) == []
