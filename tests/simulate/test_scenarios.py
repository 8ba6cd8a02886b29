"""What each scenario sets off, by the rules of this project on the series that it shows."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator import app
from generator.resolve.estate import Estate
from generator.simulate.world import World
from tests.simulate.played import played
from tests.support.tools import require_tool

_ROOT = Path(__file__).resolve().parents[2]
_STEP, _BEFORE, _DURING = 120, 8, 37
_AT = (_BEFORE + _DURING - 1) * _STEP

# By hand: what a person expects to hear 74 minutes after it began. Tiers of more than an hour weigh
# by how many evaluations there were, of which there are a quarter here.
FIRING = {
    "healthy": set(),
    "restart": set(),
    "outage": {
        "system.availability.critical",
        "system.instance_up.warning",
        "http.availability.absent",
        "http.latency_p99.absent",
        "stream.e2e_p99.absent",
    },
    "errors": {
        "http.error_ratio.warning",
        "http.error_ratio.critical",
        "http.availability.fast",
        "kafka.send_error_ratio.warning",
        "llm.error_ratio.warning",
        "state.error_ratio.warning",
        "stream.drop_ratio.warning",
        "stream.late_ratio.warning",
    },
    "slow": {
        "http.latency.critical.p99",
        "http.latency_p99.fast",
        "kafka.send_latency.warning.p95",
        "stream.e2e_latency.warning.p99",
        "stream.e2e_p99.fast",
    },
    "leak": {
        "state.growth.warning",
        "state.growth.critical",
        "system.disk_space.warning",
        "system.disk_space.critical",
        "system.memory.warning",
        "system.memory.critical",
    },
    "lag": {
        "kafka.drain_time.warning",
        "kafka.lag.warning",
        "kafka.lag.critical",
        "stream.backlog_growth.warning",
        "stream.queue.warning",
        "stream.watermark_age.warning",
        "stream.watermark_age.critical",
    },
    "cold-cache": {
        "cache.hit_ratio.warning.l1",
        "cache.hit_ratio.warning.l2",
        "cache.hit_ratio.warning.l3",
    },
    "overload": {
        "stream.queue.warning",
        "stream.queue_used.warning",
        "stream.queue_used.critical",
        "system.cpu.warning",
        "system.cpu.critical",
        "system.thread_pool.warning",
        "system.thread_pool.critical",
    },
}


@pytest.fixture(scope="module")
def estate() -> Estate:
    project = app.read(_ROOT)
    assert project.estate is not None
    return project.estate


def test_every_scenario_that_all_projects_have_is_looked_at(estate: Estate) -> None:
    assert set(World(estate).scenarios) == set(FIRING)


def test_every_alert_on_a_bound_is_set_off_by_a_scenario(estate: Estate) -> None:
    bounds = {
        bound.id
        for _, threshold in estate.thresholds()
        if threshold.notifies
        for bound in threshold.bounds
    }
    # The budget of a day is not spent within the 74 minutes.
    late = {"llm.budget_used.warning", "llm.budget_used.critical"}
    assert bounds - set().union(*FIRING.values()) == late


@pytest.fixture(scope="module")
def fired(estate: Estate, tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """Every alert that fires at the end of each scenario."""
    promtool = require_tool("promtool")
    query = 'group by (alert_id) (ALERTS{alertstate="firing"})'
    tests: list[dict[str, Any]] = [
        {
            "name": name,
            "interval": f"{_STEP}s",
            "input_series": played(World(estate), [("healthy", _BEFORE), (name, _DURING)], _STEP),
            # Wrong on purpose, so that promtool tells what there is instead.
            "promql_expr_test": [
                {
                    "expr": query,
                    "eval_time": f"{_AT}s",
                    "exp_samples": [{"labels": f'{{scenario="{name}"}}', "value": 0}],
                }
            ],
        }
        for name in FIRING
    ]
    rules = [str(path) for path in sorted((_ROOT / "out/prometheus/rules").glob("*.yml"))]
    tree = {"rule_files": rules, "evaluation_interval": f"{_STEP}s", "tests": tests}
    file = tmp_path_factory.mktemp("scenarios") / "test.yml"
    file.write_text(yaml.dump(tree, Dumper=yaml.CSafeDumper, width=10**9), encoding="utf-8")
    done = subprocess.run(
        [promtool, "test", "rules", file], capture_output=True, text=True, check=False
    )
    found = re.findall(r'exp: \{scenario="(.*?)"\} 0E\+00\s+got: (.*)', done.stdout + done.stderr)
    alerts = {name: set(re.findall(r'alert_id="(.*?)"', got)) for name, got in found}
    # The monitoring itself is not what a scenario is about; its watchdog fires in each.
    return {
        name: {one for one in some if not one.startswith("meta.")} for name, some in alerts.items()
    }


@pytest.mark.tool
@pytest.mark.parametrize("scenario", FIRING)
def test_a_scenario_sets_off_exactly_what_it_should(
    fired: dict[str, set[str]], scenario: str
) -> None:
    assert fired[scenario] == FIRING[scenario]
