"""When failing requests page, and when they do not."""

from pathlib import Path

import pytest

from tests.support.projects import ProjectCopy
from tests.support.promtool import Alert, Scenario, State, prove, run_scenarios
from tests.support.tools import require_tool

pytestmark = pytest.mark.tool

_RATIO = "job:llm_optimizer_http_error_ratio:ratio_rate5m"


def _counter(status: int, job: str = "llm-optimizer", instance: str = "a:8080") -> str:
    labels = f'job="{job}",instance="{instance}",method="GET",endpoint="/api/users"'
    return f'http_requests_total{{{labels},status="{status}"}}'


def _page(state: State) -> Alert:
    return Alert("http.error_ratio.critical", state)


def _warning(state: State) -> Alert:
    return Alert("http.error_ratio.warning", state)


_EVERYTHING = (_page("pending"), _page("firing"), _warning("pending"), _warning("firing"))


def _scenario(
    name: str,
    series: dict[str, str],
    *,
    at: dict[str, tuple[Alert, ...]] | None = None,
    ever: dict[str, tuple[Alert, ...]] | None = None,
    counts: dict[str, dict[str, int]] | None = None,
) -> Scenario:
    return Scenario(
        name,
        series,
        alerts="http[.]error_ratio[.].+",
        at=at or {},
        ever=ever or {},
        counts=counts or {},
    )


# A rate needs two samples, so the first evaluation that can see errors is the one at 15 s.
SIX_PERCENT = _scenario(
    "six percent fail from the beginning",
    {_counter(200): "0+94x80", _counter(503): "0+6x80"},
    at={
        "0s": (),
        "15s": (_page("pending"), _warning("pending")),
        "5m": (_page("pending"), _warning("pending")),
        "5m15s": (_page("firing"), _warning("firing")),
        "20m": (_page("firing"), _warning("firing")),
    },
)
FOUR_PERCENT = _scenario(
    "four percent fail",
    {_counter(200): "0+96x80", _counter(503): "0+4x80"},
    at={"20m": (_warning("firing"),)},
    ever={"20m": (_warning("pending"), _warning("firing"))},
)
HALF_NOT_FOUND = _scenario(
    "half of the answers are 404, and there was never a 5xx",
    {_counter(200): "0+50x80", _counter(404): "0+50x80"},
    ever={"20m": ()},
    counts={_RATIO: {"20m": 1}},  # the ratio is known, and is 0
)
HALF_UNAVAILABLE = _scenario(
    "half of the answers are 503",
    {_counter(200): "0+50x80", _counter(503): "0+50x80"},
    at={"20m": (_page("firing"), _warning("firing"))},
)
# The last requests come at 10 m; from 15 m 15 s on no range has two different samples.
IDLE = _scenario(
    "six percent fail, then nobody asks any more",
    {_counter(200): "0+94x40 3760x80", _counter(503): "0+6x40 240x80"},
    at={"10m": (_page("firing"), _warning("firing")), "15m15s": (), "30m": ()},
    counts={_RATIO: {"10m": 1, "15m15s": 0, "30m": 0}},
)
NEVER_ASKED = _scenario(
    "there are counters, and nobody has ever asked",
    {_counter(200): "0x80", _counter(503): "0x80"},
    ever={"20m": ()},
    counts={_RATIO: {"20m": 0}, _counter(503): {"20m": 1}},
)
# Instance a starts anew at 10 m, after it had counted a great many failures long ago.
RESTART_WHILE_WELL = _scenario(
    "one of two instances starts anew while all is well",
    {
        _counter(200): "5000+995x40 995+995x40",
        _counter(503): "90000+2x40 2+2x40",
        _counter(200, instance="b:8080"): "0+995x80",
        _counter(503, instance="b:8080"): "0+2x80",
    },
    ever={"20m": ()},
    counts={_RATIO: {"10m": 1, "10m15s": 1, "20m": 1}},
)
RESTART_WHILE_FAILING = _scenario(
    "one of two instances starts anew while six percent fail",
    {
        _counter(200): "5000+94x40 94+94x40",
        _counter(503): "90000+6x40 6+6x40",
        _counter(200, instance="b:8080"): "0+94x80",
        _counter(503, instance="b:8080"): "0+6x80",
    },
    at={
        time: (_page("firing"), _warning("firing"))
        for time in ("10m", "10m15s", "10m30s", "12m", "15m", "20m")
    },
)
ANOTHER_JOB_FAILS = _scenario(
    "another job fails, ours does not",
    {
        _counter(200): "0+100x80",
        _counter(503, job="other"): "0+1000x80",
    },
    ever={"20m": ()},
)
ANOTHER_JOB_IS_WELL = _scenario(
    "ours fails, another with far more requests does not",
    {
        _counter(200): "0+94x80",
        _counter(503): "0+6x80",
        _counter(200, job="other"): "0+1000000x80",
    },
    at={"20m": (_page("firing"), _warning("firing"))},
)
A_FEW_A_MINUTE = _scenario(
    "one request in 45 seconds, and all of them fail",
    {_counter(503): " ".join(f"{number}x2" for number in range(80))},
    at={"59m": (_page("firing"), _warning("firing"))},
)
ONE_A_MINUTE = _scenario(
    "one request a minute, and all of them fail",
    {_counter(503): " ".join(f"{number}x3" for number in range(60))},
    at={"59m": (_page("firing"), _warning("firing"))},
)
THREE_IN_ALL = _scenario(
    "three requests, and all of them fail",
    {_counter(503): "0x20 1 2 3x60"},
    ever={"20m": ()},
    counts={f"{_RATIO} == 1": {"6m": 1, "10m": 1}},
)
THIRTY_IN_ALL = _scenario(
    "thirty requests, and all of them fail",
    {_counter(503): "0x20 10 20 30x60"},
    at={"10m": (_page("pending"), _warning("pending"))},
)


