"""What several SLOs share is told of each, and what is made beside the SLOs is told, too."""

from pathlib import Path
from typing import Final

from generator import app
from generator.migrate.run import Format
from generator.migrate.specs import USUAL_PERIOD

_SLO: Final = """\
apiVersion: openslo/v1
kind: SLO
metadata: {name: errors-PERIOD, displayName: Shop PERIOD}
spec:
  service: shop
  indicatorRef: share
  timeWindow: [{duration: PERIOD, isRolling: true}]
  budgetingMethod: Occurrences
  objectives: [{displayName: Answers, target: 0.999}]
  alertPolicies: [{alertPolicyRef: Fast}]
---
"""
_REST: Final = """\
apiVersion: openslo/v1
kind: SLI
metadata: {name: share}
spec:
  ratioMetric:
    bad: {metricSource: {type: Prometheus, spec: {query: 'sum(rate(errors_total{job="a"}[5m]))'}}}
    total: {metricSource: {type: Prometheus, spec: {query: 'sum(rate(all_total{job="a"}[5m]))'}}}
---
apiVersion: openslo/v1
kind: AlertPolicy
metadata: {name: Fast}
spec:
  conditions:
    - kind: AlertCondition
      metadata: {name: quick}
      spec:
        severity: critical
        condition: {kind: burnrate, op: gt, threshold: 13, lookbackWindow: 1h}
"""
_OPENSLO: Final = _SLO.replace("PERIOD", "30d") + _SLO.replace("PERIOD", "28d") + _REST
_SLOTH: Final = """\
version: prometheus/v1
service: shop
slos:
  - name: errors
    objective: 99.9
    sli:
      events:
        error_query: sum(rate(errors_total{job="shop"}[{{.window}}]))
        total_query: sum(rate(requests_total{job="shop"}[{{.window}}]))
    alerting: {name: ShopErrors, PAGE}
"""


def _told(folder: Path, kind: Format, text: str, field: str) -> list[tuple[str, str, str]]:
    """Return what the report says of the entries of a name: how, what they became, and why."""
    path = folder / "slo.yml"
    path.write_text(text, "utf-8")
    imported = app.import_specs(kind, [str(path)], "shop", period=USUAL_PERIOD)
    assert imported.findings == ()
    return [
        (one.carried.value, one.became, one.why)
        for one in imported.entries
        if one.field.endswith(field)
    ]


def test_a_condition_of_two_slos_is_told_of_both(tmp_path: Path) -> None:
    ((carried, became, _),) = _told(tmp_path, "openslo", _OPENSLO, "condition.threshold")
    assert carried == "otherwise"
    assert [one[:27] for one in became.split("; ")] == [
        "tier `quick`, `budget: 1.80",
        "tier `quick_2`, `budget: 1.",
    ]


def test_the_name_of_an_slo_and_that_of_its_objective_are_both_its_title(tmp_path: Path) -> None:
    assert _told(tmp_path, "openslo", _OPENSLO, "metadata.displayName") == [
        ("exactly", "`shop.errors_30d`, `title: Shop 30d: Answers`", ""),
        ("exactly", "`shop.errors_28d`, `title: Shop 28d: Answers`", ""),
    ]


def test_an_slo_that_pages_has_an_alert_more(tmp_path: Path) -> None:
    severity = "`severity: critical`, and so an alert on missing data"
    assert _told(tmp_path, "openslo", _OPENSLO, "spec.severity") == [("exactly", severity, "")]
    pages, none = "page_alert: {}", "page_alert: {disable: true}"
    ((_, _, why),) = _told(tmp_path, "sloth", _SLOTH.replace("PAGE", pages), ".alerting")
    assert why.endswith(
        "; an SLO that pages tells of missing data, too, by an alert that Sloth does not have"
    )
    ((_, _, why),) = _told(tmp_path, "sloth", _SLOTH.replace("PAGE", none), ".alerting")
    assert "missing data" not in why


def test_no_series_of_errors_is_no_error(tmp_path: Path) -> None:
    text = _SLOTH.replace(", PAGE", "")
    ((carried, _, why),) = _told(tmp_path, "sloth", text, "error_query")
    assert (carried, why) == (
        "otherwise",
        "without a series of errors there are none, where Sloth has no result",
    )
    ((carried, _, _),) = _told(tmp_path, "sloth", text, "total_query")
    assert carried == "exactly"
