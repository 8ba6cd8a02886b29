"""Labels that texts print though no series has them, and those that they ask for first."""

import subprocess
from pathlib import Path

import pytest
import yaml

from generator.check.promql.catalogue import Catalogue
from generator.check.promql.run import Text, look
from generator.check.promql.template_holes import holes
from tests.support.tools import require_tool

# A text, where it prints a label that is not there (`c` and `d` are none, `job` is), and what
# Prometheus makes of it.
TEXTS = [
    ("{{ $labels.c }}", [11], ""),
    ("{{ $labels.job }}{{ $labels.c }}", [28], "a"),
    ("{{ with $labels.c }}in {{ . }}{{ end }}", [], ""),
    ("{{ if $labels.c }}in {{ $labels.c }}{{ end }}", [], ""),
    ("{{ if $labels.c }}in{{ else }}out {{ $labels.c }}{{ end }}", [45], "out "),
    ("{{ if not $labels.c }}out{{ else }}{{ $labels.c }}{{ end }}", [], "out"),
    ("{{ if $labels.job }}{{ $labels.c }}{{ end }}", [31], ""),
    ("{{ if and $labels.c $labels.job }}{{ $labels.c }}{{ $labels.d }}{{ end }}", [], ""),
    ("{{ if or $labels.c $labels.job }}in {{ $labels.c }}{{ end }}", [47], "in "),
    ("{{ if or $labels.c $labels.d }}{{ $labels.c }}{{ end }}", [], ""),
    ("{{ if $labels.c }}x{{ else if $labels.job }}y {{ $labels.d }}{{ end }}", [57], "y "),
    ("{{ if not $labels.c }}x{{ else if $labels.job }}{{ $labels.d }}{{ end }}", [], "x"),
    (
        "{{ if $labels.job }}{{ if $labels.c }}{{ $labels.d }}{{ end }}{{ $labels.d }}{{ end }}",
        [73],
        "",
    ),
    ('{{ if eq $labels.c "" }}x{{ else }}{{ $labels.c }}{{ end }}', [], "x"),
    ('{{ if ne $labels.c "" }}{{ $labels.c }}{{ end }}', [], ""),
    ("{{ if gt (len $labels.c) 0 }}{{ $labels.c }}{{ end }}", [], ""),
    ('{{ if match "x" $labels.c }}{{ $labels.c }}{{ end }}', [], ""),
    ('{{ or $labels.c "none" }}', [], "none"),
    ('{{ $labels.c | or "none" }}', [], "none"),
    ("{{ or $labels.c $labels.d }}", [24], ""),
    ("{{ or $labels.c $labels.job }}", [], "a"),
    ('{{ and $labels.c "in" }}', [], ""),
    ("{{ and $labels.job $labels.c }}", [27], ""),
    ("{{ $c := $labels.c }}{{ if $c }}in {{ $c }}{{ end }}", [], ""),
    ("{{ $c := $labels.c }}in {{ $c }}", [17], "in "),
    ("{{ if $c := $labels.c }}in {{ $c }}{{ end }}", [], ""),
    ('{{ printf "%s." $labels.c }}', [24], "."),
    ("{{ $labels.c | toUpper }}", [11], ""),
    ("$labels.c{{/* $labels.c */}}", [], "$labels.c"),
]


@pytest.mark.parametrize(("text", "places", "shown"), TEXTS, ids=[one[0] for one in TEXTS])
def test_what_is_printed_without_being_there(text: str, places: list[int], shown: str) -> None:
    del shown
    found = list(holes(text, {"c", "d"}.__contains__))
    assert [start for _, start, _ in found] == places
    assert all(text[start:end] == label for label, start, end in found)


@pytest.mark.parametrize(
    "text",
    [
        "{{ ($labels.c }}",
        "{{ else }}{{ $labels.c }}",
        "{{ | }}{{ or }}{{ $labels.c }}",
        "{{ $labels.c ) }}",
    ],
)
def test_a_broken_text_is_looked_at_as_far_as_it_goes(text: str) -> None:
    assert [label for label, _, _ in holes(text, {"c"}.__contains__)] == ["c"]


def test_prometheus_fills_in_the_same(tmp_path: Path) -> None:
    annotations = {f"t{number}": one[0] for number, one in enumerate(TEXTS)}
    rule = {"alert": "A", "expr": "sum by (job) (x) > 1", "annotations": annotations}
    test = {
        "interval": "1m",
        "input_series": [{"series": 'x{job="a"}', "values": "5x5"}],
        "alert_rule_test": [
            {
                "eval_time": "1m",
                "alertname": "A",
                "exp_alerts": [
                    {
                        "exp_labels": {"job": "a"},
                        "exp_annotations": {f"t{at}": one[2] for at, one in enumerate(TEXTS)},
                    }
                ],
            }
        ],
    }
    rules = {"groups": [{"name": "g", "rules": [rule]}]}
    (tmp_path / "rules.yml").write_text(yaml.safe_dump(rules), "utf-8")
    tests = {"rule_files": ["rules.yml"], "tests": [test]}
    (tmp_path / "tests.yml").write_text(yaml.safe_dump(tests), "utf-8")
    command = [str(require_tool("promtool")), "test", "rules", str(tmp_path / "tests.yml")]
    answer = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("{{ $labels.job }}{{ with $labels.cluster }} in {{ . }}{{ end }}", None),
        ("{{ if $labels.pod }}pod {{ $labels.pod }}{{ end }}", None),
        ('{{ or $labels.cluster "none" }}', None),
        ("{{ if $labels.job }}{{ $labels.pod }}{{ end }}", (31, 34)),
    ],
)
def test_an_alert_may_ask_for_a_label_that_it_never_has(
    text: str, at: tuple[int, int] | None
) -> None:
    alert = Text("sum by (job) (x) > 1", "alert", (("annotations/summary", text),))
    found = [(check.rule.code, hit.start, hit.end) for check, hit in look(alert, Catalogue())]
    assert found == ([] if at is None else [("PS522", *at)])
