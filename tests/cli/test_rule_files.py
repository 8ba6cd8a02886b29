"""Rule files in every wrapping: documents, lists, templates, folders, pipes; and their comments."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli.main import cli as program

Cli = Callable[..., Result]
BAD = "delta(a_total[5m]) > 3"
_HABITS = ("PS638", "PS639", "PS640", "PS641")
GROUPS = f"groups: [{{name: a, rules: [{{alert: A, expr: '{BAD}'}}]}}]\n"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def _found(cli: Cli, text: str, name: str = "rules.yml") -> list[tuple[int, int, str]]:
    """Return what is found in a file, and where; whether alerts have what others have aside."""
    Path(name).write_text(text, "utf-8")
    report = json.loads(cli("check", "--rules", name, "--format", "json").stdout)
    found = [(one["line"], one["column"], one["code"]) for one in report["findings"]]
    return [one for one in found if one[2] not in _HABITS]


def test_prometheus_passes_over_all_documents_but_the_first(cli: Cli) -> None:
    column = GROUPS.index("delta") + 1
    assert _found(cli, f"{GROUPS}---\n{GROUPS}") == [
        (1, column, "PS506"),
        (3, 1, "PS312"),
        (3, column, "PS506"),
    ]


def test_manifests_may_stand_in_one_file_with_other_things(cli: Cli) -> None:
    manifest = f"kind: PrometheusRule\nspec:\n  {GROUPS}"
    text = f"---\nkind: Service\nspec: {{ports: []}}\n---\n{manifest}---\n---\n{manifest}"
    column = GROUPS.index("delta") + 3
    assert _found(cli, text) == [(7, column, "PS506"), (12, column, "PS506")]


def test_a_list_of_manifests_is_read(cli: Cli) -> None:
    manifest = {
        "kind": "PrometheusRule",
        "spec": {"groups": [{"name": "a", "rules": [{"alert": "A", "expr": BAD}]}]},
    }
    text = json.dumps({"kind": "List", "items": [manifest, {"kind": "Service"}]}, indent=1)
    lines = text.split("\n")
    line = next(number for number, one in enumerate(lines) if "delta" in one)
    assert _found(cli, text, "rules.json") == [(line + 1, lines[line].index("delta") + 1, "PS506")]


def test_what_is_merged_is_read_where_it_stands(cli: Cli) -> None:
    text = f"x: &x\n  expr: {BAD}\ngroups:\n- name: a\n  rules:\n  - {{alert: A, <<: *x}}\n"
    assert _found(cli, text) == [(1, 1, "PS651"), (2, 9, "PS506")]


@pytest.mark.parametrize(
    "line", ["{{- if .Values.on }}", "  name: {{ .Values.name }}", "{{/* about */}}"]
)
def test_a_template_is_named_as_one(cli: Cli, line: str) -> None:
    text = f"groups:\n{line}\n- name: a\n  rules: []\n"
    assert _found(cli, text) == [(2, line.index("{{") + 1, "PS029")]


def test_templates_of_alerts_are_none(cli: Cli) -> None:
    text = (
        "groups:\n- name: a\n  rules:\n  - alert: A\n    expr: 'up == 0'\n    for: 1m\n"
        "    annotations: {summary: '{{ $labels.job }}{{ if true }}{{ end }}'}\n"
    )
    assert _found(cli, text) == []


def test_folders_and_patterns_stand_for_files(cli: Cli) -> None:
    for name, text in {
        "rules/a.yml": GROUPS,
        "rules/deep/b.yaml": GROUPS,
        "rules/values.yaml": "a: 5\n",
        "rules/.hidden.yml": "{",
        "rules/notes.txt": "{",
    }.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text, "utf-8")

    def files(*args: str) -> list[str]:
        only = ("--only", "PS506", "--format", "json")
        report = json.loads(cli("check", "--rules", *args, *only).stdout)
        return [one["file"] for one in report["findings"]]

    assert files("rules") == ["rules/a.yml", "rules/deep/b.yaml"]
    assert files("rules/*.yml") == ["rules/a.yml"]
    assert files("rules/**/*.y*ml") == ["rules/a.yml", "rules/deep/b.yaml"]
    assert files("rules/a.yml", "rules/deep/b.yaml", "rules") == [
        "rules/a.yml",
        "rules/deep/b.yaml",
    ]
    result = cli("check", "--rules", "rules", "--only", "PS501")
    assert result.output == (
        "2 rule files, no specs, so any metric: no findings\n1 other file holds no rules\n"
    )
    # A file that somebody names must hold rules.
    assert cli("check", "--rules", "rules/values.yaml").exit_code == 1
    assert cli("check", "--rules", "none/*.yml").exit_code == 2


def test_what_is_piped_in_is_a_file_too() -> None:
    args = ["check", "--rules", "-", "--only", "PS506", "--format", "json"]
    result = CliRunner().invoke(program, args, input=GROUPS)
    (found,) = json.loads(result.stdout)["findings"]
    assert (found["file"], found["line"], found["code"]) == ("-", 1, "PS506")


COMMENTED = f"""\
# promspec: allow PS507 not here
groups:
- name: a
  rules:
  # promspec: allow PS506 a restart is seen elsewhere
  - alert: A
    expr: {BAD}
  - alert: B
    expr: |
      # promspec: allow PS506
      {BAD}
  - alert: C
    expr: {BAD} # promspec: allow PS506, PS999: both
"""


def test_comments_accept_findings_with_a_reason(cli: Cli) -> None:
    assert _found(cli, COMMENTED) == [
        (1, 19, "PS311"),
        (10, 25, "PS313"),
        (11, 7, "PS506"),
        (13, 59, "PS308"),
    ]
    log = json.loads(cli("check", "--rules", "rules.yml", "--format", "sarif").stdout)
    reasons = [
        one["suppressions"][0]["justification"]
        for one in log["runs"][0]["results"]
        if "suppressions" in one
    ]
    assert reasons == ["a restart is seen elsewhere", "both"]


def test_a_comment_before_all_rules_speaks_of_the_file(cli: Cli) -> None:
    assert _found(cli, f"# promspec: allow PS506 gauges by another name\n{GROUPS}") == []


@pytest.mark.parametrize("before", ["# Promspec: Allow PS506", "#PROMSPEC: ALLOW ps506"])
def test_capitals_of_a_comment_do_not_matter(cli: Cli, before: str) -> None:
    assert _found(cli, f"{before} gauges by another name\n{GROUPS}") == []
    assert _found(cli, f"{before}\n{GROUPS}")[0] == (1, before.index("506") - 1, "PS313")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", ("nothing was piped in", "look why the command before writes nothing")),
        (
            "- a\n",
            (
                "the file holds a list, not a mapping",
                "begin the file with the key of what it holds, such as `groups:`",
            ),
        ),
    ],
)
def test_what_is_piped_in_is_no_spec(text: str, told: tuple[str, str]) -> None:
    args = ["check", "--rules", "-", "--format", "json"]
    result = CliRunner().invoke(program, args, input=text)
    found = json.loads(result.stdout)["findings"]
    assert [(one["message"], one["fix"]) for one in found] == [told]


def test_an_empty_file_is_no_spec_either(cli: Cli) -> None:
    Path("rules.yml").write_text("# later\n", "utf-8")
    report = json.loads(cli("check", "--rules", "rules.yml", "--format", "json").stdout)
    found = [(one["code"], one["message"], one["fix"]) for one in report["findings"]]
    assert found == [("PS022", "the file is empty", "fill it, or leave it out")]
