"""What a project can ask for, and what each of it is."""

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

Output: TypeAlias = Literal[
    "rules",
    "tests",
    "dashboards",
    "runbooks",
    "docs",
    "scrape",
    "alertmanager",
    "collector",
    "compose",
    "codeowners",
    "meta",
]

OUTPUTS: Final[Mapping[Output, tuple[str, str]]] = {
    "rules": ("prometheus/rules/", "recording and alerting rules"),
    "tests": ("prometheus/tests/", "what `promtool test rules` runs; it needs `rules`"),
    "dashboards": (
        "grafana/provisioning/",
        "dashboards, with the data source that they read and the folder that they stand in",
    ),
    "runbooks": ("runbooks/", "a page for each runbook"),
    "docs": ("docs/", "the reference of the project, this page and the one about checks"),
    "scrape": (
        "prometheus/prometheus.yml",
        (
            "what Prometheus scrapes and loads; where none are, an example of targets in "
            "`prometheus/targets/`"
        ),
    ),
    "alertmanager": (
        "alertmanager/",
        (
            "routes, receivers, inhibitions, texts of notifications, and `routes_test.sh`; with "
            "`scrape` Prometheus sends alerts there"
        ),
    ),
    "collector": (
        "collector/config.yaml",
        "an OpenTelemetry Collector for traces; for metrics, too, with `scrape: {path: otlp}`",
    ),
    "compose": (
        "compose.yaml",
        (
            "containers of Prometheus (with `scrape`), Alertmanager (`alertmanager`), Grafana "
            "(`dashboards`) and the collector (`collector`)"
        ),
    ),
    "codeowners": ("CODEOWNERS", "who reviews what, from `reviewers` of the owners"),
    "meta": (
        "prometheus/rules/meta.yml",
        "alerts about the monitoring itself, with their tests, their runbook and a watchdog",
    ),
}
"""By output: where it stands below `out/`, or below `out/env/NAME/`, and what it is."""
