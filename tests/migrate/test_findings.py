"""What is wrong with a file is named where it stands, and nothing comes of it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from generator import app
from generator.migrate.run import Format, Imported
from generator.migrate.specs import USUAL_PERIOD
from generator.report import render

_SLOTH = """\
version: prometheus/v1
service: shop
slos:
  - name: errors
    objective: 99.9
    sli:
      events:
        error_query: sum(rate(errors_total{job="shop"}[{{.window}}]))
        total_query: sum(rate(requests_total{job="shop"}[{{.window}}]))
    alerting: {name: ShopErrors}
"""
_OPENSLO = """\
apiVersion: openslo/v1
kind: SLO
metadata: {name: errors}
spec:
  service: shop
  indicatorRef: share
  timeWindow: [{duration: 28d, isRolling: true}]
  budgetingMethod: Occurrences
  objectives: [{target: 0.999}]
  alertPolicies: [{alertPolicyRef: Fast}]
---
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
        severity: page
        condition: {kind: burnrate, op: gt, threshold: 14, lookbackWindow: 1h}
"""


def _import(kind: Format, text: str, folder: Path) -> Imported:
    path = folder / "slo.yml"
    path.write_text(text, "utf-8")
    return app.import_specs(kind, [str(path)], "shop", period=USUAL_PERIOD)


WRONG: dict[Format, tuple[tuple[str, str], ...]] = {
    "sloth": (
        ("prometheus/v1", "prometheus/v2"),
        ("version: prometheus/v1\n", ""),
        ("service: shop", "service: 12"),
        ("    objective: 99.9\n", ""),
        ("99.9", "some"),
        ("99.9", "100.1"),
        ("      events:\n", "      event:\n"),
        ('errors_total{job="shop"}[{{.window}}]', "errors_total[5m]"),
        ("    alerting: {name: ShopErrors}\n", ""),
        ("{name: ShopErrors}", "{page_alert: {disable: maybe}}"),
        ("slos:", "slos: ["),
    ),
    "openslo": (
        ("openslo/v1", "openslo/v1alpha"),
        ("kind: SLO\n", "kind: Slo\n"),
        ("indicatorRef: share", "indicatorRef: shares"),
        ("alertPolicyRef: Fast", "alertPolicyRef: Slow"),
        ("28d", "a month"),
        ("Occurrences", "occurrences"),
        ("target: 0.999", "target: 99.9"),
        ("target: 0.999", "target: 1"),
        ("    bad:", "    worse:"),
        ("  service: shop\n", ""),
        ("threshold: 14", "threshold: much"),
        ("kind: burnrate", "kind: anomaly"),
        ("metadata: {name: Fast}", "metadata: {}"),
        ("metadata: {name: share}", "metadata: {name: [share]}"),
        ("metadata: {name: share}\nspec:\n", "metadata: {name: share}\nspec: text\nrest:\n"),
        ("type: Prometheus, spec", "metricSourceRef: main, spec"),
        ("kind: AlertPolicy\nmetadata: {name: Fast}", "kind: SLI\nmetadata: {name: share}"),
    ),
}
TEXTS: dict[Format, str] = {"sloth": _SLOTH, "openslo": _OPENSLO}


@pytest.mark.parametrize("kind", WRONG)
def test_the_texts_of_these_tests_are_right_as_they_are(kind: Format, tmp_path: Path) -> None:
    imported = _import(kind, TEXTS[kind], tmp_path)
    assert (imported.findings, len(imported.promises)) == ((), 1)


@pytest.mark.parametrize("kind", WRONG)
def test_what_is_wrong_is_named_where_it_stands(
    kind: Format, tmp_path: Path, golden: Callable[[str, str], None]
) -> None:
    told = []
    for old, new in WRONG[kind]:
        assert old in TEXTS[kind]
        imported = _import(kind, TEXTS[kind].replace(old, new, 1), tmp_path)
        assert imported.findings, new
        assert not imported.files
        change = f"{' '.join(old.split())} -> {' '.join(new.split()) or 'nothing'}"
        shown = render("text", imported.findings, imported.sources)
        told.append(f"### {change}\n{shown.replace(f'{tmp_path}/', '')}")
    golden(f"findings-{kind}.txt", "\n".join(told))
