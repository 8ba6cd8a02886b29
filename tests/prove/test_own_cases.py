"""Cases that authors write: of raw expressions, of alerts written by hand, and beside others."""

import dataclasses
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from click.testing import Result

from generator.prove.chains import Chains
from generator.prove.equivalent import reason_of
from generator.prove.files import Rule
from generator.prove.mutants import Mutant, make_mutants
from tests.support.tools import all_promtools, require_tool

_SHOP = Path(__file__).resolve().parent / "shop"
Cli = Callable[..., Result]

COMPONENT = """\
component: web
title: Web
metrics:
  queue_size: {type: gauge, help: Waiting., labels: [worker], aggregate: sum}
indicators:
  load:
    title: Load
    expr: {query: sum by (job) (queue_size) * 2, unit: count}
    by: []
    thresholds:
      warning:
        above: 10
        cases:
          - name: twice what waits
            series:
              'queue_size{job="shop", worker="a"}': 2x10 2x60
              'queue_size{job="shop", worker="b"}': 3x10 4x60
              'queue_size{job="other", worker="a"}': 9x70
            step: 30s
            silent: [5m, 10m]
            fires: [10.5m]
            shows: [{labels: {job: shop}, value: 12}]
alerts:
  stuck:
    name: QueueStuck
    severity: warning
    expr: min by (job, worker) (queue_size) > 3
    for: 2m
    summary: 'Worker {{ $labels.worker }} has {{ $value | printf "%.0f" }}'
    cases:
      - name: one is stuck
        series:
          'queue_size{job="shop", worker="a"}': 3x10 4x20
          'queue_size{job="shop", worker="b"}': 3x30
          'queue_size{job="shop", worker="a", instance="2"}': 9x30
          'queue_size{job="other", worker="a"}': 9x30
        step: 30s
        silent: [5m, 7m]
        fires: [7.5m]
        shows: [{labels: {job: shop, worker: a}, value: 4}]
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Gives a project with nothing but cases of its own."""
    shutil.copytree(_SHOP, tmp_path / "shop")
    (tmp_path / "shop" / "specs" / "components" / "web.yaml").write_text(COMPONENT)
    return tmp_path / "shop"


@pytest.mark.tool
def test_they_see_labels_and_texts_on_every_promtool(cli: Cli, shop: Path) -> None:
    require_tool("promtool")
    found = {}
    for version, tool in all_promtools():
        result = cli("-C", shop, "prove", "--promtool", tool, "--format", "json")
        report = json.loads(result.stdout)
        assert [one["proven"] for one in report["alerts"]] == [True, True], version
        found[version] = [
            (one["rule"], one["kind"], one["before"], one["after"]) for one in report["survivors"]
        ]
    # From 10 it goes to 12 at once.
    assert set(map(tuple, found.values())) == {(("web.load.warning", "bound", "10", "10.05"),)}


@pytest.mark.tool
def test_a_wrong_value_or_label_fails(cli: Cli, shop: Path) -> None:
    tool = require_tool("promtool")
    web = shop / "specs" / "components" / "web.yaml"
    for old, new in (("value: 4", "value: 5"), ("worker: a}, v", "worker: b}, v")):
        web.write_text(COMPONENT.replace(old, new))
        result = cli("-C", shop, "prove", "--promtool", tool, "--no-mutate")
        assert result.exit_code == 1
        assert "alertname: QueueStuck" in result.output
        assert "alertname: WebLoad" not in result.output


def test_a_name_of_two_bounds_is_not_asked_for(cli: Cli, shop: Path) -> None:
    web = shop / "specs" / "components" / "web.yaml"
    more = "      critical: {above: 100, runbook: slow}\nalerts:"
    web.write_text(COMPONENT.replace("alerts:", more))
    (shop / "specs" / "runbooks").mkdir()
    (shop / "specs" / "runbooks" / "slow.yaml").write_text(
        "runbook: slow\ntitle: Slow\nmeaning: They wait.\nsymptoms: [{say: It is slow.}]\n"
        "diagnosis: [{say: Look.}]\nsteps: [{say: Add a worker.}]\n"
    )
    result = cli("-C", shop, "render")
    assert result.exit_code == 0, result.output
    tests = yaml.safe_load((shop / "out" / "prometheus" / "tests" / "web.yml").read_text())
    named = [one["alertname"] for test in tests["tests"] for one in test.get("alert_rule_test", [])]
    assert named == ["QueueStuck"]


RULE = Rule("r.yml", "g", "", "A", "sum by (job) (increase(x_total[5m])) > 0")


def _same(rule: Rule) -> set[str]:
    chains = Chains([rule])
    made = make_mutants(chains, (), {rule: rule.for_ + 30})
    return {_told(one) for one in made if reason_of(chains, one)}


def _told(mutant: Mutant) -> str:
    return f"{mutant.before} {mutant.after}"


@pytest.mark.parametrize(
    ("expr", "texts", "expected"),
    [
        (RULE.expr, "", {"sum max", "sum avg", "increase rate"}),
        ("x or sum(rate(x_total[5m])) == 0", "", {"sum max", "sum avg", "rate increase"}),
        (
            'sum(label_replace(up, "a", "$1", "b", "(.*)")) == 0',
            "",
            {"sum max", "sum avg"},
        ),
        # The value is seen, is compared with something else, or may be negative.
        (RULE.expr, "{{ $value }}", set()),
        ("sum(rate(x_total[5m])) > 1", "", set()),
        ("sum(rate(x_total[5m])) < 0", "", set()),
        ("(sum(rate(x_total[5m])) > 0) * 2", "", set()),
        ("sum(deriv(x[5m])) > 0", "", set()),
        ("sum(x) > 0", "", set()),
    ],
)
def test_what_is_never_negative_is_0_in_every_sum(
    expr: str, texts: str, expected: set[str]
) -> None:
    assert _same(dataclasses.replace(RULE, expr=expr, annotations=(("s", texts),))) == expected
