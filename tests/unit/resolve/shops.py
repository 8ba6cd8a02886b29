"""A small project of a shop, to which tests add environments and fleets."""

import dataclasses
import textwrap
from pathlib import Path

from generator import app
from generator.core.artifact import ArtifactSet
from generator.core.finding import Span
from generator.report.located import locate
from generator.resolve.estate import Estate

PROJECT = """\
project: shop
title: Shop
owner: platform
selector: {job: shop}
identity:
  job: {on: series}
  cluster: {on: external, values: [eu-1, eu-2]}
scrape: {interval: 15s}
evaluation: 30s
retention: 40d
outputs: [rules, tests, dashboards, runbooks]
constants:
  budget: {unit: USD, help: Money for a day., value: 200 USD}
"""
LABELS = """\
labels: labels
define:
  job: {help: The scrape job.}
  cluster: {help: The cluster.}
  instance: {help: The instance., target: true}
  layer: {help: The cache layer., values: [l1, l2]}
  status: {help: The status code., examples: ["200", "500"]}
"""
OWNERS = """\
owners: owners
define:
  platform: {title: Platform}
  money: {title: Money}
"""
HTTP = """\
component: http
title: HTTP
metrics:
  http_requests_total: {type: counter, help: Requests., labels: [status]}
  cache_hits_total: {type: counter, help: Hits., labels: [layer]}
  cache_lookups_total: {type: counter, help: Lookups., labels: [layer]}
  spend_total: {type: counter, help: Money spent., unit: USD}
indicators:
  error_ratio:
    title: Error rate
    ratio: {of: 'http_requests_total{status=~"5.."}', to: http_requests_total}
    by: []
    thresholds:
      critical: {above: 5%, runbook: errors}
      warning: {above: 1%, for: 5m}
  hit_ratio:
    title: Hit ratio
    ratio: {of: cache_hits_total, to: cache_lookups_total}
    by: [layer]
    vary: layer
    thresholds:
      warning: {below: {l1: 80%, l2: 60%}}
  spend:
    title: Spend
    increase: {of: spend_total}
    by: []
    window: 1d
  budget_used:
    title: Budget used
    ratio: {of: http.spend, to: $budget}
    by: []
    thresholds:
      warning: {above: 80%}
"""
DASHBOARD = """\
dashboard: overview
title: Overview
purpose: Is all well?
rows:
  now:
    title: Now
    panels:
      errors: {show: [http.error_ratio], width: 12}
"""
RUNBOOK = """\
runbook: errors
title: Errors
meaning: Requests fail.
diagnosis: [{say: Where?, look: http.error_ratio}]
steps: [{say: Roll back.}]
"""
SPECS = {
    "project": PROJECT,
    "labels": LABELS,
    "owners": OWNERS,
    "components/http": HTTP,
    "dashboards/overview": DASHBOARD,
    "runbooks/errors": RUNBOOK,
}
FLEET = """\
fleet: shops
use: [http]
services:
  cart: {selector: {job: cart}}
  billing-eu: {selector: {job: billing}, owner: money}
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Shop:
    """The project below a folder."""

    root: Path

    def add(self, name: str, text: str) -> "Shop":
        """Write a spec file, named without its suffix."""
        path = self.root / "specs" / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")
        return self

    def change(self, name: str, old: str, new: str) -> "Shop":
        """Replace a text of a spec, which stands there once."""
        path = self.root / "specs" / f"{name}.yaml"
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, old
        return self.add(name, text.replace(old, new))

    def read(self) -> app.Project:
        """Read it."""
        return app.read(self.root)

    def findings(self) -> list[tuple[str, str, int, int, str]]:
        """Return code, file, line, column and message of everything that is wrong."""
        project = self.read()
        return [
            (one.code, *_position(one.span), one.message)
            for one in locate(project.findings, project.sources)
        ]

    def related(self) -> list[tuple[str, int, int, str] | None]:
        """Return file, line, column and label of the second place of each finding."""
        project = self.read()
        notes = [one.related for one in locate(project.findings, project.sources)]
        return [(*_position(one.span), one.label) if one else None for one in notes]

    def estate(self, environment: str = "") -> Estate:
        """Return the estate of an environment; nothing may be wrong."""
        project = self.read()
        assert not project.findings, self.findings()
        return app.estate_of(project, environment)

    def artifacts(self) -> ArtifactSet:
        """Render it in memory; nothing may be wrong."""
        project = self.read()
        assert not project.findings, self.findings()
        return app.artifacts_of(project)

    def texts(self, below: str = "") -> dict[str, str]:
        """Return the rendered files below a folder by their paths in it."""
        return {
            one.path.removeprefix(below): one.content
            for one in self.artifacts()
            if one.path.startswith(below)
        }


def _position(span: Span) -> tuple[str, int, int]:
    return span.file.removeprefix("specs/"), span.line, span.column


def make_shop(root: Path) -> Shop:
    """Write the project below a folder."""
    shop = Shop(root)
    for name, text in SPECS.items():
        shop.add(name, text)
    return shop
