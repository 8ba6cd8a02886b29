"""Uses of recipes that make no sense: what is said, and what is underlined in the spec."""

from pathlib import Path

import pytest

from tests.unit.recipes.small import read

_OTHERS = """
y: {title: Y, rate: {of: hits_total}, by: []}
z: {title: Z, rate: {of: hits_total}, by: [layer]}
q: {title: Q, quantile: {of: took_ms, q: [p50, p99]}, by: []}
"""
# Recipe and `by` -> code, the beginning of the message, the underlined text.
_CASES: dict[str, tuple[str, str, tuple[str, str, str]]] = {
    "gauge under rate": (
        "rate: {of: size_bytes}",
        "[]",
        ("PS205", "`size_bytes` is a gauge", "size_bytes"),
    ),
    "counter as a value": (
        "value: {of: hits_total}",
        "[]",
        ("PS205", "`hits_total` is a counter", "hits_total"),
    ),
    "label that the part lacks": (
        "ratio: {of: misses_total, to: hits_total}",
        "[reason]",
        ("PS202", "`misses_total` has no label `reason`", "reason"),
    ),
    "counter by gauge": (
        "ratio: {of: hits_total, to: size_bytes}",
        "[]",
        ("PS205", "a counter cannot be divided by a gauge", "size_bytes"),
    ),
    "metric by indicator": (
        "ratio: {of: hits_total, to: a.y}",
        "[]",
        ("PS205", "a metric cannot be divided by an indicator", "hits_total"),
    ),
    "indicator by metric": (
        "ratio: {of: a.y, to: hits_total}",
        "[]",
        ("PS205", "an indicator cannot be divided by a metric", "hits_total"),
    ),
    "gauges as a whole of several": (
        "ratio: {of: size_bytes, to: [size_bytes, room_bytes]}",
        "[]",
        ("PS205", "only counters can be added up", "[size_bytes, room_bytes]"),
    ),
    "wholes of two units": (
        "ratio: {of: hits_total, to: [hits_total, read_bytes_total]}",
        "[]",
        ("PS205", "the wholes differ in their units", "[hits_total, read_bytes_total]"),
    ),
    "the same whole twice": (
        "ratio: {of: hits_total, to: [hits_total, 'hits_total{}']}",
        "[]",
        ("PS205", "a whole stands twice", "[hits_total, 'hits_total{}']"),
    ),
    "no whole": (
        "ratio: {of: hits_total, to: []}",
        "[]",
        ("PS205", "nothing is named here", "[]"),
    ),
    "divided by nothing": (
        "ratio: {of: size_bytes, to: 0 GB}",
        "[]",
        ("PS205", "a share of nothing is no number", "0 GB"),
    ),
    "bytes by dollars": (
        "ratio: {of: size_bytes, to: $budget}",
        "[]",
        ("PS205", "bytes divided by money (USD)", "$budget"),
    ),
    "largest by largest": (
        "ratio: {of: queue_size, to: queue_room}",
        "[]",
        ("PS205", "without `queue` in `by`, the max of `queue_size`", "queue_size"),
    ),
    "largest by sum": (
        "ratio: {of: queue_size, to: room_bytes}, unit: count",
        "[]",
        ("PS205", "without `queue` in `by`, the max of `queue_size`", "queue_size"),
    ),
    "gauges of two jobs": (
        "ratio: {of: size_bytes, to: machine_bytes}",
        "[]",
        (
            "PS205",
            "the two sides never meet: `job` is `demo` here and `node` there",
            "machine_bytes",
        ),
    ),
    "counters of two jobs": (
        "ratio: {of: hits_total, to: machine_ticks_total}",
        "[]",
        ("PS205", "the two sides never meet", "machine_ticks_total"),
    ),
    "joined on a label that is not there": (
        "ratio: {of: size_bytes, to: machine_bytes, join: layer}",
        "[layer]",
        ("PS205", "`machine_bytes` has no label `layer`", "layer"),
    ),
    "joined on a label that is not in `by`": (
        "ratio: {of: size_bytes, to: machine_bytes, join: [node]}",
        "[]",
        ("PS205", "`node` is not in `by`", "[node]"),
    ),
    "joined counters": (
        "ratio: {of: hits_total, to: hits_total, join: [node]}",
        "[node]",
        ("PS205", "only two gauges are joined", "[node]"),
    ),
    "joined with a constant": (
        "ratio: {of: size_bytes, to: $memory, join: [node]}",
        "[node]",
        ("PS205", "only two gauges are joined", "[node]"),
    ),
    "indicator with more labels below": (
        "ratio: {of: a.y, to: a.z}",
        "[]",
        ("PS205", "`a.z` has the label `layer`, which `a.y` lacks", "a.z"),
    ),
    "indicator by other labels": (
        "ratio: {of: a.z, to: 10/s}",
        "[]",
        ("PS205", "`a.z` has other labels than `by` says", "a.z"),
    ),
    "several values to divide": (
        "ratio: {of: a.q, to: 10ms}",
        "[]",
        ("PS205", "`a.q` has several values", "a.q"),
    ),
    "nothing to take away": (
        "difference: {of: hits_total, minus: []}",
        "[]",
        ("PS205", "nothing is named here", "[]"),
    ),
    "taken from itself": (
        "difference: {of: hits_total, minus: hits_total}",
        "[]",
        ("PS205", "a counter stands twice", "hits_total"),
    ),
    "taken away in another unit": (
        "difference: {of: hits_total, minus: [read_bytes_total]}",
        "[]",
        ("PS205", "`read_bytes_total` is in another unit", "[read_bytes_total]"),
    ),
    "taken away without a label": (
        "difference: {of: hits_total, minus: [misses_total]}",
        "[reason]",
        ("PS205", "`misses_total` has no label `reason`", "[misses_total]"),
    ),
    "no percentile": (
        "quantile: {of: took_ms, q: [p50, p100]}",
        "[]",
        ("PS205", "`p100` is no percentile", "[p50, p100]"),
    ),
    "percentile of nothing": (
        "quantile: {of: took_ms, q: p0}",
        "[]",
        ("PS205", "`p0` is no percentile", "p0"),
    ),
    "percentile twice": (
        "quantile: {of: took_ms, q: [p50, p50.0]}",
        "[]",
        ("PS205", "a percentile stands twice", "[p50, p50.0]"),
    ),
    "no percentile at all": (
        "quantile: {of: took_ms, q: []}",
        "[]",
        ("PS205", "no percentile is named", "[]"),
    ),
    "bound that is no bucket": (
        "share_below: {of: took_ms, bound: 20ms}",
        "[]",
        ("PS205", "no bucket of `took_ms` ends at the bound", "20ms"),
    ),
    "bound in another unit": (
        "share_below: {of: took_ms, bound: 10}",
        "[]",
        ("PS205", "`10` is a count, not a time", "10"),
    ),
    "growth of a rate": (
        "growth: {of: flow_bytes, per: 1h, over: 1h}",
        "[]",
        ("PS205", "`flow_bytes` is a rate already", "flow_bytes"),
    ),
    "growth per five minutes": (
        "growth: {of: size_bytes, per: 5m, over: 1h}",
        "[]",
        ("PS205", "growth is given per second, minute, hour or day", "5m"),
    ),
    "change of a metric": (
        "change: {of: hits_total, ago: 1h}",
        "[]",
        ("PS205", "`hits_total` is a counter", "hits_total"),
    ),
    "change by other labels": (
        "change: {of: a.y, ago: 1h}",
        "[layer]",
        ("PS202", "`a.y` has no label `layer`", "layer"),
    ),
    "drained in another unit": (
        "drain_time: {backlog: size_bytes, drained: hits_total, min_backlog: 0 B}",
        "[]",
        ("PS205", "`hits_total` is in another unit than `size_bytes`", "hits_total"),
    ),
    "drained without a label": (
        "drain_time: {backlog: state_bytes, drained: read_bytes_total, min_backlog: 0 B}",
        "[backend]",
        ("PS205", "`read_bytes_total` has no label `backend`", "read_bytes_total"),
    ),
    "least backlog in another unit": (
        "drain_time: {backlog: size_bytes, drained: read_bytes_total, min_backlog: 10}",
        "[]",
        ("PS205", "`10` is a count, not bytes", "10"),
    ),
    "least backlog below nothing": (
        "drain_time: {backlog: size_bytes, drained: read_bytes_total, min_backlog: -1 B}",
        "[]",
        ("PS205", "a backlog is never below 0", "-1 B"),
    ),
    "age of no time": (
        "age: {of: size_bytes}",
        "[]",
        ("PS205", "an age needs a gauge that holds a time", "size_bytes"),
    ),
    "times added up": (
        "age: {of: all_times_ms}",
        "[]",
        ("PS205", "the times of `all_times_ms` would be added up", "all_times_ms"),
    ),
    "absence that cannot be told": (
        "availability: {of: others_up}",
        "[]",
        ("PS205", "absence cannot be seen while the selector leaves `job` open", "others_up"),
    ),
    "a job that the selector does not take in": (
        "availability: {of: 'up{job=\"b\"}'}",
        "[]",
        ("PS203", "`job` is always `demo`: that is the selector of `up`", '"b"'),
    ),
    "instances that all report one thing": (
        "availability: {of: shared_up}",
        "[]",
        ("PS205", "all instances report `shared_up` alike", "shared_up"),
    ),
    "itself": (
        "expr: {query: a.x * 2, unit: count}",
        "[]",
        ("PS210", "needs itself: a.x -> a.x", "a.x"),
    ),
    "unknown metric in an expression": (
        "expr: {query: 'sum by (job) (rate(hits_totl[5m]))', unit: count}",
        "[]",
        ("PS201", "metric `hits_totl` is not declared", "hits_totl"),
    ),
    "unknown indicator in an expression": (
        "expr: {query: 1 + a.zz, unit: count}",
        "[]",
        ("PS204", "indicator `a.zz` is not defined", "a.zz"),
    ),
    "unknown constant in an expression": (
        "expr: {query: up * $core, unit: count}",
        "[]",
        ("PS204", "constant `core` is not defined", "$core"),
    ),
    "unknown label in an expression": (
        "expr: {query: 'up + hits_total{leyer=\"l1\"}', unit: count}",
        "[]",
        ("PS202", "`hits_total` has no label `leyer`", "leyer"),
    ),
    "unknown value in an expression": (
        "expr: {query: 'up + hits_total{layer=\"l9\"}', unit: count}",
        "[]",
        ("PS203", "`layer` is never `l9`", '"l9"'),
    ),
    "histogram without its part": (
        "expr: {query: 'rate(took_ms[5m])', unit: count}",
        "[]",
        ("PS205", "`took_ms` is a histogram", "took_ms"),
    ),
    "label that nothing in an expression has": (
        "expr: {query: 'sum by (job) (up)', unit: count}",
        "[layer]",
        ("PS202", "`up` has no label `layer`", "layer"),
    ),
    "no PromQL": (
        "expr: {query: sum by (job) up, unit: count}",
        "[]",
        ("PS222", "no PromQL: `up` is not understood here", "up"),
    ),
    "no PromQL behind an indicator and a constant": (
        "expr: {query: 'a.y / ($cores + sum(up)', unit: count}",
        "[]",
        ("PS222", "no PromQL: the bracket that opens here is never closed", "("),
    ),
    "a range": (
        "expr: {query: '(up[5m])', unit: count}",
        "[]",
        ("PS222", "this is a range or a text", "(up[5m])"),
    ),
    "a selector without a name": (
        "expr: {query: 'sum({job=\"demo\"})', unit: count}",
        "[]",
        ("PS222", "a selector must name its metric", "{"),
    ),
    "conditions on an indicator": (
        "expr: {query: 'a.y{job=\"demo\"}', unit: count}",
        "[]",
        ("PS222", "an indicator has no conditions", "{"),
    ),
}


