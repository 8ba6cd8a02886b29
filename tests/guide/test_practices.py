"""The rules that the guide shows, letter by letter, in rule files: what is said of each of them."""

from pathlib import Path

import pytest

from generator import app

_ROOT = Path(__file__).resolve().parents[2]

# Lines 1231 and 1283 of the guide.
_RECORDS = """\
groups:
  - name: performance
    interval: 30s
    rules:
      - record: job:http_request_duration_ms:p95
        expr: |
          histogram_quantile(0.95,
            rate(http_request_duration_ms_bucket[5m])
          )

      - record: job:error_rate:5m
        expr: |
          rate(http_requests_errors_total[5m])
          /
          rate(http_requests_total[5m]) * 100
"""
_ALERTS = """\
# Good alert
- alert: HighErrorRate
  expr: error_rate > 5
  for: 5m  # Wait 5 minutes to avoid flapping
  annotations:
    runbook: https://runbook.com/high-error-rate

# Bad alert
- alert: SingleError
  expr: errors_total > 0
  for: 0s  # Fires on every single error
"""
_GROUP = "groups:\n- name: alerts\n  rules:\n" + "".join(
    f"  {one}\n" for one in _ALERTS.split("\n")
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            _RECORDS,
            [
                ("PS509", 8, "rate"),
                ("PS501", 13, "http_requests_errors_total"),
            ],
        ),
        (_GROUP, [("PS501", 6, "error_rate"), ("PS501", 13, "errors_total")]),
    ],
    ids=["records", "alerts"],
)
def test_what_is_said_of_the_expressions(
    text: str, expected: list[tuple[str, int, str]], tmp_path: Path
) -> None:
    path = tmp_path / "rules.yml"
    path.write_text(text, "utf-8")
    sources, looked = app.check_rules([path], app.read(_ROOT))
    found = []
    for one in looked.findings:
        if one.code.startswith("PS5"):
            span = sources.span(one.where)
            line = text.split("\n")[span.line - 1]
            found.append((one.code, span.line, line[span.column - 1 : span.end_column - 1]))
    assert found == expected
