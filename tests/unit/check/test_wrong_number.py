"""Texts and units that show another number than there is: a hundred times it, or a hundredth."""

import json
from pathlib import Path
from typing import Any

import pytest

from generator.check.dashboards.reading import read
from generator.check.dashboards.registry import DASHBOARDS
from generator.check.promql.catalogue import Catalogue
from generator.check.promql.run import Text, look
from tests.support.told import project, told

_SHARE = 'sum(rate(r_total{code=~"5.."}[5m])) / sum(rate(r_total[5m]))'
_PERCENTAGE = 'write `{{ $value | printf "%.1f" }}%`'
_MULTIPLIES = "write `{{ $value | humanizePercentage }}`, which multiplies by 100"


def _said(expr: str, text: str) -> list[tuple[str, str, str | None]]:
    """Return which part of the text tells another number, the message and the fix."""
    found = look(Text(expr, "alert", (("summary", text),)), Catalogue())
    return [
        (text[hit.start : hit.end], hit.message, hit.fix)
        for check, hit in found
        if check.rule.code == "PS556"
    ]


@pytest.mark.parametrize("expr", [f"{_SHARE} > 0.05", f"1 - {_SHARE} < 0.95", f"0.05 < ({_SHARE})"])
@pytest.mark.parametrize(
    ("text", "part", "shown"),
    [
        ('at {{ printf "%.2f" $value }}%', '{{ printf "%.2f" $value }}%', "0.05%"),
        ('{{ $value | printf "%.1f" }} %!', '{{ $value | printf "%.1f" }} %', "0.1%"),
        ('{{ $value | printf "%.3f%%" }}', '{{ $value | printf "%.3f%%" }}', "0.050%"),
        ("{{ $value }}% fail", "{{ $value }}%", "0.05%"),
        ("{{ $value -}} % fail", "{{ $value -}} %", "0.05%"),
        ("{{ $value | humanize }}%", "{{ $value | humanize }}%", "50m%"),
        ("{{ .Value }} percent", "{{ .Value }} percent", "0.05%"),
    ],
)
def test_a_share_with_a_percent_sign(expr: str, text: str, part: str, shown: str) -> None:
    message = f"the value is a share from 0 to 1: 5 % reads `{shown}` here"
    assert _said(expr, text) == [(part, message, _MULTIPLIES)]


@pytest.mark.parametrize(
    "expr",
    [
        f"{_SHARE} * 100 > 5",
        f"100 * {_SHARE} > 5",
        f"100 * ({_SHARE}) > 5",
        f"100 - 100 * {_SHARE} < 95",
        f"100 * (1 - {_SHARE}) < 95 and on () up",
    ],
)
def test_a_percentage_that_is_multiplied_again(expr: str) -> None:
    text = "now {{ $value | humanizePercentage }} of {{ humanizePercentage $value }}"
    message = "the value is a percentage already: 5 % reads `500%` here"
    first, second = "{{ $value | humanizePercentage }}", "{{ humanizePercentage $value }}"
    assert _said(expr, text) == [(one, message, _PERCENTAGE) for one in (first, second)]


@pytest.mark.parametrize(
    "text",
    [
        "{{ $value | humanizePercentage }}",
        '{{ $value | printf "%.2f" }} of all, more than 5%',
        "a share of {{ $value }} (limit: 5%)",
        '{{ range query "up" }}{{ .Value }}%{{ end }}',
        "{{ with $value }}{{ . }}%{{ end }}",
        '{{ $labels.share }}% {{ printf "%s" $labels.job }}%',
        '{{ printf "%.2f of %s" $value $labels.job }}%',
        "{{ $value := 5.0 }}{{ $value }}%",
        "{{ $value }} percentile",
    ],
)
def test_a_share_that_is_told_as_it_is_or_something_else(text: str) -> None:
    assert _said(f"{_SHARE} > 0.05", text) == []


@pytest.mark.parametrize(
    "expr",
    [
        "a_ratio > 0.05",
        "rate(a_total[5m]) / rate(b_total[5m]) > 0.05",
        f"{_SHARE} * 1000 > 5",
        f"{_SHARE} > bool 0.05",
        f"({_SHARE} or b) > 0.05",
        f"100 - {_SHARE} < 99.5",
    ],
)
def test_what_need_not_be_a_share(expr: str) -> None:
    assert _said(expr, '{{ $value | printf "%.2f" }}%{{ $value | humanizePercentage }}') == []


def test_a_value_with_all_digits_is_told_once() -> None:
    found = look(Text(f"{_SHARE} > 0.05", "alert", (("summary", "{{ $value }}%"),)), Catalogue())
    assert [check.rule.code for check, _ in found] == ["PS556"]


