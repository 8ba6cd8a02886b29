"""Templates of alerts: what is refused here is what Prometheus refuses."""

import re
import subprocess
from pathlib import Path

import pytest
import yaml

from generator.check.promql.go_template import read
from tests.support.tools import require_tool

RIGHT = [
    "no action at all",
    "{{ $labels.job }} is at {{ $value }}",
    "{{ $value | humanize }} and {{ $value | humanizePercentage }}",
    '{{ $value | printf "%.2f" }}',
    '{{ printf "%.2f" $value }}',
    '{{ printf "%.2f" (index $labels "x" | len) }}',
    "{{- $labels.job -}}",
    "{{/* a comment */}}done",
    "{{ if gt $value 3.0 }}much{{ else if eq $value 0.0 }}none{{ else }}some{{ end }}",
    '{{ range query "up" }}{{ .Labels.job }}{{ end }}',
    '{{ with query "up" | first }}{{ . | value | humanizeDuration }}{{ end }}',
    "{{ $x := $value }}{{ $x }}",
    "{{ if true }}{{ $y := 1 }}{{ $y }}{{ end }}",
    '{{ reReplaceAll "a" "b" $labels.job | toUpper }}',
    "{{ $externalLabels.cluster }} {{ $externalURL }} {{ .Value }} {{ .Labels.job }}",
    '{{ "{{" }} literal braces',
    "{{ (index $labels `job`) }}",
    '{{ define "t" }}x{{ end }}{{ template "t" }}',
    '{{ range $i, $e := query "up" }}{{ $i }}{{ $e.Labels.job }}{{ end }}',
    "{{ not true }} {{ and true false }}",
    "{{ $labels.größe }}",
    "{{ $value | }}",
]
WRONG = [
    ("{{ $labels.job", (0, 2)),
    ("{{ $label.job }}", (3, 13)),
    ("{{ $value | humanise }}", (12, 20)),
    ("{{ }}", (0, 5)),
    ("{{ if true }}x", (0, 13)),
    ("x{{ end }}", (1, 10)),
    ("{{ else }}", (0, 10)),
    ('{{ "text }}', (3, 4)),
    ("{{ | humanize }}", (3, 4)),
    ("{{ ($value }}", (0, 13)),
    ("{{ $value) }}", (9, 10)),
    ("{{ $value }", (10, 11)),
    ("{{ if true }}{{ $y := 1 }}{{ end }}{{ $y }}", (38, 40)),
    ("{{/* a comment", (0, 14)),
    ("{{ humanize $value | upper }}", (21, 26)),
    ("{{ $value % 2 }}", (10, 11)),
    ("{{ break }}", (0, 11)),
    ("{{ if }}x{{ end }}", (0, 8)),
    ("{{ $value | 3 }}", (12, 13)),
]


@pytest.mark.parametrize("text", RIGHT)
def test_a_right_template_is_read(text: str) -> None:
    assert read(text)[1] is None


@pytest.mark.parametrize(("text", "span"), WRONG)
def test_a_wrong_one_is_refused_at_its_place(text: str, span: tuple[int, int]) -> None:
    _, fault = read(text)
    assert fault is not None
    assert (fault.start, fault.end) == span


def test_prometheus_refuses_the_same(tmp_path: Path) -> None:
    promtool = require_tool("promtool")
    texts = [*RIGHT, *(text for text, _ in WRONG)]
    rules = [
        {"alert": f"T{number}", "expr": "up", "annotations": {"text": text}}
        for number, text in enumerate(texts)
    ]
    path = tmp_path / "rules.yml"
    path.write_text(yaml.safe_dump({"groups": [{"name": "g", "rules": rules}]}), "utf-8")
    done = subprocess.run(
        [promtool, "check", "rules", path], capture_output=True, text=True, check=False, timeout=60
    )
    refused = {int(one) for one in re.findall(r'"T(\d+)"', done.stdout + done.stderr)}
    assert [texts[one] for one in sorted(refused)] == [text for text, _ in WRONG]
