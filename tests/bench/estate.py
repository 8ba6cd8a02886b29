"""Synthetic projects of any size, made of what real ones are made of."""

from collections.abc import Mapping
from pathlib import Path

RULES_PER_COMPONENT = 20
ALERTS_PER_COMPONENT = 9

# What is told of is not remembered: a project in which nothing changes has nothing left to say.
_PROJECT = """\
project: bench
promspec: 1
title: Bench
owner: team
selector: {job: bench}
scrape: {interval: 15s}
evaluation: 30s
retention: 40d
runbook_url: https://runbooks.example.com/{runbook}
outputs: [OUTPUTS]
checks: {PS351: "off", PS354: "off", PS602: "off"}
"""
_OWNERS = """\
owners: owners
define:
  team: {title: Team}
"""
_LABELS = """\
labels: labels
define:
  instance: {help: The instance that was scraped., target: true}
  endpoint: {help: The path of the endpoint.}
  status: {help: The HTTP status code.}
  queue: {help: The queue.}
"""
_RUNBOOK = """\
runbook: anything
title: Anything
meaning: Something is wrong.
steps:
  - {say: Look at the newest deployment.}
"""
# 3 records and 2 alerts, 1 and 2, 1 and 2, 5 and 1, 1 and 2: twenty rules.
_COMPONENT = """\
component: NAME
title: Service NAME

metrics:
  NAME_requests_total: {type: counter, help: Requests., noun: requests, labels: [endpoint, status]}
  NAME_jobs_total: {type: counter, help: Jobs done., noun: jobs, labels: [queue]}
  NAME_queue_size: {type: gauge, help: Jobs waiting., noun: jobs, labels: [queue], aggregate: sum}
  NAME_open_files: {type: gauge, help: Open files., noun: files, aggregate: max}
  NAME_duration_ms:
    {type: histogram, help: Time to answer., labels: [endpoint], buckets: [10, 50, 100, 500, 1000]}

indicators:
  errors:
    title: Error rate
    ratio: {of: 'NAME_requests_total{status=~"5.."}', to: NAME_requests_total}
    by: [endpoint]
    thresholds:
      warning: {above: 1%, for: 10m, runbook: anything}
      critical: {above: 5%, for: 5m, runbook: anything}
  jobs:
    title: Jobs done
    rate: {of: NAME_jobs_total}
    by: [queue]
    thresholds:
      warning: {below: 10/s, for: 15m}
      critical: {below: 1/s, for: 10m, runbook: anything}
  queue:
    title: Queue size
    value: {of: NAME_queue_size}
    by: [queue]
    thresholds:
      warning: {above: 500, for: 10m}
      critical: {above: 1000, for: 5m, runbook: anything}
  latency:
    title: Latency
    quantile: {of: NAME_duration_ms, q: [p50, p95, p99]}
    by: [endpoint]
    thresholds:
      critical: {above: {p99: 1000ms}, for: 5m, runbook: anything}
  files:
    title: Open files
    value: {of: NAME_open_files}
    by: [instance]
    thresholds:
      warning: {above: 900, for: 10m}
      critical: {above: 1000, for: 5m, runbook: anything}
"""


def write_estate(root: Path, rules: int, outputs: str = "rules") -> Path:
    """Write a project of about so many rules, twenty to a component, and return its folder."""
    names = [f"svc{number:05}" for number in range(rules // RULES_PER_COMPONENT)]
    return write_specs(root, {name: _COMPONENT.replace("NAME", name) for name in names}, outputs)


def write_specs(root: Path, components: Mapping[str, str], outputs: str) -> Path:
    """Write a project with some components, by name, and return its folder."""
    specs = root / "specs"
    (specs / "components").mkdir(parents=True)
    (specs / "runbooks").mkdir()
    (specs / "project.yaml").write_text(_PROJECT.replace("OUTPUTS", outputs), encoding="utf-8")
    (specs / "owners.yaml").write_text(_OWNERS, encoding="utf-8")
    (specs / "labels.yaml").write_text(_LABELS, encoding="utf-8")
    (specs / "runbooks" / "anything.yaml").write_text(_RUNBOOK, encoding="utf-8")
    for name, text in components.items():
        (specs / "components" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return root
