"""Differences of counters: what is proposed for one that loses its own past."""

from pathlib import Path

import pytest

from generator.check.promql.catalogue import Catalogue
from generator.check.promql.run import Text, look
from tests.support.engine import values
from tests.support.tools import require_tool

_ALONE = "`x_total` is a counter, whose series restart at 0 by themselves"
_PAIR = "`x_total` and `y_total` are counters that restart by themselves"


@pytest.mark.parametrize(
    ("expr", "message", "fix"),
    [
        (
            "x_total - x_total offset 1h > 5",
            _ALONE,
            "`increase(x_total[1h])` tells how much was added meanwhile",
        ),
        (
            'sum by (job) (x_total{a="b"}) - sum by (job) (x_total{a = "b"} offset 30m) > 5',
            _ALONE,
            '`sum by (job) (increase(x_total{a="b"}[30m]))` tells how much was added meanwhile',
        ),
        (
            "x_total offset 5m - x_total offset 1h > 5",
            _ALONE,
            "`increase(x_total[…])` tells how much was added in between",
        ),
        ('x_total{a="b"} - on () x_total{a="c"} > 5', _ALONE, None),
        ("x_total - y_total offset 1h > 5", _PAIR, None),
    ],
)
def test_what_is_proposed(expr: str, message: str, fix: str | None) -> None:
    found = [
        (check.rule.code, hit.message, hit.fix, expr[hit.start : hit.end])
        for check, hit in look(Text(expr, "alert"), Catalogue())
    ]
    assert found == [("PS521", message, fix, "-")]


def test_prometheus_counts_a_restart_in_what_is_proposed_alone(tmp_path: Path) -> None:
    wanted = ["x_total - x_total offset 10m", "increase(x_total[10m])"]
    got = values(require_tool("promtool"), tmp_path, {"x_total": "0+60x14 0+60x10"}, wanted)
    assert got[0] == [-300.0]  # 300 after the restart, less 600 before it
    assert got[1][0] > 0