def test_six_percent_page_after_exactly_five_minutes(
    promtool: Path, rules: list[Path], tmp_path: Path
) -> None:
    prove(promtool, tmp_path, rules, [SIX_PERCENT])


def test_four_percent_warn_and_do_not_page(
    promtool: Path, rules: list[Path], tmp_path: Path
) -> None:
    prove(promtool, tmp_path, rules, [FOUR_PERCENT, SIX_PERCENT])


def test_answers_that_are_the_clients_fault_are_no_errors(
    promtool: Path, rules: list[Path], tmp_path: Path
) -> None:
    prove(promtool, tmp_path, rules, [HALF_NOT_FOUND, HALF_UNAVAILABLE])


def test_without_requests_there_is_no_ratio_and_no_alert(
    promtool: Path, rules: list[Path], tmp_path: Path
) -> None:
    prove(promtool, tmp_path, rules, [IDLE, NEVER_ASKED])


def test_a_restart_is_no_burst_of_errors_and_hides_none(
    promtool: Path, rules: list[Path], tmp_path: Path
) -> None:
    prove(promtool, tmp_path, rules, [RESTART_WHILE_WELL, RESTART_WHILE_FAILING])


def test_other_jobs_neither_cause_nor_hide_our_errors(
    promtool: Path, rules: list[Path], tmp_path: Path
) -> None:
    prove(promtool, tmp_path, rules, [ANOTHER_JOB_FAILS, ANOTHER_JOB_IS_WELL])


def test_a_quiet_service_that_fails_entirely_pages(
    promtool: Path, rules: list[Path], tmp_path: Path
) -> None:
    prove(promtool, tmp_path, rules, [A_FEW_A_MINUTE])


def test_one_request_a_minute_that_fails_pages(
    promtool: Path, rules: list[Path], tmp_path: Path
) -> None:
    prove(promtool, tmp_path, rules, [ONE_A_MINUTE])


def test_a_few_errors_do_not_page_whatever_their_share(
    promtool: Path, rules: list[Path], tmp_path: Path
) -> None:
    prove(promtool, tmp_path, rules, [THREE_IN_ALL, THIRTY_IN_ALL])


def test_a_page_says_what_happens_to_whom_and_what_to_do(
    promtool: Path, rules: list[Path], tmp_path: Path
) -> None:
    notification = {
        "eval_time": "5m15s",
        "alertname": "HighErrorRate",
        "exp_alerts": [
            {
                "exp_labels": {
                    "job": "llm-optimizer",
                    "project": "llm-optimizer",
                    "component": "http",
                    "severity": "critical",
                    "owner": "platform",
                    "subject": "http.error_ratio",
                    "alert_id": "http.error_ratio.critical",
                },
                "exp_annotations": {
                    "summary": "HTTP error rate of llm-optimizer: 6% (critical above 5%)",
                    "description": "Users get errors. Look at the newest deployment first and roll "
                    "it back if the errors began with it.",
                    "runbook_url": "https://runbooks.example.com/high-error-rate",
                    "dashboard_url": (
                        "https://grafana.example.com/d/llm-optimizer-http?viewPanel=1832669254"
                    ),
                },
            }
        ],
    }
    scenario = Scenario(
        "six percent fail",
        SIX_PERCENT.series,
        alerts="http[.]error_ratio[.]critical",
        notifications=(notification,),
    )
    prove(promtool, tmp_path, rules, [scenario])


_HTTP = "components/http.yaml"
_CRITICAL = ("indicators", "error_ratio", "thresholds", "critical")
_OF = ("indicators", "error_ratio", "ratio", "of")


@pytest.mark.parametrize(
    ("file", "keys", "to", "scenario"),
    [
        (_HTTP, (*_CRITICAL, "above"), "7%", SIX_PERCENT),
        (_HTTP, (*_CRITICAL, "above"), "3%", FOUR_PERCENT),
        (_HTTP, (*_CRITICAL, "for"), "285s", SIX_PERCENT),
        (_HTTP, (*_CRITICAL, "for"), "315s", SIX_PERCENT),
        (_HTTP, _OF, """'http_requests_total{status=~"[45].."}'""", HALF_NOT_FOUND),
        (_HTTP, _OF, """'http_requests_total{status="500"}'""", HALF_UNAVAILABLE),
        ("project.yaml", ("defaults", "min_bad_events"), "2", THREE_IN_ALL),
        ("project.yaml", ("defaults", "min_bad_events"), "50", A_FEW_A_MINUTE),
        ("project.yaml", ("selector", "job"), "other", ANOTHER_JOB_FAILS),
    ],
    ids=lambda value: value.name if isinstance(value, Scenario) else None,
)
def test_a_changed_spec_fails_these_tests(
    project: ProjectCopy,
    tmp_path: Path,
    *,
    file: str,
    keys: tuple[str, ...],
    to: str,
    scenario: Scenario,
) -> None:
    project.set(file, *keys, to=to)
    rules = project.write_rules(tmp_path / "out", "http")
    answer = run_scenarios(require_tool("promtool"), tmp_path, rules, [scenario])
    assert answer.returncode == 1
    assert "FAILED" in answer.stdout + answer.stderr
