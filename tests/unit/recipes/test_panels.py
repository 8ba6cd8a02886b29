"""The panel form of recipes, as text: raw series, the viewer's filters, Grafana's range."""

from pathlib import Path

import pytest

from tests.unit.recipes.small import read

_J = 'job="demo"'
_CASES = {
    "a rate can be zoomed": (
        "x: {title: X, rate: {of: hits_total}, by: [layer]}",
        f"sum by (job, layer) (rate(hits_total{{{_J}}}[$__rate_interval]))",
    ),
    "a declared window stays": (
        "x: {title: X, rate: {of: hits_total}, by: [layer], window: 30m}",
        f"sum by (job, layer) (rate(hits_total{{{_J}}}[30m]))",
    ),
    "a ratio can be zoomed": (
        "x: {title: X, ratio: {of: 'hits_total{reason=\"a\"}', to: hits_total}, by: []}",
        (
            f'(sum by (job) (rate(hits_total{{{_J},reason="a"}}[$__rate_interval]))'
            f" or 0 * sum by (job) (rate(hits_total{{{_J}}}[$__rate_interval])))"
            f" / (sum by (job) (rate(hits_total{{{_J}}}[$__rate_interval])) > 0)"
        ),
    ),
    "a quantile can be zoomed": (
        "x: {title: X, quantile: {of: took_ms, q: p99}, by: []}",
        (
            "histogram_quantile(0.99,"
            f" sum by (job, le) (rate(took_ms_bucket{{{_J}}}[$__rate_interval]))) >= 0"
        ),
    ),
    "a mean can be zoomed": (
        "x: {title: X, mean: {of: took_ms}, by: []}",
        (
            f"sum by (job) (rate(took_ms_sum{{{_J}}}[$__rate_interval]))"
            f" / (sum by (job) (rate(took_ms_count{{{_J}}}[$__rate_interval])) > 0)"
        ),
    ),
    "an increase keeps its window": (
        "x: {title: X, increase: {of: hits_total}, by: []}",
        f"sum by (job) (increase(hits_total{{{_J}}}[5m]))",
    ),
    "a difference keeps its window": (
        "x: {title: X, difference: {of: hits_total, minus: misses_total}, by: []}",
        (
            f"sum by (job) (increase(hits_total{{{_J}}}[5m]))"
            f" - (sum by (job) (increase(misses_total{{{_J}}}[5m]))"
            f" or 0 * sum by (job) (increase(hits_total{{{_J}}}[5m])))"
        ),
    ),
    "a share keeps its window": (
        "x: {title: X, share_below: {of: took_ms, bound: 10ms}, by: []}",
        (
            f'sum by (job) (rate(took_ms_bucket{{{_J},le=~"10(\\\\.0)?"}}[5m]))'
            f" / (sum by (job) (rate(took_ms_count{{{_J}}}[5m])) > 0)"
        ),
    ),
    "growth is a subquery": (
        "x: {title: X, growth: {of: size_bytes, per: 1h, over: 1h}, by: [layer]}",
        f"3600 * deriv(sum by (job, layer) (size_bytes{{{_J}}})[1h:])",
    ),
    "the time to drain keeps its window": (
        (
            "x: {title: X, by: [], drain_time:"
            " {backlog: size_bytes, drained: read_bytes_total, min_backlog: 0 B}}"
        ),
        (
            f"(sum by (job) (size_bytes{{{_J}}}) > 0)"
            f" / (sum by (job) (rate(read_bytes_total{{{_J}}}[5m]))"
            f" or 0 * sum by (job) (size_bytes{{{_J}}}))"
            f" or 0 * sum by (job) (size_bytes{{{_J}}})"
        ),
    ),
    "availability": (
        "x: {title: X, availability: {of: up}, by: []}",
        f"sum by (job) (up{{{_J}}} or 0 * absent(up{{{_J}}}))",
    ),
}


@pytest.mark.parametrize("case", _CASES)
def test_panels_draw(case: str, tmp_path: Path) -> None:
    indicators, expression = _CASES[case]
    assert read(tmp_path, indicators).panel("x") == expression


def test_filters_reach_the_metrics_that_have_the_label(tmp_path: Path) -> None:
    small = read(
        tmp_path, "x: {title: X, ratio: {of: hits_total, to: misses_total}, by: [layer, reason]}"
    )
    text = small.panel("x", filters=("reason", "instance"))
    of, to = text.split(" / on (job, layer) group_left () ")
    assert 'hits_total{instance=~"$instance",job="demo",reason=~"$reason"}' in of
    assert 'misses_total{instance=~"$instance",job="demo"}' in to


