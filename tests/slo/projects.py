"""Small projects with SLOs, written below a folder of the test's own."""

import dataclasses
import textwrap
from pathlib import Path

from generator import app
from generator.core.finding import Finding
from generator.plan.plan import make_plan
from generator.plan.rules import Alert, Group, Record, RuleItem
from generator.render.rules import render_rules
from generator.resolve.estate import Estate

_PROJECT = """\
project: shop
promspec: 1
title: Shop
owner: web
selector: {{job: shop}}
identity: {identity}
scrape: {{interval: {scrape}}}
evaluation: {evaluation}
retention: {retention}
checks: {{PS602: "off"}}
grafana_url: https://grafana.example.com
runbook_url: https://runbooks.example.com/{{runbook}}
"""
_LABELS = """\
labels: labels
define:
  job: {help: The scrape job.}
  cluster: {help: The cluster.}
  instance: {help: The instance., target: true}
  route: {help: The route., examples: [cart, search]}
  code: {help: The status., examples: ["200", "500"]}
  hit: {help: Whether the cache had it., values: {hit: "true", miss: "false"}}
"""
_RUNBOOK = """\
runbook: errors
title: Errors
meaning: Requests fail.
steps: [{say: Roll back.}]
"""
COMPONENT = """\
component: web
title: Web
metrics:
  requests_total: {type: counter, help: Requests., labels: [route, code]}
  hits_total: {type: counter, help: Hits., labels: [route]}
  lookups_total: {type: counter, help: Lookups., labels: [route]}
  latency_ms: {type: histogram, help: Latency., labels: [route, hit], buckets: [10, 50, 500]}
  age_seconds: {type: gauge, help: Age., labels: [route], aggregate: max}
indicators:
  errors:
    title: Errors
    ratio: {of: 'requests_total{code=~"5.."}', to: requests_total}
    by: []
    better: lower
  errors_by_route:
    title: Errors by route
    ratio: {of: 'requests_total{code=~"5.."}', to: requests_total}
    by: [route]
    better: lower
  hit_ratio:
    title: Hits
    ratio: {of: hits_total, to: lookups_total}
    by: []
    better: higher
  undecided:
    title: Undecided
    ratio: {of: hits_total, to: lookups_total}
    by: []
  wider:
    title: Errors by code
    ratio: {of: 'requests_total{code=~"5.."}', to: lookups_total}
    by: [code]
    better: lower
  prompt:
    title: Prompt
    share_below: {of: latency_ms, bound: 50ms}
    by: []
  latency:
    title: Latency
    quantile: {of: latency_ms, q: [p50, p99]}
    by: [hit]
    vary: hit
  age:
    title: Age
    value: {of: age_seconds}
    by: []
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Shop:
    """A project that was read: its estate, its rules, and how to render them."""

    project: app.Project
    root: Path

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What reading it found."""
        return self.project.findings

    @property
    def codes(self) -> list[tuple[str, str]]:
        """Code and message of everything that reading it found."""
        return [(one.code, one.message) for one in self.findings]

    @property
    def estate(self) -> Estate:
        """The estate; nothing may be wrong with the project."""
        assert self.project.estate is not None
        assert not self.project.failed, self.codes
        return self.project.estate

    @property
    def groups(self) -> dict[str, Group]:
        """The rule groups by name."""
        return {
            group.name: group for file in make_plan(self.estate).rule_files for group in file.groups
        }

    @property
    def rules(self) -> list[RuleItem]:
        """All rules in their order."""
        return [rule for group in self.groups.values() for rule in group.rules]

    def record(self, name: str) -> Record:
        """The recording rule whose name ends so."""
        found = [one for one in self.rules if isinstance(one, Record) and one.name.endswith(name)]
        assert len(found) == 1, [one.name for one in self.rules]
        return found[0]

    def alert(self, alert_id: str) -> Alert:
        """The alerting rule of an id."""
        found = [one for one in self.rules if isinstance(one, Alert) and one.alert_id == alert_id]
        assert len(found) == 1, alert_id
        return found[0]

    def write_rules(self) -> Path:
        """Render the rules of its component; return their file."""
        (artifact,) = render_rules(make_plan(self.estate).rule_files)
        path = self.root / "rules.yml"
        path.write_text(artifact.content, encoding="utf-8")
        return path


def shop(
    root: Path,
    slos: str,
    *,
    project: str = "",
    component: str = COMPONENT,
    evaluation: str = "30s",
    scrape: str = "15s",
    retention: str = "100d",
    identity: str = "[job]",
    dashboard: str = "",
    labels: str = "",
    dashboard_id: str = "slos",
) -> Shop:
    """Write a project with some SLOs (a mapping in YAML) and read it."""
    values = {"scrape": scrape, "evaluation": evaluation, "retention": retention}
    values["identity"] = identity
    files = {
        "project.yaml": _PROJECT.format(**values) + textwrap.dedent(project),
        "labels.yaml": _LABELS + labels,
        "owners.yaml": "owners: owners\ndefine: {web: {}, data: {}}\n",
        "runbooks/errors.yaml": _RUNBOOK,
        "components/web.yaml": component + "slos:\n" + textwrap.indent(textwrap.dedent(slos), "  "),
    }
    if dashboard:
        files[f"dashboards/{dashboard_id}.yaml"] = textwrap.dedent(dashboard)
    for name, text in files.items():
        path = root / "specs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Shop(app.read(root), root)
