"""Cases that authors write: of raw expressions, of alerts written by hand, and beside others."""

import dataclasses
import json
import shutil
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from click.testing import Result
from jsonschema import Draft202012Validator

from generator.prove.chains import Chains
from generator.prove.equivalent import reason_of
from generator.prove.files import Rule
from generator.prove.mutants import Mutant, make_mutants
from generator.prove.printing import prove_schema
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
        assert result.stdout.splitlines()[-2:] == [
            "unproven: web.stuck (QueueStuck): case `one is stuck` fails at 7m30s",
            "2 alerts, 1 proven",
        ]


@pytest.mark.tool
def test_a_case_that_fails_is_named_where_it_is_written(cli: Cli, shop: Path) -> None:
    require_tool("promtool")
    web = shop / "specs" / "components" / "web.yaml"
    web.write_text(COMPONENT.replace("fires: [10.5m]", "fires: [9m, 10.5m]"))
    line = COMPONENT.partition("- name: twice")[0].count("\n") + 1
    labels = (
        'alert_id="web.load.warning", component="web", owner="team", project="shop", '
        'severity="warning", subject="web.load"'
    )
    query = (
        "group by (project, component, severity, owner, subject, alert_id) "
        '(ALERTS{alert_id="web.load.warning",alertstate="firing"})'
    )
    for version, tool in all_promtools():
        result = cli("-C", shop, "prove", "--promtool", tool, "--no-mutate")
        assert (version, result.exit_code) == (version, 1)
        assert result.stdout.splitlines() == [
            f"{web}:{line}: web.load.warning: case `twice what waits` fails at 9m",
            f"  expected: {{{labels}}} 1E+00",
            "  got: nothing",
            f"  of: {query}",
            "unproven: web.load.warning (WebLoad): case `twice what waits` fails at 9m",
            "2 alerts, 1 proven",
        ], version


