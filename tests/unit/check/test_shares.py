"""Quotients that only look like shares, shown beyond 1 by Prometheus, and those that are shares."""

from pathlib import Path

import pytest

from generator.check.promql.catalogue import Catalogue
from generator.check.promql.example import EXAMPLE
from generator.check.promql.ranges import range_of
from generator.check.promql.records import Recording, Records
from generator.check.promql.run import Text, look
from generator.promql.read import parse
from tests.support.engine import values
from tests.support.tools import require_tool

_SERIES = {
    'r_total{ns="a",pod="1",code="5"}': "0+6x25",
    'r_total{ns="a",pod="1",code="2"}': "0+1x25",
    'r_total{ns="a",pod="2",code="5"}': "0+1x10 10+30x15",
    'r_total{ns="b",pod="",code="2"}': "0+2x25",
    'h_bucket{le="0.5"}': "0+5x25",
    'h_bucket{le="1"}': "0+5x25",
    'h_bucket{le="+Inf"}': "0+6x25",
    "h_count": "0+6x25",
    'hits_total{ns="a"}': "0+9x25",
    'hits_total{ns="b"}': "0+1x25",
    'misses_total{ns="b"}': "0+1x25",
}
_RECORDS = {
    "ns:r:rate5m": "sum by (ns) (rate(r_total[5m]))",
    "ns:e:rate5m": 'sum by (ns) (rate(r_total{code="5"}[5m]))',
    "busy:r:rate5m": "rate(r_total[5m]) > 0.2",
    "filled:r:rate5m": "(ns:r:rate5m < 0.2) or 0 * ns:r:rate5m",
}
_E, _R = 'rate(r_total{code="5"}[5m])', "rate(r_total[5m])"
_H = "sum(rate(h_count[5m]))"


def _bucket(condition: str) -> str:
    return f"sum(rate(h_bucket{{{condition}}}[5m]))"


def _catalogue() -> Catalogue:
    rules = [
        Recording(name, lambda expr=expr: parse(expr), {})  # type: ignore[misc]
        for name, expr in _RECORDS.items()
    ]
    return Records(Catalogue(), rules).catalogue


NO_SHARES = (
    f"sum by (ns) ({_E}) / on (ns) group_right sum by (ns, pod) ({_R})",
    f"sum by (ns) ({_E}) / on (ns) group_right {_R}",
    f"sum by (ns) ({_E}) / ignoring (pod) group_right sum by (ns, pod) ({_R})",
    f"sum without (pod, code) ({_E}) / on () sum by (ns) (rate(r_total{{pod=''}}[5m]))",
    _bucket('le=~"0.5|1"') + f" / {_H}",
    _bucket('le!="+Inf"') + f" / {_H}",
    _bucket("") + f" / {_H}",
    f"sum({_E}) / sum({_R} < 0.2)",
    f"sum({_E}) / sum(0.2 > {_R})",
    f"sum by (ns) ({_E}) / sum by (ns) ({_R} unless {_R} > 0.2)",
    f"sum({_E}) / sum(bottomk(1, {_R}))",
    f"sum({_E}) / avg({_R})",
    f"sum({_E}) / sum(rate(r_total[5m] offset 10m))",
    f"sum({_E}) / sum(rate(r_total[5m] @ 300))",
    f"sum({_E}) / sum(rate(r_total[19m]))",
    f"sum({_E}) / (sum({_R}) - sum({_E}) / 2)",
    "ns:e:rate5m / ns:r:rate5m offset 10m",
    "ns:e:rate5m / ns:r:rate5m @ 300",
    "ns:e:rate5m / filled:r:rate5m",
    f"sum({_R}) / sum(busy:r:rate5m)",
    "sum(rate(hits_total[5m])) / sum(rate(hits_total[5m]) + rate(misses_total[5m]))",
    "quantile(2, sum by (ns) (rate(hits_total[5m])) / sum by (ns) (rate(hits_total[5m])))",
)
SHARES = (
    f"sum({_E}) / sum({_R})",
    f"(sum({_E}) or 0 * sum({_R})) / (sum({_R}) > 0.2)",
    f"sum({_E} > 0.1) / sum({_R} > 0)",
    f"sum by (ns, pod) ({_E}) / on (ns) group_left sum by (ns) ({_R})",
    f"sum without (pod) ({_E}) / sum without (pod) ({_R})",
    _bucket('le="0.5"') + f" / {_H}",
    _bucket('le=~"1(\\\\.0)?"') + f" / {_H}",
    "ns:e:rate5m / ns:r:rate5m",
    "sum(ns:e:rate5m offset 5m) / sum(ns:r:rate5m offset 5m)",
    "sum(rate(hits_total[5m])) / (sum(rate(hits_total[5m])) + sum(rate(misses_total[5m])))",
)


