"""Alerts on the absence of what is not always there."""

import pytest

from generator.check.promql.base import Role
from generator.check.promql.example import EXAMPLE
from generator.check.promql.run import Text, look


def _found(expr: str, role: Role = "alert") -> list[str]:
    hits = look(Text(expr, role, for_=600.0), EXAMPLE)
    return [expr[hit.start : hit.end] for check, hit in hits if check.rule.code == "PS559"]


@pytest.mark.parametrize(
    ("expr", "found"),
    [
        ("absent(jobs_done_total)", ["absent"]),
        ("absent((jobs_done_total))", ["absent"]),
        ("absent_over_time(jobs_done_total[10m])", ["absent_over_time"]),
        ("up == 0 or on () absent(jobs_done_total)", ["absent"]),
        ("absent(up)", []),
        ("absent(jobs_done_total) and on () sum(rate(sent_total[5m])) > 0", []),
        ("absent(jobs_done_total) unless on () sum(queue_size) == 0", []),
        ("absent(sum(jobs_done_total))", []),
    ],
)
def test_what_comes_with_traffic_may_be_absent(expr: str, found: list[str]) -> None:
    assert _found(expr) == found


def test_a_record_of_it_wakes_nobody() -> None:
    assert _found("absent(jobs_done_total)", "record") == []