@pytest.mark.tool
def test_a_generated_case_that_fails_is_named_at_its_bound(
    cli: Cli, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tool = require_tool("promtool")
    monkeypatch.setattr("generator.oracle.gauges._is_beyond", _is_at_least)
    web = shop / "specs" / "components" / "web.yaml"
    bounds = "thresholds: {warning: {above: 10}}"
    size = f"  size:\n    title: S\n    value: {{of: queue_size}}\n    by: []\n    {bounds}\n"
    web.write_text(COMPONENT.replace("alerts:\n", f"{size}alerts:\n"))
    line = web.read_text().partition("{warning: {above: 10}}")[0].count("\n") + 1
    result = cli("-C", shop, "prove", "--promtool", tool, "--no-mutate", "--format", "json")
    report = json.loads(result.stdout)
    first = report["failures"][0]
    assert (first["alerts"], first["line"], first["case"]) == (
        ["web.size.warning"],
        line,
        "at the bound",
    )
    assert [one["id"] for one in report["alerts"] if not one["proven"]] == ["web.size.warning"]


def _is_at_least(value: Fraction | None, bound: Fraction, side: str) -> bool:
    return value is not None and (value >= bound if side == "above" else value < bound)


STAGING = "environment: staging\ntitle: Staging\nselector: {job: shop-staging}\n"
QUEUE = """\
alerts:
  stuck:
    name: QueueStuck
    severity: warning
    expr: sum by (job) (queue_size) > BOUND
    for: 0s
    summary: '{{ $labels.job }} is stuck'
    cases:
      - name: many
        series:
          'queue_size{worker="a"}': 1x20 4x20
          'queue_size{job="shop", worker="b"}': 1x40
          'queue_size{job="other", worker="b"}': 9x40
        step: 30s
        silent: [9m]
        fires: [11m]
        shows: [{labels: {job: shop}, value: 5}]
"""


@pytest.fixture
def two(shop: Path) -> Path:
    """Gives a project with an environment of another selector."""
    web = shop / "specs" / "components" / "web.yaml"
    head = COMPONENT.partition("indicators:")[0]
    web.write_text(head + QUEUE.replace("BOUND", "3"))
    (shop / "specs" / "environments").mkdir()
    (shop / "specs" / "environments" / "staging.yaml").write_text(STAGING)
    return shop


@pytest.mark.tool
def test_a_case_holds_in_every_environment(cli: Cli, two: Path) -> None:
    tool = require_tool("promtool")
    call = ("-C", two, "prove", "--promtool", tool, "--no-mutate")
    result = cli(*call)
    assert result.stdout == "1 alert, 1 proven\nenvironment staging: 1 alert, 1 proven\n"
    assert result.exit_code == 0
    alone = cli(*call, "--environment", "staging")
    assert alone.stdout == "environment staging: 1 alert, 1 proven\n"
    assert alone.stderr.splitlines()[-1] == "prove: not looked at: the default environment"
    cli("-C", two, "render")
    found = {}
    for name in ("", "env/staging/"):
        file = two / "out" / name / "prometheus" / "tests" / "web.yml"
        tests = yaml.safe_load(file.read_text())
        found[name] = [one["series"] for test in tests["tests"] for one in test["input_series"]]
    assert found == {
        "": [
            'queue_size{job="shop",worker="a"}',
            'queue_size{job="shop", worker="b"}',
            'queue_size{job="other", worker="b"}',
        ],
        "env/staging/": [
            'queue_size{job="shop-staging",worker="a"}',
            'queue_size{job="shop-staging",worker="b"}',
            'queue_size{job="other", worker="b"}',
        ],
    }


@pytest.mark.tool
def test_a_case_that_fails_in_one_environment_fails_the_proof(cli: Cli, two: Path) -> None:
    tool = require_tool("promtool")
    staging = two / "specs" / "environments" / "staging.yaml"
    staging.write_text(STAGING + "set: {web.stuck.for: 5m}\n")
    result = cli("-C", two, "prove", "--promtool", tool, "--no-mutate", "--format", "json")
    report = json.loads(result.stdout)
    Draft202012Validator(prove_schema()).validate(report)
    assert result.exit_code == 1
    assert report["failures"] == []
    (environment,) = report["environments"]
    assert environment["name"] == "staging"
    assert [one["proven"] for one in environment["alerts"]] == [False]
    assert {one["case"] for one in environment["failures"]} == {"many"}


def test_cases_of_a_fleet_are_those_of_each_service(cli: Cli, shop: Path) -> None:
    web = shop / "specs" / "components" / "web.yaml"
    head = COMPONENT.partition("indicators:")[0]
    web.write_text(head + QUEUE.replace("BOUND", "3"))
    (shop / "specs" / "fleets").mkdir()
    (shop / "specs" / "fleets" / "all.yaml").write_text(
        "fleet: all\nuse: [web]\nservices:\n  cart: {selector: {job: cart}}\n"
        "  shop: {selector: {job: shop}}\n"
    )
    result = cli("-C", shop, "render")
    assert result.exit_code == 0, result.output
    found = {
        file.parent.name: [
            one["series"]
            for test in yaml.safe_load(file.read_text())["tests"]
            for one in test["input_series"]
        ]
        for file in (shop / "out" / "prometheus" / "tests").rglob("*.yml")
    }
    assert found == {
        "cart": [
            'queue_size{job="cart",worker="a"}',
            'queue_size{job="cart",worker="b"}',
            'queue_size{job="other", worker="b"}',
        ],
        "shop": [
            'queue_size{job="shop",worker="a"}',
            'queue_size{job="shop", worker="b"}',
            'queue_size{job="other", worker="b"}',
        ],
    }


LEVEL = (
    'sum by (job, kind) (max by (job, kind, name) (x{job="a",kind=~"r|p"}) or '
    'sum by (job, kind, name) (x{job="a",kind!~"r|p"}))'
)


def test_what_or_drops_and_sums_of_sums_are_the_same() -> None:
    rule = dataclasses.replace(RULE, expr=f"{LEVEL} > 3")
    made = make_mutants(Chains([rule]), (), {rule: rule.for_ + 30})
    same = [one for one in made if reason_of(Chains([rule]), one)]
    assert [(one.kind, one.changed.expr) for one in same] == [
        ("by 2", f"{LEVEL} > 3".replace("sum by (job, kind, name)", "sum by (job, kind)")),
        ("matcher value", f"{LEVEL} > 3".replace('!~"r|p"', '!~"r|px"')),
        ("matcher", f"{LEVEL} > 3".replace(',kind!~"r|p"', "")),
    ]
    # Where both sides could have a label set in common, it is not.
    other = dataclasses.replace(RULE, expr=f"{LEVEL} > 3".replace('kind!~"r|p"', 'kind!~"r"'))
    made = make_mutants(Chains([other]), (), {other: other.for_ + 30})
    assert [one for one in made if reason_of(Chains([other]), one)] == []


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
