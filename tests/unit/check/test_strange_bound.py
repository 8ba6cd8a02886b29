"""Bounds on panels: found where they are another thing's, and quiet where the alert's are drawn."""

import pytest

from generator.check.specs.example import QUEUE, read
from generator.check.specs.registry import SPECS

_AS_IT_IS = "`queue.size.critical` is a bound of `queue.size` as it is, and"
_SPECS = (
    QUEUE.replace("queue_size: {type: gauge,", "queue_size: {type: gauge, labels: [queue],")
    + """\
  length:
    title: Length
    value: {of: queue_size}
    by: []
    thresholds:
      warning: {above: 50}
  wait:
    title: Wait
    value: {of: queue_wait_seconds}
    by: []
---
dashboard: home
title: Home
purpose: Do orders wait?
FILTERS
rows:
  now:
    title: Now
    panels:
      one: PANEL
      two: {show: [queue.wait]}
"""
)


def _found(panel: str, filters: str = "") -> list[str]:
    whole = read(_SPECS.replace("PANEL", panel).replace("FILTERS", filters))
    return [one.message for one in SPECS.findings(whole) if one.code == "PS682"]


@pytest.mark.parametrize(
    ("panel", "filters", "message"),
    [
        (
            "{show: [queue.wait], lines: [queue.size.critical]}",
            "",
            "`queue.size.critical` is a bound of `queue.size`, and this panel draws `queue.wait`",
        ),
        (
            "{show: [queue.size], by: [queue], lines: [queue.size.critical]}",
            "",
            "AND this panel draws it by `queue`, not by nothing",
        ),
        (
            "{show: [{of: queue.size, ago: 1d}], lines: [queue.size.critical]}",
            "",
            "AND this panel draws the past of it",
        ),
        (
            "{show: [queue.size], lines: [queue.size.critical]}",
            "filters: [queue]",
            "AND the filter `queue` changes what is measured",
        ),
        (
            "{show: [queue.size, queue.wait]}",
            "",
            "bounds of `queue.size` are drawn across `queue.wait`",
        ),
    ],
)
def test_a_bound_over_other_series_is_found(panel: str, filters: str, message: str) -> None:
    assert _found(panel, filters) == [message.replace("AND", _AS_IT_IS)]


@pytest.mark.parametrize(
    "panel",
    [
        "{show: [queue.size], lines: [queue.size.critical]}",
        "{show: [queue.size, {of: queue.size, ago: 1d}]}",
        "{show: [queue.size, {of: queue.wait, axis: right}]}",
        "{show: [queue.wait, queue.size]}",
        "{show: [queue.size, queue.wait], as: table}",
        "{show: [queue.size], by: [queue]}",
    ],
)
def test_the_alerts_own_bounds_are_left_alone(panel: str) -> None:
    assert _found(panel) == []


def test_a_threshold_of_what_measures_the_same_is_drawn() -> None:
    whole = read(
        _SPECS.replace("PANEL", "{show: [queue.size], lines: [queue.length.warning]}").replace(
            "FILTERS", ""
        )
    )
    assert [one.message for one in SPECS.findings(whole) if one.code == "PS682"] == []
    (board, *_) = whole.plan.dashboards
    assert [(one.label, float(one.value)) for one in board.rows[0].panels[0].lines] == [
        ("critical above 100", 100.0),
        ("warning above 50", 50.0),
    ]
