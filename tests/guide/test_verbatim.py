"""Queries as people write them by hand, over the metrics of this project: each one that is silently
wrong is found under its code, and those that only look wrong are left alone."""

from pathlib import Path

import pytest

from generator import app
from generator.check.promql.catalogue import Catalogue, catalogue_of
from generator.check.promql.run import Text, look

_ROOT = Path(__file__).resolve().parents[2]

WRONG = {
    "process_cpu_seconds_total": "PS505",
    "(process_memory_bytes / machine_memory_bytes) * 100": "PS512",
    "http_requests_total": "PS505",
    'rate(http_requests_total{status=~"2.."}[5m]) / rate(http_requests_total[5m]) * 100': "PS513",
    'rate(http_requests_total{status=~"[45].."}[5m]) / rate(http_requests_total[5m]) * 100': (
        "PS513"
    ),
    "histogram_quantile(0.95, rate(http_request_duration_ms_bucket[5m]))": "PS509",
    "histogram_quantile(0.99, rate(stream_e2e_latency_ms_bucket[5m]))": "PS509",
    "stream_events_received_total - stream_events_processed_total": "PS521",
    "window_size_bytes": "PS507",
    "rate(watermark_current_timestamp_ms[5m])": "PS504",
    "rate(state_backend_errors_total[5m]) / rate(state_backend_operations_total[5m]) * 100": (
        "PS512"
    ),
    "rate(state_backend_size_bytes[1h])": "PS504",
    "rate(llm_errors_total[5m]) / rate(llm_requests_total[5m]) * 100": "PS512",
    "rate(llm_cost_total[1h]) * 3600 / rate(llm_requests_total[1h]) * 3600": "PS523",
    "increase(llm_cost_total[1d]) / daily_budget * 100": "PS501",
    "rate(ab_test_conversions_total[5m]) / rate(ab_test_assignments_total[5m]) * 100": "PS512",
    "bandit_cumulative_regret": "PS505",
    "rate(bandit_explorations_total[5m]) / rate(bandit_arm_pulls_total[5m]) * 100": "PS512",
    "topk(10, sum by (endpoint) (rate(http_requests_errors_total[5m])))": "PS501",
    "rate(process_cpu_seconds_total[5m]) * 100 and rate(http_requests_total[5m])": "PS512",
    # What a misreading of the same pages gives.
    'rate(state_cache_hits_total{cache_layer="L1"}[5m])': "PS503",
    "histogram_quantile(0.99, sum by (le) (rate(http_request_duration_ms_bucket[5m]))) > 20000": (
        "PS510"
    ),
}
RIGHT = (
    "(disk_used_bytes / disk_total_bytes) * 100",
    "disk_used_bytes / disk_total_bytes * 100",
    (
        "rate(state_cache_hits_total[5m]) / (rate(state_cache_hits_total[5m])"
        " + rate(state_cache_misses_total[5m])) * 100"
    ),
    "sum by (model) (rate(llm_cost_total[1h]) * 3600)",
    "deriv(state_backend_size_bytes[1h])",
    "rate(http_requests_total[5m] offset 1h)",
    "sum(rate(http_request_duration_ms_bucket[5m])) by (le)",
    'rate(http_requests_total{status=~"2.."}[5m])',
    (
        "(rate(http_requests_total[5m]) - rate(http_requests_total[5m] offset 1h))"
        " / rate(http_requests_total[5m] offset 1h) * 100"
    ),
)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    project = app.read(_ROOT)
    assert project.estate is not None
    return catalogue_of(project.estate)


@pytest.mark.parametrize(("expr", "code"), WRONG.items())
def test_a_wrong_expression_is_found(expr: str, code: str, catalogue: Catalogue) -> None:
    found = {check.rule.code for check, _ in look(Text(expr), catalogue)}
    assert found == {code}


@pytest.mark.parametrize("expr", RIGHT)
def test_what_only_looks_wrong_is_left_alone(expr: str, catalogue: Catalogue) -> None:
    assert look(Text(expr), catalogue) == []
