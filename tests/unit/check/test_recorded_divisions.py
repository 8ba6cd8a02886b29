"""Sums of what may be no number: the division is shown where it stands, be it in a record."""

from pathlib import Path

from generator import app
from generator.report.located import locate

_RECORDS = """\
groups:
- name: a
  rules:
  - record: job_instance:errors:ratio_rate5m
    expr: |
      sum by (job, instance) (rate(errors_total[5m]))
        / sum by (job, instance) (rate(requests_total[5m]))
  - record: job_instance:errors:doubled
    expr: job_instance:errors:ratio_rate5m * 2
"""
_ALERTS = """\
groups:
- name: b
  rules:
  - alert: A
    expr: avg by (job) (job_instance:errors:doubled) > 0.1
  - alert: B
    expr: avg by (job) (rate(errors_total[5m]) / rate(requests_total[5m])) > 0.1
"""


def test_the_note_leads_to_the_divisor(tmp_path: Path) -> None:
    (tmp_path / "records.yml").write_text(_RECORDS, "utf-8")
    (tmp_path / "alerts.yml").write_text(_ALERTS, "utf-8")
    paths = [str(tmp_path / name) for name in ("records.yml", "alerts.yml")]
    sources, looked = app.check_rules(paths, None)
    found = []
    for one in locate(looked.findings, sources):
        if one.code == "PS538":
            assert one.related is not None
            note = one.related.span
            where = (Path(note.file).name, note.line, note.column, note.end_column)
            found.append((one.span.line, one.span.column, one.related.label, where))
    reason = "0 divided by 0 is no number"
    assert found == [
        (5, 11, reason, ("records.yml", 7, 11, 60)),
        (7, 11, reason, ("alerts.yml", 7, 50, 74)),
    ]