def test_change_shifts_each_selector(tmp_path: Path) -> None:
    small = read(
        tmp_path,
        """
y: {title: Y, ratio: {of: hits_total, to: [hits_total, misses_total]}, by: [layer]}
x: {title: X, change: {of: a.y, ago: 90m}, by: [layer]}
""",
    )
    text = small.panel("x")
    then = small.panel("y", ago="90m")
    assert text == f"{small.panel('y')} / ({then} > 0) - 1"
    assert then.count(" offset 90m") == then.count("_total{") == 5
    # A day before: the one side a day ago, the other a day and a half hour more.
    assert small.panel("x", ago="1d").count(" offset 1530m") == 5
    assert small.panel("x", ago="1d").count(" offset 1d") == 5


def test_other_labels_reach_the_indicators_below(tmp_path: Path) -> None:
    small = read(
        tmp_path,
        """
y: {title: Y, increase: {of: cost_total}, by: []}
x: {title: X, ratio: {of: a.y, to: $budget}, by: []}
""",
    )
    assert small.panel("x", by=["layer"]) == (
        f"sum by (job, layer) (increase(cost_total{{{_J}}}[5m])) / 200"
    )


def test_indicators_in_an_expression_stand_in_parentheses(tmp_path: Path) -> None:
    small = read(
        tmp_path,
        """
y: {title: Y, rate: {of: hits_total}, by: []}
x:
  title: X
  by: []
  expr:
    unit: count
    query: >-
      max_over_time(a.y[30m]) / avg_over_time(a.y[1h:5m]) + (a.y offset 1h)
      * sum by (job) (max_over_time(up[5m:] offset 2m))
""",
    )
    rate = f"sum by (job) (rate(hits_total{{{_J}}}[$__rate_interval]))"
    past = f"sum by (job) (rate(hits_total{{{_J}}}[$__rate_interval] offset 1h))"
    assert small.panel("x") == (
        f"max_over_time({rate}[30m:]) / avg_over_time(({rate})[1h:5m]) + (({past}))"
        f" * sum by (job) (max_over_time(up{{{_J}}}[5m:] offset 2m))"
    )
    shifted = small.panel("x", ago="1d")
    assert " offset 25h" in shifted
    assert f"(up{{{_J}}} offset 1d)[5m:] offset 2m" in shifted


_STORED = """
week: {title: W, increase: {of: cost_total}, by: [layer], window: 7d, record: true}
hour: {title: H, increase: {of: cost_total}, by: [layer], window: 1h, record: true}
loose: {title: L, increase: {of: cost_total}, by: [layer], window: 7d}
used: {title: U, ratio: {of: a.loose, to: $budget}, by: [layer]}
grown: {title: G, growth: {of: size_bytes, per: 1d, over: 1d}, by: [], record: true}
peak:
  title: P
  by: [layer]
  expr: {query: 'max_over_time(a.week[1d]) + max_over_time(a.week[1d:1h])', unit: USD}
"""


def test_more_than_an_hour_of_samples_is_read_from_the_record(tmp_path: Path) -> None:
    small = read(tmp_path, _STORED)
    assert small.panel("week") == "job_layer:t_a_week:increase7d"
    assert small.panel("grown") == "job:t_a_grown:deriv1d"
    assert small.panel("hour") == f"sum by (job, layer) (increase(cost_total{{{_J}}}[1h]))"
    assert small.panel("week", ago="1d") == "job_layer:t_a_week:increase7d offset 1d"
    assert small.panel("week", filters=("layer",)) == (
        'job_layer:t_a_week:increase7d{layer=~"$layer"}'
    )


def test_a_record_that_does_not_fit_is_not_read(tmp_path: Path) -> None:
    small = read(tmp_path, _STORED)
    raw = f"sum by (job, layer) (increase(cost_total{{{_J}}}[7d]))"
    assert small.panel("loose") == raw
    assert small.panel("used") == f"{raw} / 200"
    assert small.panel("week", by=[]) == f"sum by (job) (increase(cost_total{{{_J}}}[7d]))"
    assert small.panel("week", filters=("instance",)) == raw.replace(
        f"{{{_J}}}", f'{{instance=~"$instance",{_J}}}'
    )


def test_an_expression_reads_the_past_of_a_record(tmp_path: Path) -> None:
    small = read(tmp_path, _STORED)
    week = "job_layer:t_a_week:increase7d"
    assert small.panel("peak") == f"max_over_time({week}[1d]) + max_over_time({week}[1d:1h])"
    assert small.panel("peak", ago="1h") == (
        f"max_over_time({week}[1d] offset 1h) + max_over_time(({week} offset 1h)[1d:1h])"
    )
