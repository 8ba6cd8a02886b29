"""Labels that an alert does not have: told at the text that names them, or where they are lost."""

from pathlib import Path

from generator import app
from generator.check.certificate import Proof, Registrar
from tests.support.told import project, told

WEB = """\
component: web
title: Web
metrics:
  hits_total: {type: counter, help: Requests., labels: [status]}
indicators:
  errors:
    title: Errors
    ratio: {of: 'hits_total{status="500"}', to: hits_total}
    by: []
    thresholds:
      warning: {above: 5%, TEXT}
slos:
  promise: {of: web.errors, objective: 99%, runbook: slow}
"""
NEVER = "and the alert never has it"
KEEP = "keep the label in the expression, or leave it out of the text"
SHARE = """\
component: web
title: Web
metrics:
  hits_total: {type: counter, help: Requests., labels: [status]}
indicators:
  share:
    title: Share
    expr: {query: 'QUERY', unit: "%"}
    by: BY
    thresholds:
      warning:
        below: 10%
        cases:
          - name: few
            series: {'hits_total{job="shop",status="200"}': 0+1x90}
            step: 30s
            fires: [40m]
"""
HERE = "PS362 components/web.yaml:8:20 the result does not have"
LOST = "keep the label in the expression, such as with `by (job)`, or leave it out of `by:`"


def _text(root: Path, text: str) -> list[str]:
    return told(project(root, {"components/web.yaml": WEB.replace("TEXT", text)}))


def test_a_label_that_a_description_of_a_bound_names(tmp_path: Path) -> None:
    assert _text(tmp_path, 'description: "Of {{ $labels.topic }} of {{ $labels.job }}"') == [
        f"PS522 components/web.yaml:11:56 `topic` is named here, {NEVER} ({KEEP})"
    ]


def test_a_label_that_a_summary_of_a_bound_names(tmp_path: Path) -> None:
    assert _text(tmp_path, "summary: 'Of {{ $labels.status }}'") == [
        f"PS522 components/web.yaml:11:52 `status` is named here, {NEVER} ({KEEP})"
    ]


def test_a_label_that_a_description_of_a_promise_names(tmp_path: Path) -> None:
    text = WEB.replace(", TEXT", "").replace(
        "runbook: slow}", "runbook: slow, description: '{{ $labels.topic }}'}"
    )
    assert told(project(tmp_path, {"components/web.yaml": text})) == [
        f"PS522 components/web.yaml:13:85 `topic` is named here, {NEVER} ({KEEP})"
    ]


def test_labels_that_the_alert_has(tmp_path: Path) -> None:
    assert _text(tmp_path, "summary: 'Of {{ $labels.job }}'") == []


def test_an_alert_whose_text_has_a_hole_can_fire(tmp_path: Path) -> None:
    _text(tmp_path, "description: 'Of {{ $labels.topic }}'")
    read = app.read(tmp_path)
    registrar = Registrar(app.estate_of(read), app.plan_of(read))
    found = registrar.certificate(registrar.alerts[0])
    assert (found.alert_id, found.faults) == ("web.errors.warning", ())
    assert [one for one in found.proofs if one.part == "labels"] == [
        Proof("labels", holds=False, said=f"`topic` is named here, {NEVER}", code="PS522")
    ]


def test_an_alert_that_asks_for_a_label_first_has_no_hole(tmp_path: Path) -> None:
    text = "description: 'Of {{ $labels.job }}{{ with $labels.topic }} on {{ . }}{{ end }}'"
    assert _text(tmp_path, text) == []
    read = app.read(tmp_path)
    registrar = Registrar(app.estate_of(read), app.plan_of(read))
    found = registrar.certificate(registrar.alerts[0])
    assert [one for one in found.proofs if one.part == "labels"] == [
        Proof("labels", holds=True, said="`job` always there")
    ]


def test_an_expression_that_loses_the_label_of_the_project(tmp_path: Path) -> None:
    query = 'sum(rate(hits_total{status="500"}[10m])) / sum(rate(hits_total[10m]))'
    text = SHARE.replace("QUERY", query).replace("BY", "[]")
    assert told(project(tmp_path, {"components/web.yaml": text})) == [
        f"{HERE} `job`, which tells the project's series from those of others ({LOST})"
    ]


def test_an_expression_that_loses_a_label_of_by(tmp_path: Path) -> None:
    query = 'sum by (job) (rate(hits_total{status="500"}[10m])) / 2'
    text = SHARE.replace("QUERY", query).replace("BY", "[status]")
    assert told(project(tmp_path, {"components/web.yaml": text})) == [
        f"{HERE} `status`, which stands in `by` ({LOST})"
    ]


def test_an_expression_that_keeps_its_labels(tmp_path: Path) -> None:
    query = "sum by (job, status) (rate(hits_total[10m])) / 2"
    text = SHARE.replace("QUERY", query).replace("BY", "[status]")
    assert told(project(tmp_path, {"components/web.yaml": text})) == []
