"""Hand-written alerts: completed, linked, and proven by the cases that come with them."""

import subprocess
from pathlib import Path

import pytest

from generator import app
from tests.support.tools import require_tool

PROJECT = """\
project: shop
title: Shop
owner: team
selector: {job: shop}
scrape: {interval: 15s}
evaluation: 30s
retention: 15d
outputs: [rules, tests]
runbook_url: https://runbooks.example.com/{runbook}
"""
COMPONENT = """\
component: queue
title: Queue
metrics:
  queue_size: {type: gauge, help: Waiting., aggregate: sum}
  done_total: {type: counter, help: Done.}
indicators:
  size: {title: Queue size, value: {of: queue_size}, by: []}
alerts:
  stuck:
    name: QueueStuck
    severity: warning
    expr: queue.size > 10 unless sum by (job) (rate(done_total[5m])) > 0
    for: 5m
    summary: The queue of {{ $labels.job }} stands still
    cases:
      - name: nothing is done
        step: 30s
        series: {'queue_size{job="shop"}': 20x60}
        fires: [10m]
        silent: [2m]
      - name: something is done
        step: 30s
        series: {'queue_size{job="shop"}': 20x60, 'done_total{job="shop"}': 0+1x60}
        silent: [25m]
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    specs = tmp_path / "specs"
    (specs / "components").mkdir(parents=True)
    (specs / "project.yaml").write_text(PROJECT)
    (specs / "labels.yaml").write_text(
        "labels: labels\ndefine:\n  instance: {help: One., target: true}\n"
    )
    (specs / "owners.yaml").write_text("owners: owners\ndefine:\n  team: {title: Team}\n")
    (specs / "components" / "queue.yaml").write_text(COMPONENT)
    return tmp_path


def rendered(root: Path, path: str) -> str:
    project = app.read(root)
    assert [(one.code, one.message) for one in project.findings] == []
    artifact = app.artifacts_of(project).get(path)
    assert artifact is not None
    return artifact.content


def test_selectors_are_completed_and_indicators_are_read_from_their_records(root: Path) -> None:
    text = rendered(root, "prometheus/rules/queue.yml")
    expr = 'job:shop_queue_size:sum > 10 unless sum by (job) (rate(done_total{job="shop"}[5m])) > 0'
    assert expr in text
    assert "record: job:shop_queue_size:sum" in text
    assert 'alert_id: "queue.stuck"' in text


@pytest.mark.tool
@pytest.mark.parametrize(("bound", "passes"), [("> 10", True), ("> 30", False), (">= 0", False)])
def test_the_cases_prove_the_alert_and_fail_for_another(
    root: Path, bound: str, *, passes: bool
) -> None:
    promtool = require_tool("promtool")
    component = root / "specs" / "components" / "queue.yaml"
    expr = "queue.size > 10 unless" if passes or bound == "> 30" else "queue.size >= 0 or"
    component.write_text(COMPONENT.replace("queue.size > 10 unless", expr.replace("> 10", bound)))
    for path in ("prometheus/rules/queue.yml", "prometheus/tests/queue.yml"):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(rendered(root, path))
    run = subprocess.run(
        [promtool, "test", "rules", root / "prometheus/tests/queue.yml"],
        capture_output=True,
        check=False,
    )
    assert (run.returncode == 0) is passes, run.stdout.decode()


def test_a_wrong_name_in_the_expression_is_pointed_at(root: Path) -> None:
    component = root / "specs" / "components" / "queue.yaml"
    component.write_text(COMPONENT.replace("done_total[5m]", "dine_total[5m]"))
    project = app.read(root)
    (found,) = project.findings
    span = project.sources.span(found.where)
    assert (found.code, found.message) == ("PS201", "metric `dine_total` is not declared")
    assert (span.line, span.column, span.end_column) == (12, 53, 63)