@pytest.mark.parametrize("expr", NO_SHARES)
def test_what_may_be_above_1_is_not_said_to_be_a_share(expr: str) -> None:
    assert range_of(parse(expr), _catalogue()).high > 1


@pytest.mark.parametrize("expr", SHARES)
def test_what_divides_a_part_by_the_whole_is_one(expr: str) -> None:
    said = range_of(parse(expr), _catalogue())
    assert (said.low, said.high, said.share[:21]) == (0, 1, "it divides a part of ")


@pytest.mark.tool
def test_prometheus_says_so_too(tmp_path: Path) -> None:
    every = (*NO_SHARES, *SHARES)
    got = values(require_tool("promtool"), tmp_path, _SERIES, every, _RECORDS)
    above = {expr: max(some, default=0) > 1 + 1e-9 for expr, some in zip(every, got, strict=True)}
    assert above == {expr: expr in NO_SHARES for expr in every}
    assert all(got)


def test_counters_that_are_declared_alike_come_together() -> None:
    expr = "sum(rate(sent_total[5m])) / sum(rate(sent_total[5m]) + rate(received_total[5m]))"
    assert range_of(parse(expr), EXAMPLE).high == 1
    assert range_of(parse(expr.replace("received_total", "up")), EXAMPLE).high > 1


def test_a_record_of_two_rules_holds_its_events_twice() -> None:
    rules = [Recording("e", lambda: parse(f"sum by (ns) ({_E})"), {"k": one}) for one in ("a", "b")]
    known = Records(Catalogue(), rules).catalogue
    assert range_of(parse(f"sum(e) / sum({_R})"), known).share == ""


def test_a_label_that_a_rule_sets_tells_nothing_of_the_events() -> None:
    rules = [Recording("e", lambda: parse(f"sum by (ns) ({_E})"), {"ns": "a"})]
    known = Records(Catalogue(), rules).catalogue
    whole = 'sum(rate(r_total{ns="a"}[5m]))'
    assert range_of(parse(f'sum(e{{ns="a"}}) / {whole}'), known).share == ""


@pytest.mark.parametrize(
    "expr",
    [
        "z / z offset 1h > 1.5",
        "z offset 1h / z > 1.5",
        "rate(x_total[5m]) / rate(x_total[5m] offset 1w) < 0.5",
        "avg_over_time(x[5m]) / avg_over_time(x[5m] offset 1d) > 2",
        "x / x @ end() > 2",
        "x offset 5m / x offset 1h > 2",
        "rate(x_total[5m]) * 60 / (rate(x_total[5m] offset 1w) * 60) < 0.5",
        "predict_linear(x[1h], 60) / predict_linear(x[1h], 3600) > 2",
        "clamp_max(x, 5) / clamp_max(x, 1) > 2",
        'scalar(x{a="1"}) / scalar(x{a="2"}) > 2',
    ],
)
def test_what_is_divided_by_its_past_or_by_another_meets_not_itself(expr: str) -> None:
    assert [check.rule.code for check, _ in look(Text(expr, "alert"), Catalogue())] == []


@pytest.mark.parametrize(
    "expr",
    [
        "z / z > 1.5",
        "z offset 1h / z offset 1h > 1.5",
        'rate(x_total{a="b"}[5m]) * 100 / rate(x_total[5m]) > 5',
        "clamp_max(x, 5) / clamp_max(x,  5) > 2",
    ],
)
def test_what_meets_itself_is_found(expr: str) -> None:
    found = [(check.rule.code, hit.start) for check, hit in look(Text(expr, "alert"), Catalogue())]
    assert found == [("PS513", expr.index(" / ") + 1)]
