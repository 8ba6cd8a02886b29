"""What people write by hand, beside what promspec renders, on the same data.

In each case the expression as the guide has it gives a wrong answer, which is asserted too: a case
in which it did well would show nothing. The cases of a component are one call of promtool.
"""

import dataclasses
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.projects import copy_project
from tests.support.promtool import run_scenarios
from tests.support.tools import require_tool

_OUT = Path(__file__).resolve().parents[2] / "out"
_JOB = 'job="llm-optimizer"'
_NOTHING: dict[str, float] = {}

Samples = Mapping[str, float]
"""Values by labels, as promtool writes both."""


@dataclasses.dataclass(frozen=True, slots=True)
class Case:
    """What happens, when it is looked at, and what either side makes of it.

    Series go on by minutes. ``theirs`` and ``ours`` are expressions with all their samples;
    ``alerts`` are those of ours that fire then, of the component that is named.
    """

    name: str
    series: Mapping[str, str]
    at: str
    theirs: Mapping[str, Samples]
    component: str
    alerts: Sequence[str]
    ours: Mapping[str, Samples] = dataclasses.field(default_factory=dict)

    def tree(self) -> dict[str, Any]:
        """Return its entry in a test file of promtool."""
        # Without the tiers of SLOs, and without alerts on data that a case leaves out.
        chosen = f'component="{self.component}",alertstate="firing",tier="",alert_id!~".*[.]absent"'
        fires = f"count by (alert_id) (ALERTS{{{chosen}}})"
        expected = {f'{{alert_id="{one}"}}': float(self.alerts.count(one)) for one in self.alerts}
        asked = {**self.theirs, **self.ours, fires: expected}
        return {
            "name": self.name,
            "interval": "1m",
            "input_series": [
                {"series": _with_job(name), "values": values}
                for name, values in self.series.items()
            ],
            "promql_expr_test": [
                {
                    "expr": expr,
                    "eval_time": self.at,
                    "exp_samples": [
                        {"labels": labels, "value": value} for labels, value in samples.items()
                    ],
                }
                for expr, samples in asked.items()
            ],
        }


def _with_job(series: str) -> str:
    """Add the job, unless the series has one."""
    if "job=" in series:
        return series
    name, _, labels = series.partition("{")
    return f"{name}{{{_JOB},{labels}" if labels else f"{name}{{{_JOB}}}"


def _panel(board: str, title: str) -> str:
    """Return the query of a panel, its filters set to everything."""
    path = _OUT / "grafana" / "provisioning" / "dashboards" / "dashboards" / f"{board}.json"
    panels = json.loads(path.read_text("utf-8"))["panels"]
    (query,) = [
        one["targets"][0]["expr"]
        for one in panels
        if one["title"] == title and one["type"] != "row"
    ]
    filled = query.replace("$__rate_interval", "5m")
    return re.sub(r"\$\w+", ".*", filled)


def _buckets(name: str, labels: str, counts: Mapping[str, str]) -> dict[str, str]:
    """Return a histogram: how many a minute up to each bound, the last of which is all."""
    found = {
        f'{name}_bucket{{{labels},le="{le}"}}': f"0+{count}x40" for le, count in counts.items()
    }
    return {**found, f"{name}_count{{{labels}}}": f"0+{counts['+Inf']}x40"}


_SUCCESS = """
rate(http_requests_total{status=~"2.."}[5m])
/
rate(http_requests_total[5m]) * 100
"""
_STATE_ERRORS = """
rate(state_backend_errors_total[5m])
/
rate(state_backend_operations_total[5m]) * 100
"""
_P99 = "histogram_quantile(0.99,\n  rate(http_request_duration_ms_bucket[5m])\n)"
_COST = "rate(llm_cost_total[1h]) * 3600\n/\nrate(llm_requests_total[1h]) * 3600"
_HIT_RATE = """
rate(state_cache_hits_total[5m])
/
(rate(state_cache_hits_total[5m]) + rate(state_cache_misses_total[5m])) * 100
"""
_STATE = '{__name__="state_backend_size_bytes",job="llm-optimizer",instance="%s",backend_type="%s"}'

