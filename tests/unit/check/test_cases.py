"""Cases of authors: what is wrong with them is found before promtool sees them."""

import pytest

from generator.check.specs.example import read
from generator.check.specs.registry import SPECS
from generator.core.finding import Place

_FILE = "specs/components/queue.yaml"
_COMPONENT = """\
component: queue
title: Queue
metrics:
  queue_size:
    {type: gauge, help: Waiting., labels: [queue], aggregate: sum, presence: on_traffic}
alerts:
  stuck:
    name: QueueStuck
    severity: warning
    expr: sum by (job) (queue_size) > 50
    for: 0s
    summary: Orders wait
    cases:
      - name: many
        series: SERIES
        step: STEP
        TIMES
"""
_CASES = ("alerts", "stuck", "cases")
Found = list[tuple[str, Place, str, str]]


def _found(series: str, times: str = "fires: [9m]", step: str = "1m") -> Found:
    text = _COMPONENT.replace("SERIES", series).replace("TIMES", times).replace("STEP", step)
    return [
        (one.code, one.where, one.message, one.fix)
        for one in SPECS.findings(read(text))
        if one.code.startswith("PS37") and isinstance(one.where, Place)
    ]


def _at(*keys: str | int) -> Place:
    return Place(_FILE, (*_CASES, *keys))


_VALUES = "write values as in promtool: `1 2`, `5x10` stays, `0+1x10` grows, `_x3` is missing"


@pytest.mark.parametrize(
    ("series", "where", "message", "fix"),
    [
        ("{queue_size: '1x10 foo'}", (5, 8), "`foo` is no number", _VALUES),
        (
            "{queue_size: '0x999999999'}",
            None,
            "these are 1,000,000,000 samples; promtool would take minutes and much memory",
            "write at most 100,000, further apart if need be",
        ),
    ],
)
def test_values_that_promtool_does_not_take(
    series: str, where: tuple[int, int] | None, message: str, fix: str
) -> None:
    place = _at(0, "series", "queue_size")
    place = place.within(*where) if where else place
    assert _found(series) == [("PS370", place, message, fix)]


def test_a_series_that_is_not_closed() -> None:
    name = 'queue_size{queue="a"'
    place = _at(0, "series", name).key().within(20, 20)
    fix = 'write a name and labels with one value each: `queue_size{worker="a"}`'
    assert _found(f"{{'{name}': 1x10}}") == [("PS370", place, "`,` or `}` expected here", fix)]


def test_series_that_the_selector_makes_the_same() -> None:
    name = 'queue_size{job="shop"}'
    place = _at(0, "series", name).key()
    message = '`queue_size` is the same series: `queue_size{job="shop"}`'
    fix = "remove one of them, or write a label that tells them apart"
    assert _found(f"{{queue_size: 1x10, '{name}': 1x10}}") == [("PS370", place, message, fix)]


def test_a_metric_that_nobody_declares() -> None:
    place = _at(0, "series", "queue_sizes").key().within(0, 11)
    expected = (
        "PS371",
        place,
        "metric `queue_sizes` is not declared",
        "did you mean `queue_size`?",
    )
    assert _found("{queue_sizes: 1x10}") == [expected]


@pytest.mark.parametrize("name", ["queue_size", "up", "job:something:sum", "ALERTS"])
def test_metrics_that_are_known(name: str) -> None:
    assert _found(f"{{'{name}': 1x10}}") == []


def test_times_after_the_end_of_the_series() -> None:
    fix = "write more samples, `_x20` where there shall be none, or an earlier time"
    message = "the series of this case end at 10m"
    assert _found("{queue_size: 1x10, up: 1x3}", "fires: [10m, 2000d]\n        silent: [601s]") == [
        ("PS372", _at(0, "fires", 1), message, fix),
        ("PS372", _at(0, "silent", 0), message, fix),
    ]
    assert _found("{queue_size: 1x10 _x20}", "fires: [29m]") == []
    assert _found("{queue_size: 1x10 _x20}", "fires: [30m]") == []


def test_a_time_that_takes_promtool_minutes() -> None:
    message = "the rules are evaluated 288,000 times until then, which takes minutes"
    fix = "show it with shorter durations"
    assert _found("{queue_size: 1x200}", "fires: [100d]", "1d") == [
        ("PS372", _at(0, "fires", 0), message, fix)
    ]


def test_an_alert_that_fires_in_no_case() -> None:
    message = "`queue.stuck` is silent in all of its cases"
    fix = "add a case in which it fires: `fires: [10m]`"
    place = Place(_FILE, _CASES, "key")
    assert _found("{queue_size: 1x10}", "silent: [9m]") == [("PS373", place, message, fix)]


def test_a_bound_that_only_silent_cases_show_is_without_a_test() -> None:
    text = """\
component: queue
title: Queue
metrics:
  queue_size: {type: gauge, help: Waiting orders., aggregate: sum, presence: on_traffic}
indicators:
  load:
    title: Load
    expr: {query: queue_size * 2, unit: count}
    by: []
    thresholds:
      warning:
        above: 100
        cases:
          - {name: few, series: {queue_size: 1x20}, step: 1m, silent: [12m]}
"""
    codes = [one.code for one in SPECS.findings(read(text))]
    assert codes == ["PS360"]
    assert "PS360" not in [
        one.code for one in SPECS.findings(read(text.replace("silent", "fires")))
    ]
