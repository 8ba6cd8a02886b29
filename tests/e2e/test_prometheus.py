"""The rendered rules in a real Prometheus that scrapes a real service, in seconds."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.exporter import Exporter
from tests.support.projects import ProjectCopy
from tests.support.prometheus import Prometheus, free_port, prometheus, wait_until
from tests.support.timescale import STEP, hurry
from tests.support.tools import require_tool

pytestmark = pytest.mark.tool

_OURS = {
    "http.error_ratio.critical",
    "http.error_ratio.warning",
    "system.availability.critical",
    "system.instance_up.warning",
}
_RATIO = "job:llm_optimizer_http_error_ratio:ratio_rate10s"


@pytest.fixture
def service() -> Exporter:
    return Exporter(free_port())


@pytest.fixture
def rules(project: ProjectCopy, tmp_path: Path) -> list[Path]:
    hurry(project)
    return project.write_rules(tmp_path / "out")


@contextlib.contextmanager
def _watching(service: Exporter, rules: list[Path], folder: Path) -> Iterator[Prometheus]:
    """Run a Prometheus that loads the rules and scrapes the service."""
    binary = require_tool("prometheus")
    job = {
        "job_name": "llm-optimizer",
        "static_configs": [{"targets": [f"127.0.0.1:{service.port}"]}],
    }
    tree = {
        "global": {"scrape_interval": STEP, "scrape_timeout": STEP, "evaluation_interval": STEP},
        "rule_files": [str(path) for path in rules],
        "scrape_configs": [job],
    }
    config = folder / "prometheus.yml"
    config.write_text(yaml.safe_dump(tree), encoding="utf-8")
    with prometheus(binary, config, folder) as server:
        yield server


def _firing(server: Prometheus) -> set[str]:
    alerts = server.api("alerts")["alerts"]
    return {one["labels"]["alert_id"] for one in alerts if one["state"] == "firing"} & _OURS


def _wait_for(server: Prometheus, *alerts: str) -> None:
    """Wait until these alerts fire and no other of ours does."""
    wait_until(
        f"exactly {sorted(alerts)} fire",
        lambda: _firing(server) == {*alerts},
        seconds=30,
        instead=lambda: f"there are {server.api('alerts')['alerts']}",
    )


def _wait_for_ratio(server: Prometheus, value: float) -> None:
    wait_until(
        f"the error ratio is {value}",
        lambda: server.values(_RATIO) == [value],
        seconds=30,
        instead=lambda: f"it is {server.values(_RATIO)}",
    )


def _groups(server: Prometheus) -> list[dict[str, Any]]:
    groups: list[dict[str, Any]] = server.api("rules")["groups"]
    return groups


def _health(server: Prometheus) -> set[str]:
    """Return the health of rules, without those whose turn comes later than every second."""
    return {
        rule["health"]
        for group in _groups(server)
        for rule in group["rules"]
        if group["interval"] <= 1 or rule["health"] != "unknown"
    }


def test_every_rule_is_loaded_and_evaluated(
    service: Exporter, rules: list[Path], tmp_path: Path
) -> None:
    rendered = sorted(
        (str(path), group["name"], [rule.get("record") or rule["alert"] for rule in group["rules"]])
        for path in rules
        for group in yaml.safe_load(path.read_text(encoding="utf-8"))["groups"]
    )
    with service.running(), _watching(service, rules, tmp_path) as server:
        _wait_for_ratio(server, 0)  # so the rules were evaluated on real samples
        wait_until(
            "every rule is healthy",
            lambda: _health(server) == {"ok"},
            seconds=30,
            instead=lambda: _groups(server),
        )
        assert rendered == sorted(
            (group["file"], group["name"], [rule["name"] for rule in group["rules"]])
            for group in _groups(server)
        )
        assert _firing(server) == set()


def test_errors_fire_and_their_end_clears(
    service: Exporter, rules: list[Path], tmp_path: Path
) -> None:
    with service.running(), _watching(service, rules, tmp_path) as server:
        _wait_for_ratio(server, 0)
        assert _firing(server) == set()
        service.failing = 5
        _wait_for(server, "http.error_ratio.critical", "http.error_ratio.warning")
        labels = next(
            one["labels"]
            for one in server.api("alerts")["alerts"]
            if one["labels"]["alert_id"] == "http.error_ratio.critical"
        )
        assert labels == {
            "alertname": "HighErrorRate",
            "alert_id": "http.error_ratio.critical",
            "component": "http",
            "job": "llm-optimizer",
            "owner": "platform",
            "project": "llm-optimizer",
            "severity": "critical",
            "subject": "http.error_ratio",
        }
        service.failing = 0
        _wait_for(server)
        _wait_for_ratio(server, 0)


def test_a_service_that_stops_is_down_until_it_is_back(
    service: Exporter, rules: list[Path], tmp_path: Path
) -> None:
    with _watching(service, rules, tmp_path) as server:
        with service.running():
            _wait_for_ratio(server, 0)
            _wait_for(server)
        _wait_for(server, "system.availability.critical", "system.instance_up.warning")
        with service.running():
            _wait_for(server)
