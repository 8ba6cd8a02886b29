"""Counters that are read as they stand: declared ones, and those that only their name tells."""

from pathlib import Path

import pytest

from generator import app
from generator.check.promql.catalogue import Catalogue, Facts
from generator.check.promql.records import Recording, Records
from generator.check.promql.run import Text, look
from generator.core.finding import Severity
from generator.promql.read import parse
from tests.support.engine import values
from tests.support.tools import require_tool

_OPEN = Catalogue()
_DECLARED = Catalogue(
    {"x_total": Facts("x_total", "x_total", "counter", frozenset({"job", "instance"}))}, closed=True
)
_IDIOM = "increase(x_total[5m]) > 0 or (x_total > 0 unless x_total offset 5m)"


def _said(expr: str, known: Catalogue) -> list[tuple[str, str]]:
    found = [(check.rule.code, hit.message) for check, hit in look(Text(expr, "alert"), known)]
    return [one for one in found if one[0] in {"PS504", "PS505"}]


@pytest.mark.parametrize(
    ("expr", "how"),
    [
        ("x_total > 5", "its bare value is used"),
        ("x_total == 0", "its bare value is used"),
        ("x_total unless y_total offset 5m", "its bare value is used"),
        ("avg_over_time(x_total[5m]) > 5", "`avg_over_time` reads its bare values"),
        ("sum(max_over_time(x_total[5m])) > 5", "`max_over_time` reads its bare values"),
        ("quantile_over_time(0.5, x_total[5m]) > 5", "`quantile_over_time` reads its bare values"),
    ],
)
def test_a_name_is_a_guess_and_says_so(expr: str, how: str) -> None:
    assert _said(expr, _DECLARED) == [("PS505", f"`x_total` is a counter, and {how}")]
    assert _said(expr, _OPEN) == [("PS505", f"`x_total` is by its name a counter, and {how}")]


@pytest.mark.parametrize(
    "expr",
    [
        _IDIOM,
        "x_total unless x_total offset 1h",
        "sum by (job) (x_total) > 0 unless sum by (job) (x_total offset 5m)",
        "count(x_total) > 5",
        "last_over_time(x_total[1h]) > 5",
        "count_over_time(x_total[5m]) > 5",
        "count(max_over_time(x_total[5m])) > 5",
    ],
)
@pytest.mark.parametrize("known", [_OPEN, _DECLARED], ids=["open", "specs"])
def test_what_asks_for_the_first_count_or_for_series_is_left_alone(
    expr: str, known: Catalogue
) -> None:
    assert _said(expr, known) == []


@pytest.mark.parametrize(
    "expr",
    [
        "x_total == x_total offset 10m",
        "rabbitmq_queue_messages_total > 100",
        "elasticsearch_indices_docs_total < 1",
        "nginx_http_current_connections_total > 1",
        "process_threads_total > 400",
    ],
)
def test_without_specs_known_gauges_and_its_own_past_are_left_alone(expr: str) -> None:
    assert _said(expr, _OPEN) == []


@pytest.mark.tool
def test_a_counter_that_is_born_with_its_first_error_is_seen(tmp_path: Path) -> None:
    series = {"x_total": "_x18 1x20"}
    got = values(require_tool("promtool"), tmp_path, series, ["increase(x_total[5m]) > 0", _IDIOM])
    assert got == [[], [1]]


def test_in_rule_files_it_is_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "rules.yml"
    expr = "x_total > 5"
    path.write_text(f"groups: [{{name: g, rules: [{{record: r, expr: '{expr}'}}]}}]", "utf-8")
    _, looked = app.check_rules([path], None)
    found = [(one.code, one.severity) for one in looked.findings if one.code < "PS600"]
    assert found == [("PS505", Severity.WARNING)]


@pytest.mark.parametrize(
    ("recorded", "function"),
    [
        ("sum by (job) (rate(x_total[5m]))", "rate"),
        ("max(sum by (job) (increase(x_total[5m]) > 1) * 60)", "increase"),
    ],
)
@pytest.mark.parametrize("asked", ["rate", "increase", "irate"])
def test_a_rate_of_what_a_rule_makes_with_a_rate(recorded: str, function: str, asked: str) -> None:
    rules = [
        Recording("job:x:rate5m", lambda: parse(recorded), {}),
        Recording("again", lambda: parse("sum(job:x:rate5m)"), {}),
    ]
    known = Records(_OPEN, rules).catalogue
    for name in ("job:x:rate5m", "again"):
        message = f"`{asked}` over `{name}`, which a rule makes with `{function}`"
        assert _said(f"{asked}({name}[5m]) > 5", known) == [("PS504", message)]
        assert _said(f"deriv({name}[5m]) + avg_over_time({name}[5m]) > 5", known) == []


@pytest.mark.parametrize("recorded", ["sum(x_total)", "count(rate(x_total[5m]))", "x"])
def test_a_rate_of_another_record_is_no_rate_of_a_rate(recorded: str) -> None:
    known = Records(_OPEN, [Recording("r", lambda: parse(recorded), {})]).catalogue
    assert [one for one in _said("rate(r[5m]) > 5", known) if one[0] == "PS504"] == []
