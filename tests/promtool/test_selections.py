"""Whatever tells whose series are meant, the generated tests of a project hold for its rules."""

from pathlib import Path

import pytest

from generator import app
from tests.support.tools import require_tool

pytestmark = pytest.mark.tool

_FILES = {
    "project.yaml": """\
project: shop
title: Shop
owner: team
selector: {PROJECT}
identity: IDENTITY
scrape: {interval: 15s}
evaluation: 30s
retention: 40d
runbook_url: https://runbooks.example.com/{runbook}
""",
    "owners.yaml": "owners: owners\ndefine: {team: {}}\n",
    "labels.yaml": """\
labels: labels
define:
  instance: {help: The instance., target: true}
  code: {help: The status.}
  namespace: {help: The namespace.}
  service: {help: The service.}
""",
    "runbooks/slow.yaml": "runbook: slow\ntitle: Slow\nmeaning: Slow.\nsteps: [{say: Look.}]\n",
    "components/web.yaml": """\
component: web
title: Web
metrics:
  requests_total: {type: counter, help: Requests., labels: [LABELS], selector: METRIC}
  wait_seconds: {type: histogram, help: Time., labels: [LABELS], buckets: [1], selector: METRIC}
  waiting: {type: gauge, help: Waiting., labels: [LABELS], aggregate: sum, selector: METRIC}
indicators:
  errors:
    title: Errors
    ratio: {of: 'requests_total{code=~"5..",MORE}', to: 'requests_total{MORE}'}
    by: []
    thresholds: {critical: {above: 5%, for: 5m, runbook: slow}}
  latency:
    title: Latency
    quantile: {of: 'wait_seconds{MORE}', q: [p99]}
    by: []
  waiting:
    title: Waiting
    value: {of: 'waiting{MORE}'}
    by: []
    thresholds: {critical: {above: 100, for: 5m, runbook: slow}}
slos:
  errors_slo: {of: web.errors, objective: 99.9%, tiers: [fast], runbook: slow}
  latency_slo: {of: web.latency, within: 1s, objective: 99%, tiers: [fast], runbook: slow}
""",
}
_CASES = {
    "the project's selector has two labels": (
        {"PROJECT": "job: shop, namespace: web", "METRIC": "{job: shop, namespace: web}"}
    ),
    "a metric is of another job": {"METRIC": "{job: other}"},
    "a selection names several jobs": {"METRIC": "{}", "MORE": 'job=~"a|b"'},
    "a selection names a service": {
        "METRIC": "{}",
        "MORE": 'service="cart"',
        "LABELS": "code, service",
    },
    "services are told apart instead of jobs": {
        "IDENTITY": "[service]",
        "METRIC": "{namespace: web}",
        "MORE": 'service="cart"',
    },
    "nothing is told apart": {"IDENTITY": "[]", "METRIC": "{}"},
}
_USUAL = {"PROJECT": "job: shop", "IDENTITY": "[job]", "LABELS": "code", "MORE": ""}


@pytest.mark.parametrize("case", _CASES)
def test_generated_tests_hold(case: str, tmp_path: Path) -> None:
    for name, text in _FILES.items():
        filled = text
        for word, value in {**_USUAL, **_CASES[case]}.items():
            filled = filled.replace(word, value)
        path = tmp_path / "specs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(filled.replace(",}'", "}'"), encoding="utf-8")
    project = app.read(tmp_path)
    assert not project.failed, [one.message for one in project.findings]
    report = app.prove(project, promtool=require_tool("promtool"), mutate=False)
    assert dict(report.failing) == {}
    proven = {one.id for one in report.alerts if one.proven}
    assert {"web.errors.critical", "web.waiting.critical"} <= proven
    assert {"web.errors_slo.fast", "web.latency_slo.fast"} <= proven
