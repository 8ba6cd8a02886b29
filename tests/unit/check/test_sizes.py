"""Bounds of quotients of two sizes, and of sizes themselves."""

import pytest

from generator.check.promql.catalogue import Catalogue
from generator.check.promql.run import Text, look


def _told(expr: str) -> list[tuple[str, str, str | None]]:
    """Return the bounds that something is said of, the messages and the fixes."""
    return [
        (expr[hit.start : hit.end], hit.message, hit.fix)
        for one, hit in look(Text(expr, "alert"), Catalogue())
        if one.rule.code == "PS533"
    ]


_MEM = "node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes"


@pytest.mark.parametrize(
    "share",
    [
        "free_bytes / size_bytes",
        "disk_used_bytes / disk_total_bytes",
        "sum by (job) (disk_used_bytes) / sum by (job) (disk_total_bytes)",
        "process_heap_bytes / process_heap_max_bytes",
        "kubelet_volume_stats_used_bytes / (kubelet_volume_stats_capacity_bytes > 0)",
        _MEM,
        f"1 - {_MEM}",
        f"(1 - ({_MEM}))",
        "(node_memory_MemTotal_bytes - node_memory_MemFree_bytes) / node_memory_MemTotal_bytes",
        "(node_memory_MemFree_bytes + node_memory_Cached_bytes) / node_memory_MemTotal_bytes",
        "avg_over_time(disk_used_bytes[1h]) / disk_total_bytes",
        "a_lag_bytes / (a_lag_bytes + a_done_bytes)",
        "rate(a_seconds_total[5m]) / (rate(a_seconds_total[5m]) + rate(b_seconds_total[5m]))",
        'sum(a_bytes{state="x"}) / sum(a_bytes)',
        'a_bytes{state="x"} / on () group_left sum(a_bytes)',
    ],
)
def test_a_part_of_its_whole_is_a_share(share: str) -> None:
    assert _told(f"{share} > 90") == [("90", "this is a share, and 90 is 9000 %", "write 0.9")]
    percent = [("0.95", "this is a percentage, and 0.95 is 0.95 %", "write 95")]
    assert _told(f"({share}) * 100 > 0.95") == _told(f"100 * ({share}) > 0.95") == percent


@pytest.mark.parametrize(
    "expr",
    [
        "uncompressed_bytes / compressed_bytes",
        "rate(tx_bytes_total[5m]) / rate(rx_bytes_total[5m])",
        "sent_bytes / received_bytes",
        "a_free_bytes / a_used_bytes",
        "disk_total_bytes / disk_used_bytes",
        "container_memory_bytes / machine_memory_bytes",
        "a_bytes / a_bytes offset 1h",
        "delta(disk_used_bytes[1h]) / disk_total_bytes",
        "sum(disk_used_bytes) / max(disk_total_bytes)",
        'a_bytes{state="x"} / ignoring (state) a_bytes{state="y"}',
        'avg(a_bytes{state="x"}) / avg(a_bytes)',
        'sum(a_bytes{state="x"}) / sum(a_bytes > 5000)',
        'sum by (ns) (a_bytes{c="5"}) / on (ns) group_right sum by (ns, pod) (a_bytes)',
        "100 * disk_used_bytes / disk_total_bytes",
        "disk_used_bytes / (disk_total_bytes / 100)",
        "segment_compression_ratio",
    ],
)
def test_two_sizes_are_no_share_by_themselves(expr: str) -> None:
    assert [_told(f"{expr} > {bound}") for bound in (20, 50, 100)] == [[], [], []]


def test_a_percentage_that_is_multiplied_within_the_quotient() -> None:
    for expr in (
        "100 * disk_used_bytes / disk_total_bytes",
        "disk_used_bytes * 100 / disk_total_bytes",
        "disk_used_bytes / (disk_total_bytes / 100)",
    ):
        said = ("0.95", "this is a percentage, and 0.95 is 0.95 %", "write 95")
        assert _told(f"{expr} > 0.95") == [said]


@pytest.mark.parametrize("expr", ["state_size_bytes > 10", "disk_free_bytes < 10"])
def test_a_bound_of_a_few_bytes(expr: str) -> None:
    said = ("10", "this is in bytes, and 10 is hardly anything", "write 10e9 for GB")
    assert _told(expr) == [said]
    left, op, right = expr.split()
    assert _told(f"{right} {'<' if op == '>' else '>'} {left}") == [said]


@pytest.mark.parametrize(
    "condition", ["< 1", "<= 1", ">= 1", "> 1", "== 1", "== 512", "!= 512", "< 100"]
)
def test_a_question_for_what_is_empty(condition: str) -> None:
    assert _told(f"backup_size_bytes {condition}") == []
    assert _told(f"1 > backup_size_bytes{{kind='{condition}'}}") == []