CASES = (
    Case(
        "a ratio that is always 100%: half of the requests fail",
        {
            'http_requests_total{endpoint="/a",status="200"}': "0+60x40",
            'http_requests_total{endpoint="/a",status="503"}': "0+60x40",
        },
        "30m",
        {_SUCCESS: {f'{{{_JOB},endpoint="/a",status="200"}}': 100}},
        "http",
        ["http.error_ratio.warning", "http.error_ratio.critical"],
        {_panel("http", "Success rate now"): {f"{{{_JOB}}}": 0.5}},
    ),
    Case(
        "a ratio that is always empty: one operation of ten fails",
        {
            'state_backend_errors_total{backend_type="redis",operation="put",error_type="io"}': (
                "0+10x40"
            ),
            'state_backend_operations_total{backend_type="redis",operation="put"}': "0+100x40",
        },
        "30m",
        {_STATE_ERRORS: _NOTHING},
        "state",
        ["state.error_ratio.warning"],
    ),
    Case(
        "a ratio of two jobs, always empty: nearly all memory is in use",
        {
            'up{instance="a"}': "1x40",
            'process_memory_bytes{instance="a",memory_type="heap"}': "3900000000x40",
            'machine_memory_bytes{job="cadvisor",instance="host"}': "4000000000x40",
        },
        "30m",
        {"(process_memory_bytes / machine_memory_bytes) * 100": _NOTHING},
        "system",
        ["system.memory.warning", "system.memory.critical"],
    ),
    Case(
        "a percentile of each series: one request of a thousand is slow, all of them at /b",
        _buckets(
            "http_request_duration_ms",
            'endpoint="/a",status="200"',
            {"1000": "10000", "2500": "10000", "+Inf": "10000"},
        )
        | _buckets(
            "http_request_duration_ms",
            'endpoint="/b",status="200"',
            {"1000": "0", "2500": "10", "+Inf": "10"},
        ),
        "30m",
        {f"count by (endpoint) ({_P99} > 1000)": {'{endpoint="/b"}': 1}},
        "http",
        [],
    ),
    Case(
        "a bound at the last bucket: half of the requests take longer",
        _buckets(
            "http_request_duration_ms",
            'endpoint="/a",status="200"',
            {"100": "10", "500": "20", "1000": "50", "+Inf": "100"},
        ),
        "30m",
        {
            _P99: {f'{{{_JOB},endpoint="/a",status="200"}}': 1000},
            f"{_P99} > 1000": _NOTHING,
        },
        "http",
        ["http.latency.critical.p99"],
    ),
    Case(
        "the rate of a gauge: state of 8 GB is compacted to 2 GB every twenty minutes",
        {
            _STATE % ("a", "memory"): " ".join(["2000000000+300000000x19"] * 7),
        },
        "130m",
        {
            "rate(state_backend_size_bytes[1h]) * 3600 > bool 10e9": {
                f'{{{_JOB},instance="a",backend_type="memory"}}': 1
            }
        },
        "state",
        [],
    ),
    Case(
        "bytes a second against gigabytes an hour: state grows by 20 GB an hour",
        {_STATE % ("a", "memory"): f"0+{20_000_000_000 / 60:.0f}x140"},
        "130m",
        {"rate(state_backend_size_bytes[1h]) > 1e9": _NOTHING},
        "state",
        ["state.growth.warning", "state.growth.critical"],
    ),
    Case(
        "milliseconds against seconds: events take up to 200 ms, and the watermark is 5 s old",
        # The clock of a test begins at 0: a minute is 60,000 ms, and 5 s are behind at each.
        {
            'watermark_lag_ms{pipeline="p",source="s"}': "5000x40",
            'watermark_current_timestamp_ms{pipeline="p",source="s"}': "-5000+60000x40",
            **_buckets(
                "stream_e2e_latency_ms",
                'pipeline="p"',
                {"100": "0", "250": "600", "1000": "600", "5000": "600", "+Inf": "600"},
            ),
        },
        "30m",
        {
            "watermark_lag_ms > bool 120": {f'{{{_JOB},pipeline="p",source="s"}}': 1},
            "histogram_quantile(0.99, rate(stream_e2e_latency_ms_bucket[5m])) > bool 5": {
                f'{{{_JOB},pipeline="p"}}': 1
            },
        },
        "stream",
        [],
        {
            "job_pipeline:llm_optimizer_stream_watermark_age:age": {
                f'job_pipeline:llm_optimizer_stream_watermark_age:age{{{_JOB},pipeline="p"}}': 5000
            }
        },
    ),
    Case(
        "the cost of a request, 3600 squared too large: it is half a dollar",
        {
            'llm_requests_total{provider="x",model="m"}': "0+4x80",
            'llm_cost_total{provider="x",model="m"}': "0+2x80",
        },
        "70m",
        {_COST: {f'{{{_JOB},provider="x",model="m"}}': 0.5 * 3600 * 3600}},
        "llm",
        [],
        {_panel("llm", "Cost of a request"): {f'{{{_JOB},provider="x",model="m"}}': 0.5}},
    ),
    Case(
        "raw counters subtracted: what was dropped long ago waits for ever, and nothing does",
        {
            'stream_events_received_total{pipeline="p",event_type="e"}': "105000+600x40",
            'stream_events_processed_total{pipeline="p",event_type="e"}': "100000+600x40",
            'stream_events_dropped_total{pipeline="p",operator="o",event_type="e",reason="late"}': (
                "5000x40"
            ),
        },
        "30m",
        {
            "stream_events_received_total - stream_events_processed_total": {
                f'{{{_JOB},pipeline="p",event_type="e"}}': 5000
            }
        },
        "stream",
        [],
    ),
    Case(
        "several cores: 1.6 of 8 are busy",
        {'up{instance="a"}': "1x40", 'process_cpu_seconds_total{instance="a"}': "0+96x40"},
        "30m",
        {"rate(process_cpu_seconds_total[5m]) * 100": {f'{{{_JOB},instance="a"}}': 160}},
        "system",
        [],
    ),
    Case(
        "hit rates: every layer keeps its target; one small cache and l3 are below 50%",
        {
            'state_cache_hits_total{cache_layer="l1",cache_type="lru"}': "0+900x40",
            'state_cache_misses_total{cache_layer="l1",cache_type="lru"}': "0+100x40",
            'state_cache_hits_total{cache_layer="l1",cache_type="lfu"}': "0+1x40",
            'state_cache_misses_total{cache_layer="l1",cache_type="lfu"}': "0+9x40",
            'state_cache_hits_total{cache_layer="l3",cache_type="ttl"}': "0+45x40",
            'state_cache_misses_total{cache_layer="l3",cache_type="ttl"}': "0+55x40",
        },
        "30m",
        {
            f"count by (cache_layer, cache_type) ({_HIT_RATE.strip()} < 50)": {
                '{cache_layer="l1",cache_type="lfu"}': 1,
                '{cache_layer="l3",cache_type="ttl"}': 1,
            }
        },
        "cache",
        [],
    ),
    Case(
        "lag of each partition: twelve of them wait with 900 messages",
        {
            f'kafka_consumer_lag{{instance="a",topic="t",partition="{one}",consumer_group="g"}}': (
                "900x40"
            )
            for one in range(12)
        }
        | {
            'kafka_consumer_messages_consumed_total{topic="t",partition="0",consumer_group="g"}': (
                "0+6000x40"
            )
        },
        "30m",
        {"kafka_consumer_lag > 1000": _NOTHING},
        "kafka",
        ["kafka.lag.warning", "kafka.lag.critical"],
    ),
    Case(
        "lag during rebalances: the partition changes hands every eight minutes, and both know it",
        {
            'kafka_consumer_lag{instance="a",topic="t",partition="0",consumer_group="g"}': (
                "1500x8 stale _x6 1500x8 stale _x6 1500x8 stale _x6"
            ),
            'kafka_consumer_lag{instance="b",topic="t",partition="0",consumer_group="g"}': (
                "_x8 1500x8 stale _x6 1500x8 stale _x6 1500x8"
            ),
            'kafka_consumer_messages_consumed_total{topic="t",partition="0",consumer_group="g"}': (
                "0+6000x40"
            ),
        },
        "40m",
        {
            'ALERTS{alertname="LagAsInTheGuide",alertstate="firing"}': _NOTHING,
            # Added up, it is counted twice whenever both have it.
            "max_over_time(sum(kafka_consumer_lag)[30m:1m])": {"{}": 3000},
        },
        "kafka",
        ["kafka.lag.warning"],
    ),
    Case(
        "a shared backend, reported by three instances: 5 GB, growing by half a GB an hour",
        {_STATE % (one, "redis"): f"5000000000+{500_000_000 / 60:.0f}x130" for one in "abc"},
        "125m",
        {
            "count(state_backend_size_bytes) == 3": {"{}": 3},
            "sum(deriv(state_backend_size_bytes[1h])) * 3600 > bool 1e9": {"{}": 1},
        },
        "state",
        [],
        {f"count({_panel('state-backend', 'State size')} < 7e9)": {"{}": 1}},
    ),
    Case(
        "a rolling restart: 10 GB in each of three instances are loaded again within five minutes",
        {
            _STATE % ("a", "memory"): "10000000000x90 0+2000000000x5 10000000000x80",
            _STATE % ("b", "memory"): "10000000000x96 0+2000000000x5 10000000000x80",
            _STATE % ("c", "memory"): "10000000000x102 0+2000000000x5 10000000000x80",
        },
        "148m",
        {"count(rate(state_backend_size_bytes[1h]) * 3600 > 9e9)": {"{}": 3}},
        "state",
        [],
    ),
    Case(
        "targets that are absent: service discovery lost all of them",
        {'up{job="other",instance="x"}': "1x40"},
        "30m",
        {f"up{{{_JOB}}} == 0": _NOTHING},
        "system",
        ["system.availability.critical"],
    ),
)
_AS_IN_THE_GUIDE = {
    "groups": [
        {
            "name": "guide",
            "rules": [
                {"alert": "LagAsInTheGuide", "expr": "kafka_consumer_lag > 1000", "for": "10m"}
            ],
        }
    ]
}


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The rule files by component; an instance may use eight cores."""
    folder = tmp_path_factory.mktemp("eight-cores")
    project = copy_project(folder / "project")
    project.set("project.yaml", "constants", "cpu_cores", "value", to="8")
    return {path.stem: path for path in project.write_rules(folder / "out")}


@pytest.mark.tool
@pytest.mark.parametrize("component", sorted({one.component for one in CASES}))
def test_the_guides_expressions_are_wrong_where_ours_are_right(
    component: str, rules: Mapping[str, Path], tmp_path: Path
) -> None:
    guide = tmp_path / "guide.yml"
    guide.write_text(yaml.safe_dump(_AS_IN_THE_GUIDE), encoding="utf-8")
    cases = [one for one in CASES if one.component == component]
    answer = run_scenarios(
        require_tool("promtool"), tmp_path, [rules[component], guide], cases, "1m"
    )
    assert answer.returncode == 0, f"{answer.stdout}{answer.stderr}"
