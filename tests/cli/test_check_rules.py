"""`check --rules`: rule files of others, with the metrics of the specs and without any."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Cli = Callable[..., Result]

RULES = """\
groups:
  - name: errors
    rules:
      - record: job:errors:rate5m
        expr: sum by (job) (rate(http_requests_total{code="500"}[5m]))
      - alert: Errors
        expr: |
          job:errors:rate5m
            / sum by (instance, job) (rate(http_requests_total{instance!=""}[5m]))
            > 0.05
        annotations:
          summary: "{{ $labels.instance }} of {{ $labels.job }} fails"
      - alert: Down
        expr: >-
          absent(sum by (job)
          (up{job="a"}))
        annotations: {summary: "{{ $labels.job }}"}
      - alert: Jump
        expr: "delta(sent_total[5m]) > 3"
      - alert: Broken
        expr: sum(
"""
MANIFEST = """\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: some}
spec:
  groups:
    - name: some
      rules:
        - alert: Always
          expr: up{job="a"}
          labels: {severity: page}
"""


def _found(result: Result, *, files: bool = False) -> list[tuple[str, int, int, str]]:
    """Return where what is found: in expressions and templates, or in ``files`` as such."""
    report = json.loads(result.stdout)
    return [
        (one["file"], one["line"], one["column"], one["code"])
        for one in report["findings"]
        if ("PS630" <= one["code"] < "PS690") is files
    ]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "rules.yml").write_text(RULES, "utf-8")
    (tmp_path / "manifest.yaml").write_text(MANIFEST, "utf-8")
    (tmp_path / "other.yml").write_text("scrape_configs: []\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_without_specs_only_what_follows_from_the_rules_is_said(cli: Cli) -> None:
    result = cli("check", "--rules", "rules.yml", "--format", "json")
    assert _found(result) == [
        ("rules.yml", 9, 13, "PS512"),
        ("rules.yml", 17, 44, "PS522"),
        ("rules.yml", 19, 16, "PS506"),
        ("rules.yml", 21, 18, "PS222"),
    ]
    assert result.exit_code == 1


@pytest.mark.usefixtures("folder")
def test_what_no_alert_has_is_said_once(cli: Cli) -> None:
    result = cli("check", "--rules", "rules.yml", "--rules", "manifest.yaml", "--format", "json")
    found = [one for one in _found(result, files=True) if one[3] != "PS638"]
    assert found == [
        ("manifest.yaml", 8, 18, "PS635"),
        ("manifest.yaml", 8, 18, "PS641"),
        ("rules.yml", 6, 16, "PS639"),  # of five alerts
        ("rules.yml", 6, 16, "PS640"),
        ("rules.yml", 13, 16, "PS635"),
        ("rules.yml", 18, 16, "PS641"),
        ("rules.yml", 20, 16, "PS641"),
    ]


def test_with_specs_metrics_and_labels_are_known(cli: Cli, folder: Path) -> None:
    assert cli("init", ".").exit_code == 0
    result = cli("check", "--rules", str(folder / "rules.yml"), "--format", "json")
    assert [one[1:] for one in _found(result)][:2] == [(5, 54, "PS502"), (9, 13, "PS512")]
    assert (19, 22, "PS501") in [one[1:] for one in _found(result)]


@pytest.mark.usefixtures("folder")
def test_a_manifest_is_a_rule_file_too(cli: Cli) -> None:
    result = cli("check", "--rules", "manifest.yaml", "--format", "json")
    assert _found(result) == [("manifest.yaml", 9, 17, "PS519")]


def test_logql_is_told_from_what_is_no_promql(cli: Cli, folder: Path) -> None:
    text = "groups:\n- name: a\n  rules:\n"
    for expr in ('sum(rate({app="a"} |= "error" [1m])) > 1', "sum(rate(a[1m])) > 1 |"):
        text += f"  - alert: A\n    expr: '{expr}'\n"
    (folder / "loki.yml").write_text(text, "utf-8")
    result = cli("check", "--rules", "loki.yml", "--only", "PS222")
    lines = result.stdout.splitlines()
    assert lines[0] == "loki.yml:5:11: error[PS222]: LogQL, and no PromQL"
    assert "  help: leave rule files of Loki out, or move the rule to one" in lines
    assert "loki.yml:7:33: error[PS222]: no PromQL: unexpected character: '|'" in lines


def test_what_is_too_large_to_look_at_is_not_called_wrong(cli: Cli, folder: Path) -> None:
    rules = "".join(
        f"  - record: a:b:c{number}\n    expr: {expr}\n"
        for number, expr in enumerate(["(" * 300 + "up" + ")" * 300, " or ".join(["up"] * 4000)])
    )
    (folder / "large.yml").write_text(f"groups:\n- name: a\n  rules:\n{rules}", "utf-8")
    result = cli("check", "--rules", "large.yml", "--format", "json")
    assert _found(result) == [("large.yml", 5, 11, "PS314"), ("large.yml", 7, 11, "PS314")]


def test_a_file_of_one_line_is_read_in_time(cli: Cli, folder: Path) -> None:
    rules = [
        {"alert": f"A{number}", "expr": "sum(up) > 1", "annotations": {"a": "{{ $labels.job }}"}}
        for number in range(300)
    ]
    text = json.dumps({"groups": [{"name": "a", "rules": rules}], "pad": "x" * 1_000_000})
    (folder / "line.json").write_text(text, "utf-8")
    result = cli("check", "--rules", "line.json", "--only", "PS522")
    lines = result.stdout.splitlines()
    assert lines[-1] == "300 errors in 1 file"
    # A line of a megabyte is shown around what is meant.
    assert max(map(len, lines)) < 150
    assert sum("$labels.job" in one and one.startswith("  1 | …") for one in lines) >= 298


@pytest.mark.usefixtures("folder")
def test_a_file_without_rules_is_no_success(cli: Cli) -> None:
    result = cli("check", "--rules", "other.yml")
    assert result.exit_code == 1
    assert result.output.startswith("other.yml:1:1: error[PS310]: there are no `groups` in it")


@pytest.mark.usefixtures("folder")
def test_what_cannot_be_read_is_said_in_a_line(cli: Cli) -> None:
    result = cli("check", "--rules", "missing.yml")
    assert (result.exit_code, result.output) == (
        2,
        "promspec: missing.yml: the file cannot be read: no such file or directory\n",
    )


def test_the_rules_of_this_project_are_clean(cli: Cli) -> None:
    rules = sorted(Path("out/prometheus/rules").rglob("*.yml"))
    assert rules
    result = cli("check", *(word for one in rules for word in ("--rules", one.as_posix())))
    assert (result.exit_code, result.output) == (
        0,
        f"{len(rules)} rule files, the metrics of the specs: no findings\n",
    )


@pytest.mark.parametrize(
    "text",
    [
        "groups: [{name: a, rules: [{alert: A, expr: 5}, 7, {expr: [a]}, {expr: null}]}, 3]\n",
        "groups: {a: b}\n",
        "groups: [{rules: {a: b}, labels: [a]}]\nspec: 5\n",
        "spec: {groups: [{rules: [{alert: [a], expr: up, labels: 5, annotations: [b]}]}]}\n",
    ],
)
def test_no_shape_of_a_file_is_a_fault(cli: Cli, folder: Path, text: str) -> None:
    (folder / "odd.yml").write_text(text, "utf-8")
    result = cli("check", "--rules", "odd.yml")
    assert result.exit_code == 1, result.output
    assert "PS519" in result.output or "PS652" in result.output


@pytest.mark.usefixtures("folder")
def test_a_template_in_a_label_is_looked_at(cli: Cli, folder: Path) -> None:
    rule = "{alert: A, expr: sum(up) < 1, labels: {team: '{{ $labels.team }}'}}"
    (folder / "label.yml").write_text(f"groups: [{{name: a, rules: [{rule}]}}]\n", "utf-8")
    result = cli("check", "--rules", "label.yml", "--format", "json")
    column = f"groups: [{{name: a, rules: [{rule}]}}]".index("team }}") + 1
    assert _found(result) == [("label.yml", 1, column, "PS522")]


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("2.53", [(3, 5, "PS650"), (5, 15, "PS690")]),
        ("3.5", [(5, 15, "PS691")]),
    ],
)
@pytest.mark.usefixtures("folder")
def test_the_target_decides_what_may_stand_in_a_file(
    cli: Cli, folder: Path, target: str, expected: list[object]
) -> None:
    text = "groups:\n  - name: a\n    labels: {team: a}\n    rules:\n"
    text += "      - expr: double_exponential_smoothing(up[1h], 0.5, 0.5)\n        record: a:b:c\n"
    (folder / "new.yml").write_text(text, "utf-8")
    command = ("check", "--rules", "new.yml", "--format", "json", "--only", "PS650,PS690,PS691")
    report = json.loads(cli(*command, "--target", target).stdout)
    found = [(one["line"], one["column"], one["code"]) for one in report["findings"]]
    assert found == expected
    assert json.loads(cli(*command).stdout)["findings"] == []


def test_a_target_is_a_version_of_prometheus(cli: Cli) -> None:
    assert cli("check", "--target", "3.5").exit_code == 2
    result = cli("check", "--rules", "a.yml", "--target", "new")
    assert (result.exit_code, "`new` is no version" in result.output) == (2, True)
