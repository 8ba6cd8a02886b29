"""Units of both sides of an operation: told where no reading of them makes it right."""

import pytest

from generator.check.promql.catalogue import Catalogue
from generator.check.promql.example import EXAMPLE
from generator.check.promql.run import Text, look

_HOUR = "such as `* 3600` for an hour, or take a rate on the"


def _told(expr: str, known: Catalogue | None = None) -> list[tuple[str, str, str | None]]:
    """Return where in the expression something is said of its units, the message and the fix."""
    return [
        (expr[hit.start : hit.end], hit.message, hit.fix)
        for one, hit in look(Text(expr, "alert"), known or Catalogue())
        if one.rule.code == "PS534"
    ]


@pytest.mark.parametrize(
    ("expr", "operator", "message", "fix"),
    [
        (
            "time() - seen_timestamp_ms > 60",
            "-",
            "the left side is in s, the right side in ms",
            "bring the right side to the unit of the left one: divide it by 1000",
        ),
        (
            "a_bytes / 1e9 > b_bytes",
            ">",
            "the left side is in GB, the right side in bytes",
            "bring the right side to the unit of the left one: divide it by 1e9",
        ),
        (
            "deriv(state_size_bytes[1h]) > disk_free_bytes",
            ">",
            "the left side is in bytes per second, the right side in bytes",
            f"multiply the left side by the seconds that are meant, {_HOUR} right side, too",
        ),
        (
            "wait_seconds < rate(busy_seconds_total[5m])",
            "<",
            "the left side is in s, the right side in s per second",
            f"multiply the right side by the seconds that are meant, {_HOUR} left side, too",
        ),
        (
            "rate(a_bytes_total[5m]) * 3600 / 1e9 > disk_free_bytes",
            ">",
            "the left side is in GB, the right side in bytes",
            "bring the right side to the unit of the left one: divide it by 1e9",
        ),
        (
            "rate(a_bytes_total[5m]) * 3600 > rate(b_bytes_total[5m])",
            ">",
            "the left side is in bytes per hour, the right side in bytes per second",
            "bring the right side to the unit of the left one: multiply it by 3600",
        ),
        (
            "rate(a_bytes_total[5m]) * 8 > node_network_speed_bytes",
            ">",
            "the left side is in bits per second, the right side in bytes per second",
            "bring the right side to the unit of the left one: multiply it by 8",
        ),
        (
            "rate(busy_seconds_total[5m]) > 100 * target_ratio",
            ">",
            "the left side is in a share from 0 to 1, the right side in percent",
            "bring the right side to the unit of the left one: divide it by 100",
        ),
        (
            "disk_used_bytes > wait_seconds",
            ">",
            "the left side is in bytes, the right side in s",
            "compare what measures the same thing",
        ),
    ],
)
def test_units_that_differ_in_every_reading(
    expr: str, operator: str, message: str, fix: str
) -> None:
    assert _told(expr) == [(operator, message, fix)]


@pytest.mark.parametrize(
    "expr",
    [
        # What a rate brings in a time is plain.
        "node_filesystem_avail_bytes + deriv(node_filesystem_avail_bytes[1h]) * 4 * 3600 < 0",
        "rate(etcd_wal_bytes_total[5m]) * 3600 * 24 > node_filesystem_avail_bytes",
        "deriv(a_size_bytes[1h]) * 3600 > b_size_bytes",
        "deriv(a_size_bytes[1h]) * 86400 < -1 * b_size_bytes",
        "rate(a_bytes_total[5m]) * 300 > b_size_bytes",
        "deriv(a_size_bytes[1h]) * 60 * 10 > b_size_bytes",
        # What is spread over a time is a rate.
        "increase(a_bytes_total[1h]) / 3600 > 2 * rate(a_bytes_total[5m])",
        "increase(a_seconds_total[1h]) / 3600 > 2 * rate(a_seconds_total[5m])",
        "rate(a_bytes_total[5m]) > delta(b_size_bytes[5m]) / 300",
        # What may be per second by itself.
        "rate(node_network_receive_bytes_total[5m]) > 0.9 * node_network_speed_bytes",
        "rate(a_bytes_total[5m]) > link_bandwidth_bytes",
        "rate(a_bytes_total[5m]) > volume_throughput_limit_bytes",
        "rate(a_bytes_total[5m]) > a_rate_bytes",
        "rate(a_bytes_total[5m]) > uplink_bytes",
        "rate(a_bytes_total[5m]) > a_bytes_per_second",
        # A time of each second is a share.
        "rate(a_seconds_total[5m]) > target_ratio",
        "time() - b_timestamp_ms / 1000 > a_seconds",
    ],
)
def test_units_that_agree_in_one_reading(expr: str) -> None:
    assert _told(expr) == []


def test_a_size_that_specs_declare_is_no_speed() -> None:
    expr = "rate(sent_total[5m]) * 0 + deriv(disk_used_bytes[1h]) > disk_used_bytes"
    assert _told(expr, EXAMPLE) == []
    (found,) = _told("deriv(disk_used_bytes[1h]) > disk_used_bytes", EXAMPLE)
    assert found[:2] == (">", "the left side is in bytes per second, the right side in bytes")