def test_texts_of_alerts_and_bounds_in_specs(tmp_path: Path) -> None:
    web = """\
component: web
title: Web
metrics:
  hits_total: {type: counter, help: Requests., labels: [status]}
indicators:
  errors:
    title: Errors
    ratio:
      of: 'hits_total{status="500"}'
      to: hits_total
    by: []
    thresholds:
      warning: {above: 5%, summary: "{{ $value }}% fail", runbook: slow}
alerts:
  failing:
    name: Failing
    severity: warning
    runbook: slow
    summary: '{{ $value | printf "%.2f" }}% fail'
    expr: >-
      sum by (job) (rate(hits_total{status="500"}[5m])) / sum by (job) (rate(hits_total[5m])) > 0.05
    cases:
      - name: all
        series:
          'hits_total{job="shop",instance="a",status="500"}': 0+60x20
        step: 1m
        fires: [15m]
"""
    found = told(project(tmp_path, {"components/web.yaml": web}))
    message = "the value is a share from 0 to 1: 5 % reads `0.05%` here"
    assert [one for one in found if "PS556" in one] == [
        f"PS556 components/web.yaml:13:38 {message} ({_MULTIPLIES})",
        f"PS556 components/web.yaml:19:15 {message} ({_MULTIPLIES})",
    ]


def _panel(*exprs: Any, **fields: Any) -> list[tuple[Any, str, str | None]]:
    """Return where the unit of a panel is wrong, the message and the fix."""
    targets = [{"expr": one} if isinstance(one, str) else one for one in exprs]
    panel = {"type": "timeseries", "targets": targets, **fields}
    boards = read(json.dumps({"title": "A", "panels": [panel]}), Catalogue())
    return [
        (one.where.path[2:], one.message, one.fix)  # type: ignore[union-attr]
        for one in DASHBOARDS.findings(boards)
        if one.code == "PS683"
    ]


def _config(unit: str) -> dict[str, Any]:
    return {"fieldConfig": {"defaults": {"unit": unit}}}


_UNIT = ("fieldConfig", "defaults", "unit")
_HIDDEN = "the panel shows values from 0 to 1: 5 % reads `0.05 %` with `percent`"
_HUGE = "the panel shows values from 0 to 100: 5 % reads `500 %` with `percentunit`"


def test_units_that_do_not_fit_shares() -> None:
    assert _panel(_SHARE, **_config("percent")) == [(_UNIT, _HIDDEN, "write `percentunit`")]
    for expr in (f"{_SHARE} * 100", f"100 * {_SHARE}", f"100 - 100 * {_SHARE}"):
        assert _panel(expr, **_config("percentunit")) == [(_UNIT, _HUGE, "write `percent`")]
    both = "write `percentunit`, or multiply by 100 in this query if the others are right"
    assert _panel("up", _SHARE, **_config("percent")) == [(_UNIT, _HIDDEN, both)]
    old = {"type": "graph", "yaxes": [{"format": "percent"}, {"format": "short"}]}
    where = ("yaxes", 0, "format")
    assert _panel(_SHARE, **old) == [(where, _HIDDEN, "write `percentunit`")]


@pytest.mark.parametrize(
    ("expr", "fields"),
    [
        (_SHARE, _config("percentunit")),
        (f"{_SHARE} * 100", _config("percent")),
        (_SHARE, _config("short")),
        ("a / b", _config("percent")),
        (_SHARE, {**_config("percent"), "transformations": [{"id": "calculateField"}]}),
        (_SHARE, {"fieldConfig": {"defaults": {"unit": "percent"}, "overrides": [{}]}}),
        ({"expr": _SHARE, "hide": True}, _config("percent")),
        ('sum(rate(r_total{job="$a"}[5m])) / sum(rate(r_total{job="$b"}[5m]))', _config("percent")),
        ('sum(rate(r_total{c="5"}[$a])) / sum(rate(r_total[$b]))', _config("percent")),
        (f"{_SHARE} * $factor", _config("percent")),
    ],
)
def test_units_that_fit_or_may(expr: Any, fields: dict[str, Any]) -> None:
    assert _panel(expr, **fields) == []


def test_the_same_variable_on_both_sides_leaves_a_share() -> None:
    share = (
        'sum(rate(r_total{job=~"$job",c="5"}[$__rate_interval]))'
        ' / sum(rate(r_total{job=~"$job"}[$__rate_interval]))'
    )
    assert _panel(share, **_config("percent")) == [(_UNIT, _HIDDEN, "write `percentunit`")]
