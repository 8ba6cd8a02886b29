"""What alerts say of the value that a recipe measures."""

from pathlib import Path

import pytest

from generator.plan.alerts import threshold_alerts
from generator.plan.build import Recordings
from tests.unit.recipes.small import read

_CASES = {
    "a share": (
        (
            "ratio: {of: misses_total, to: hits_total}, by: [layer],"
            " thresholds: {warning: {above: 5%}}"
        ),
        (
            "X of {{ $labels.job }} (layer {{ $labels.layer }})"
            ": {{ $value | humanizePercentage }} (warning above 5%)"
        ),
    ),
    "a unit that the author states": (
        (
            "ratio: {of: size_bytes, to: $budget}, by: [], unit: count,"
            " thresholds: {warning: {below: 5}}"
        ),
        "X of {{ $labels.job }}: {{ $value | humanize }} (warning below 5)",
    ),
    "a time to drain": (
        (
            "drain_time: {backlog: size_bytes, drained: read_bytes_total, min_backlog: 0 B},"
            " by: [], thresholds: {warning: {above: 15m}}"
        ),
        "X of {{ $labels.job }}: {{ $value | humanizeDuration }} (warning above 15m)",
    ),
    "a percentile above its bound": (
        (
            "quantile: {of: took_ms, q: p99.9}, by: [],"
            " thresholds: {warning: {above: {p99.9: 10ms}}}"
        ),
        (
            "X of {{ $labels.job }}: {{ $value | humanizePercentage }} took more than 10ms"
            " (warning above 10ms for p99.9, that is for 0.1%)"
        ),
    ),
    "a percentile below its bound": (
        "quantile: {of: took_ms, q: p50}, by: [], thresholds: {warning: {below: {p50: 10ms}}}",
        "X of {{ $labels.job }}: {{ $value | humanizePercentage }} stayed within 10ms",
    ),
}


@pytest.mark.parametrize("case", _CASES)
def test_an_alert_says(case: str, tmp_path: Path) -> None:
    text, summary = _CASES[case]
    small = read(tmp_path, f"x: {{title: X, {text}}}")
    (alert,) = threshold_alerts(Recordings(small.estate), small.indicator("x"))
    assert dict(alert.annotations)["summary"] == summary
