"""What `promspec explain` tells of values that an overlay gave."""

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli.main import cli
from tests.unit.resolve.shops import FLEET, Shop

_IN_PRODUCTION = "specs/environments/production.yaml"
_IN_HTTP = "specs/components/http.yaml"
_PRODUCTION = """\
environment: production
set:
  http.error_ratio.critical.above: 2%
  billing-eu/http.error_ratio.critical.above: 0.5%
  overview.errors.width: 24
"""


@pytest.fixture
def root(shop: Shop) -> Path:
    """The shop with an environment and a fleet."""
    return shop.add("environments/production", _PRODUCTION).add("fleets/shops", FLEET).root


def _explain(root: Path, *arguments: str) -> str:
    result = CliRunner().invoke(cli, ["-C", os.fspath(root), "explain", *arguments])
    assert result.exit_code == 0, result.output
    return result.output.replace(f"{root}/", "")


def _values(text: str) -> list[str]:
    lines = text.partition("  values:\n")[2].partition("\n\n")[0].splitlines()
    return [" ".join(line.split()) for line in lines]


def test_a_value_is_followed_through_every_overlay(root: Path) -> None:
    name = "billing-eu/http.error_ratio.critical"
    assert _values(_explain(root, name, "--environment", "production")) == [
        f"above 0.5% {_IN_PRODUCTION}:4:3 (was 2% at {_IN_PRODUCTION}:3:3, 5% at {_IN_HTTP}:14:25)",
        "for 10m by default",
        "min_bad_events 5 by default",
        "owner money specs/fleets/shops.yaml:5:42",
        "runbook errors specs/components/http.yaml:14:38",
    ]


def test_without_an_environment_the_default_one_is_told(root: Path) -> None:
    text = _explain(root, "billing-eu/http.error_ratio.critical")
    assert _values(text)[0] == "above 5% specs/components/http.yaml:14:25"
    assert "recorded" in _explain(root, "billing-eu/http.error_ratio")


def test_what_is_measured_depends_on_labels_and_constants(root: Path) -> None:
    assert _values(_explain(root, "cart/http.budget_used")) == [
        "window 5m by default",
        "owner platform specs/project.yaml:3:8",
        "selector.job cart specs/fleets/shops.yaml:4:21 (was shop at specs/project.yaml:4:17)",
        "$budget 200 USD specs/project.yaml:13:54",
    ]


def test_a_template_is_recorded_for_each_service(root: Path) -> None:
    text = _explain(root, "http.error_ratio")
    assert "for each service on its own" in text
    assert "rule job:" not in text


def test_panels_have_values_too(root: Path) -> None:
    text = _explain(root, "overview.errors", "--environment", "production")
    assert _values(text) == [
        f"width 24 {_IN_PRODUCTION}:5:3 (was 12 at specs/dashboards/overview.yaml:8:49)"
    ]


def test_programs_get_the_same(root: Path) -> None:
    name = "cart/http.error_ratio.critical"
    text = _explain(root, name, "--environment", "production", "--format", "json")
    explained = json.loads(text)
    assert explained["version"] == 1
    assert explained["values"]["above"] == {
        "value": "2%",
        "file": "specs/environments/production.yaml",
        "line": 3,
        "column": 3,
        "was": [{"value": "5%", "file": "specs/components/http.yaml", "line": 14, "column": 25}],
    }
    assert explained["values"]["for"]["file"] is None


def test_a_plan_is_that_of_an_environment(root: Path) -> None:
    arguments = ["-C", os.fspath(root), "plan", "--format", "json", "--environment", "production"]
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 0, result.output
    assert "ratio_rate5m > 0.005" in result.output
