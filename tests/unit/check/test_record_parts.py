"""Names of records, `level:metric:operations`, held against what the rules do."""

import pytest

from generator.check.rule_files.registry import RULE_FILES


def _found(name: str, expr: str, labels: str = "{}") -> list[str]:
    text = f"groups: [{{name: a, rules: [{{record: '{name}', expr: '{expr}', labels: {labels}}}]}}]"
    return [one.message for one in RULE_FILES.look(text) if one.code == "PS698"]


@pytest.mark.parametrize(
    ("name", "expr", "message"),
    [
        (
            "job:http_requests:rate5m",
            "sum by (job) (rate(http_requests_total[10m]))",
            "this says `rate5m`, and the expression takes `[10m]`",
        ),
        (
            "job:http_requests:rate5m",
            "sum by (job, status) (rate(http_requests_total[5m]))",
            "`status` is left, and the level does not say so",
        ),
        (
            "instance_job:queue_size:sum",
            "sum by (job) (queue_size)",
            "`instance` is gone, and the level says it is left",
        ),
        (
            "job:queue_size:sum",
            "max by (job) (queue_size)",
            "this says `sum`, and the expression takes the `max`",
        ),
        (
            "job:errors:ratio_rate5m",
            "sum by (job) (rate(a_total[1h])) / sum by (job) (rate(b_total[1h]))",
            "this says `rate5m`, and the expression takes `[1h]`",
        ),
    ],
)
def test_a_name_that_says_something_else_is_found(name: str, expr: str, message: str) -> None:
    assert _found(name, expr) == [message]


@pytest.mark.parametrize(
    ("name", "expr"),
    [
        ("job:http_requests:rate5m", "sum by (job) (rate(http_requests_total[5m]))"),
        ("job_http_status:x:rate5m", "sum by (job, http_status) (rate(x_total[5m]))"),
        ("job_name:x:sum", "sum by (job_name) (x)"),
        ("cluster:x:sum", "sum(x)"),
        (":x:sum", "sum(x)"),
        ("job:x_bucket:rate5m", "sum by (job, le) (rate(x_bucket[5m]))"),
        ("job:x:sum", "sum by (job) (job_instance:x:sum)"),
        ("job:x:max_rate5m", "max by (job) (job_pod:x:rate5m)"),
        ("job:x:sum", "sum without (instance) (x)"),
        ("job:x:count_max", "max by (job) (count by (job, a) (x))"),
        ("x", "sum by (job, a) (x)"),
        ("job:x:rate5m_1h", "max_over_time(sum by (job) (rate(x_total[5m]))[1h:])"),
    ],
)
def test_a_name_that_says_what_is_done_is_left_alone(name: str, expr: str) -> None:
    assert _found(name, expr) == []


def test_labels_that_the_rule_adds_may_be_in_the_level() -> None:
    assert _found("job_zone:x:sum", 'sum by (job) (x{zone!=""})', "{zone: eu}") == []