@pytest.mark.parametrize("case", _CASES)
def test_refused(case: str, tmp_path: Path) -> None:
    recipe, by, (code, message, underlined) = _CASES[case]
    errors = read(tmp_path, f"{_OTHERS}x: {{title: X, by: {by}, {recipe}}}").errors
    assert [(one[0], one[2]) for one in errors] == [(code, underlined)], errors
    assert errors[0][1].startswith(message)


def test_a_cycle_through_an_expression_is_seen(tmp_path: Path) -> None:
    small = read(
        tmp_path,
        """
y: {title: Y, change: {of: a.x, ago: 1h}, by: []}
x: {title: X, expr: {query: 1 + a.y, unit: count}, by: []}
""",
    )
    assert [one[:2] for one in small.errors] == [("PS210", "needs itself: a.y -> a.x -> a.y")]


def test_a_place_inside_a_block_of_text_is_found(tmp_path: Path) -> None:
    small = read(
        tmp_path,
        """
x:
  title: X
  by: []
  expr:
    unit: count
    query: |
      sum by (job) (up)
        + sum by (job) (hits_totals)
""",
    )
    assert small.errors == [("PS201", "metric `hits_totals` is not declared", "hits_totals")]


def test_labels_are_not_checked_where_they_cannot_be_known(tmp_path: Path) -> None:
    small = read(
        tmp_path,
        """
x: {title: X, expr: {query: 'sum by (job, layer) (node_load1)', unit: count}, by: [layer]}
y: {title: Y, expr: {query: 'label_replace(up, "layer", "l1", "", "")', unit: count}, by: [layer]}
""",
    )
    assert small.errors == []


def test_gauges_that_belong_together_are_divided(tmp_path: Path) -> None:
    small = read(
        tmp_path,
        """
x: {title: X, ratio: {of: queue_size, to: queue_room}, by: [queue]}
y: {title: Y, ratio: {of: 'queue_size{queue="a"}', to: 'queue_room{queue="a"}'}, by: []}
z: {title: Z, ratio: {of: size_bytes, to: room_bytes}, by: []}
""",
    )
    assert small.errors == []


def test_a_name_that_is_nearly_right_is_suggested(tmp_path: Path) -> None:
    small = read(tmp_path, "x: {title: X, by: [], expr: {query: sum(hits_totl), unit: count}}")
    assert [one.fix for one in small.project.findings] == ["did you mean `hits_total`?"]
