"""The rules that recipes make, as text: names, levels, selectors, windows."""

import re
from pathlib import Path

import pytest

from tests.unit.recipes.small import read

# Recipe -> its records; lines that are indented belong to the name above them.
_CASES = {
    "the window ends the name": (
        "rate: {of: hits_total}, by: [layer, instance], window: 90s",
        r"""
job_layer_instance:t_a_x:rate90s
  sum by (job, layer, instance) (rate(hits_total{job="demo"}[90s]))
""",
    ),
    "a counter of milliseconds is brought to seconds": (
        "rate: {of: busy_ms_total}, by: []",
        r"""
job:t_a_x:rate5m
  sum by (job) (rate(busy_ms_total{job="demo"}[5m])) / 1000
""",
    ),
    "so is a counter of minutes": (
        "rate: {of: idle_minutes_total}, by: []",
        r"""
job:t_a_x:rate5m
  sum by (job) (rate(idle_minutes_total{job="demo"}[5m])) * 60
""",
    ),
    "nothing is divided by one": (
        "ratio: {of: size_bytes, to: 1 B}, by: []",
        r"""
job:t_a_x:ratio
  sum by (job) (size_bytes{job="demo"})
""",
    ),
    "conditions of the author and of the project stand together": (
        'increase: {of: \'hits_total{reason!="a",layer=~"l1|l2"}\'}, by: [], window: 7d',
        r"""
job:t_a_x:increase7d
  sum by (job) (increase(hits_total{job="demo",layer=~"l1|l2",reason!="a"}[7d]))
""",
    ),
    "shared values are taken once": (
        "value: {of: state_bytes}, by: [instance]",
        r"""
job_instance:t_a_x:sum
  sum by (job, instance) (
  max by (job, backend, instance) (state_bytes{backend=~"redis",job="demo"})
  or
  sum by (job, backend, instance) (state_bytes{backend!~"redis",job="demo"}))
""",
    ),
    "a whole of two counters is a union with a label for each": (
        "ratio: {of: misses_total, to: [hits_total, misses_total]}, by: [layer]",
        r"""
job_layer:t_a_x:to_rate5m
  sum by (job, layer) (
  label_replace(rate(hits_total{job="demo"}[5m]), "__part__", "1", "", "")
  or label_replace(rate(misses_total{job="demo"}[5m]), "__part__", "2", "", ""))
job_layer:t_a_x:of_rate5m
  sum by (job, layer) (rate(misses_total{job="demo"}[5m]))
  or 0 * job_layer:t_a_x:to_rate5m
job_layer:t_a_x:ratio_rate5m
  job_layer:t_a_x:of_rate5m / (job_layer:t_a_x:to_rate5m > 0)
""",
    ),
    "a whole without a label of the part is met on the others, without zero-fill": (
        "ratio: {of: hits_total, to: misses_total}, by: [reason, layer]",
        r"""
job_layer:t_a_x:to_rate5m
  sum by (job, layer) (rate(misses_total{job="demo"}[5m]))
job_reason_layer:t_a_x:of_rate5m
  sum by (job, reason, layer) (rate(hits_total{job="demo"}[5m]))
job_reason_layer:t_a_x:ratio_rate5m
  job_reason_layer:t_a_x:of_rate5m
  / on (job, layer) group_left () (job_layer:t_a_x:to_rate5m > 0)
""",
    ),
    "gauges are never filled with zeros": (
        "ratio: {of: size_bytes, to: room_bytes}, by: [layer]",
        r"""
job_layer:t_a_x:ratio
  sum by (job, layer) (size_bytes{job="demo"})
  / on (job) group_left () (sum by (job) (room_bytes{job="demo"}) > 0)
""",
    ),
    "the machine's memory comes from another job": (
        "ratio: {of: size_bytes, to: machine_bytes, join: node}, by: [node]",
        r"""
job_node:t_a_x:ratio
  sum by (job, node) (size_bytes{job="demo"})
  / on (node) group_left () (max by (node) (machine_bytes{job="node"}) > 0)
""",
    ),
    "a constant in another unit is converted": (
        "ratio: {of: read_bytes_total, to: 3.6 GB/h}, by: []",
        r"""
job:t_a_x:ratio_rate5m
  sum by (job) (rate(read_bytes_total{job="demo"}[5m])) / 1000000
""",
    ),
    "a time per time is divided by a count": (
        "ratio: {of: busy_ms_total, to: $cores}, by: []",
        r"""
job:t_a_x:ratio_rate5m
  sum by (job) (rate(busy_ms_total{job="demo"}[5m])) / 4000
""",
    ),
    "a bucket is found in every spelling, also one with a fraction": (
        "share_below: {of: took_ms, bound: 50.5ms}, by: []",
        r"""
job:t_a_x:ratio_rate5m
  sum by (job) (rate(took_ms_bucket{job="demo",le=~"50\\.5"}[5m]))
  / (sum by (job) (rate(took_ms_count{job="demo"}[5m])) > 0)
""",
    ),
    "growth per second needs no factor": (
        "growth: {of: size_bytes, per: 1s, over: 90m}, by: []",
        r"""
job:t_a_x:level
  sum by (job) (size_bytes{job="demo"})
job:t_a_x:deriv90m
  deriv(job:t_a_x:level[90m])
""",
    ),
    "the least backlog is in the backlog's unit": (
        "drain_time: {backlog: size_bytes, drained: read_bytes_total, min_backlog: 2kB}, by: []",
        r"""
job:t_a_x:backlog
  sum by (job) (size_bytes{job="demo"})
job:t_a_x:drained_rate5m
  sum by (job) (rate(read_bytes_total{job="demo"}[5m])) or 0 * job:t_a_x:backlog
job:t_a_x:drain_time5m
  (job:t_a_x:backlog > 2000) / job:t_a_x:drained_rate5m or 0 * job:t_a_x:backlog
""",
    ),
    "the clock is brought to the timestamp's unit": (
        "age: {of: seen_timestamp_ms}, by: []",
        r"""
job:t_a_x:age
  time() * 1000 - min by (job) (seen_timestamp_ms{job="demo"})
""",
    ),
}


