"""Shares and percentages: what is multiplied by 100, and what is said of it."""

from pathlib import Path

import pytest

from generator.check.promql.catalogue import Catalogue
from generator.check.promql.example import EXAMPLE
from generator.check.promql.percentage import is_percentage
from generator.check.promql.run import Text, look
from generator.core.units import RATIO
from generator.promql.read import parse
from tests.support.told import project, told

A, B = 'sum(rate(http_requests_total{status="500"}[5m]))', "sum(rate(http_requests_total[5m]))"


def _said(text: Text, known: Catalogue = EXAMPLE) -> list[tuple[str, str, str | None]]:
    return [(one.rule.code, hit.message, hit.fix) for one, hit in look(text, known)]


@pytest.mark.parametrize(
    "expr",
    [
        *("100 * a / b", "a / b * 100", "a * 100 / b", "(a / b) * 100", "100 * (a / b)"),
        *("100 * sum(a) / sum(b)", "100 * (1 - a / b)", "(1 - (a / b)) * 100", "a / (b / 100)"),
        *("a / b * 10 * 10", "a / (0.01 * b)"),
    ],
)
def test_a_quotient_times_100_is_a_percentage(expr: str) -> None:
    assert is_percentage(parse(expr))


@pytest.mark.parametrize(
    "expr", ["a / b", "100 * a", "a * b * 100", "a / 100", "a / b * 1000", "100 * (1 - a)", "a / 0"]
)
def test_what_is_none(expr: str) -> None:
    assert not is_percentage(parse(expr))


@pytest.mark.parametrize("expr", [f"100 * {A} / {B}", f"{A} * 100 / {B}", f"100 * (1 - {A} / {B})"])
def test_a_percentage_that_is_said_to_be_a_share(expr: str) -> None:
    message = "this is a percentage, and in specs a share lies between 0 and 1"
    fix = "leave the 100 out: `%` is shown all the same"
    assert _said(Text(expr, declared=RATIO)) == [("PS535", message, fix)]


def test_a_share_that_is_said_to_be_one() -> None:
    assert _said(Text(f"{A} / {B}", declared=RATIO)) == []


_SHARE = "sum by (job) (rate(e_total[5m])) / sum by (job) (r)"
_PERCENT = 'write `{{ $value | printf "%.1f" }}%`: `humanizePercentage` would multiply by 100'


@pytest.mark.parametrize(
    ("expr", "summary", "fix"),
    [
        (
            "100 * sum by (job) (rate(e_total[5m])) / sum by (job) (r) > 5",
            "{{ $value }}%",
            _PERCENT,
        ),
        (f"100 * {_SHARE} > 5", "{{ $value }}", _PERCENT),
        ("rate(e_total[5m]) > 5", "{{ $value }}%", _PERCENT),
        (f"{_SHARE} > 0.05", "{{ $value }}%", None),
        ("rate(e_total[5m]) > 5", "{{ $value }}", None),
    ],
)
def test_no_percentage_is_multiplied_again(expr: str, summary: str, fix: str | None) -> None:
    found = _said(Text(expr, "alert", (("summary", summary),)), Catalogue())
    assert [one[2] for one in found if one[0] == "PS531"] == [fix]


@pytest.mark.parametrize("world", [EXAMPLE, Catalogue()], ids=["specs", "open"])
@pytest.mark.parametrize("part", ["sum", "count"])
@pytest.mark.parametrize("how", ["rate({}[5m])", "sum by (le) (rate({}[5m]))"])
def test_a_quantile_of_what_is_no_bucket(world: Catalogue, part: str, how: str) -> None:
    expr = f"histogram_quantile(0.99, {how.format(f'latency_seconds_{part}')})"
    hits = [(one.rule.code, hit) for one, hit in look(Text(expr), world) if one.rule.code < "PS510"]
    assert [(code, expr[hit.start : hit.end], hit.message, hit.fix) for code, hit in hits] == [
        (
            "PS508",
            f"latency_seconds_{part}",
            f"`_{part}` of a histogram is no bucket, and has no label `le`",
            "read the buckets: `sum by (le) (rate(latency_seconds_bucket[5m]))`",
        )
    ]


@pytest.mark.parametrize(
    "expr",
    [
        "histogram_quantile(0.9, rate(batch_count[5m]))",  # may be a native histogram
        'histogram_quantile(0.9, label_replace(a_seconds_sum, "le", "1", "", ""))',
        "histogram_quantile(0.9, sum by (le) (rate(a_seconds_bucket[5m])))",
    ],
)
def test_a_quantile_of_what_may_be_buckets(expr: str) -> None:
    assert [one for one in _said(Text(expr), Catalogue()) if one[0] == "PS508"] == []


def test_what_is_always_the_same() -> None:
    assert _said(Text("absent(queue_size) > 1", "alert")) == [
        ("PS510", "this is never true: it is always 1", None)
    ]


def test_the_unit_that_a_spec_says_beside_its_expression(tmp_path: Path) -> None:
    web = """\
component: web
title: Web
metrics:
  hits_total: {type: counter, help: Requests., labels: [status]}
indicators:
  share:
    title: Share
    expr:
      query: >-
        100 * sum by (job) (rate(hits_total{status="500"}[5m]))
        / sum by (job) (rate(hits_total[5m]))
      unit: "%"
    by: []
    record: true
"""
    message = "this is a percentage, and in specs a share lies between 0 and 1"
    fix = "leave the 100 out: `%` is shown all the same"
    assert told(project(tmp_path, {"components/web.yaml": web})) == [
        f"PS535 components/web.yaml:10:9 {message} ({fix})"
    ]
    plain = web.replace("100 * ", "")
    assert told(project(tmp_path, {"components/web.yaml": plain})) == []