@pytest.mark.parametrize("case", _CASES)
def test_rules_are(case: str, tmp_path: Path) -> None:
    recipe, expected = _CASES[case]
    found = read(tmp_path, f"x: {{title: X, {recipe}}}").records("x")
    assert _plain("".join(f"{name}\n{expr}" for name, expr in found.items())) == _plain(expected)


def _plain(text: str) -> str:
    """Leave blanks out: where an expression is broken does not matter."""
    return re.sub(r"\s", "", text)


def test_change_reads_the_record_twice(tmp_path: Path) -> None:
    small = read(
        tmp_path,
        """
y: {title: Y, rate: {of: hits_total}, by: [layer]}
x: {title: X, change: {of: a.y, ago: 90m}, by: [layer]}
""",
    )
    assert small.records("x") == {
        "job_layer:t_a_x:change90m": (
            "job_layer:t_a_y:rate5m / (job_layer:t_a_y:rate5m offset 90m > 0) - 1"
        )
    }


def test_a_ratio_of_indicators_with_different_labels_meets_on_those_of_the_whole(
    tmp_path: Path,
) -> None:
    small = read(
        tmp_path,
        """
y: {title: Y, rate: {of: hits_total}, by: [layer]}
z: {title: Z, rate: {of: hits_total}, by: []}
x: {title: X, ratio: {of: a.y, to: a.z}, by: [layer]}
""",
    )
    assert small.records("x") == {
        "job_layer:t_a_x:ratio": (
            "job_layer:t_a_y:rate5m / on (job) group_left () (job:t_a_z:rate5m > 0)"
        )
    }


def test_what_an_expression_names_is_replaced_and_the_rest_is_kept(tmp_path: Path) -> None:
    small = read(
        tmp_path,
        """
y: {title: Y, rate: {of: hits_total}, by: []}
x:
  title: X
  by: []
  expr:
    unit: count
    query: |
      # hits_total and a.y are named in this comment only
      sum by (job, layer) (rate(hits_total{reason!="a.y"}[5m] offset 1h))
        / on (job) group_left (layer) # hits_total
      sum without (instance) (max_over_time(a.y[30m:1m]) + a.y offset 5m * $cores)

        * (node_load1{job="node"} + ALERTS{alertstate='firing'} + job:other:rate5m + up)
""",
    )
    assert small.records("x") == {
        "job:t_a_x:expr": (
            'sum by (job, layer) (rate(hits_total{job="demo",reason!="a.y"}[5m] offset 1h))\n'
            "  / on (job) group_left (layer)\n"
            "sum without (instance) (max_over_time(job:t_a_y:rate5m[30m:1m])"
            " + job:t_a_y:rate5m offset 5m * 4)\n"
            '  * (node_load1{job="node"} + ALERTS{alertstate="firing"} + job:other:rate5m'
            ' + up{job="demo"})'
        )
    }
    assert small.indicator("x").refers == ("a.y",)
