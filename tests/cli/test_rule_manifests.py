"""Rule files that are empty, or stand as texts in ConfigMaps."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Cli = Callable[..., Result]

CONFIG_MAP = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: rules}
data:
  alerts.yml: |
    groups:
    - name: g
      rules:
      # promspec: allow PS635 a fault of the disk is none that passes
      - alert: A
        expr: disk_failed > 0
        lables: {severity: page}
      - alert: B
        expr: delta(a_total[5m]) > 3
        for: 5min
  prometheus.yml: |
    global: {}
"""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def _found(cli: Cli, text: str) -> list[tuple[int, int, str, str]]:
    """Return what is found in a file, whether alerts have what others have aside."""
    Path("r.yml").write_text(text, "utf-8")
    report = json.loads(cli("check", "--rules", "r.yml", "--format", "json").stdout)
    found = [
        (one["line"], one["column"], one["code"], one["message"]) for one in report["findings"]
    ]
    return [one for one in found if one[2] not in {"PS638", "PS639", "PS640", "PS641"}]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("groups: []\n", "there is no group in it"),
        ("groups:\n", "there is no group in it"),
        ("groups:\n- name: g\n  rules: []\n", "no group in it has a rule"),
        ("groups:\n- name: g\n", "no group in it has a rule"),
    ],
)
def test_what_prometheus_loads_without_a_rule_is_no_error(cli: Cli, text: str, said: str) -> None:
    assert _found(cli, text) == [(1, 1, "PS315", said)]
    assert cli("check", "--rules", "r.yml").exit_code == 0


def test_what_is_wrong_with_empty_groups_is_told_alone(cli: Cli) -> None:
    text = "groups:\n- name: g\n  rule: []\n"
    assert _found(cli, text) == [(3, 3, "PS651", "a group has no field `rule`")]


@pytest.mark.parametrize("text", ["a: b\n", "kind: ConfigMap\ndata: {a: b}\n", "{}\n"])
def test_other_files_are_no_rule_files(cli: Cli, text: str) -> None:
    assert _found(cli, text) == [(1, 1, "PS310", "there are no `groups` in it")]
    assert cli("check", "--rules", "r.yml").exit_code == 1


def test_groups_under_a_name_with_a_slip_are_meant(cli: Cli) -> None:
    Path("r.yml").write_text("group:\n- name: g\n  rules: []\n", "utf-8")
    result = cli("check", "--rules", "r.yml", "--fix")
    assert result.output.startswith("r.yml:1:1: fixed PS310: group -> groups\nr.yml:1:1: advice")


def test_rule_files_in_a_config_map_are_read_where_they_stand(cli: Cli) -> None:
    assert _found(cli, CONFIG_MAP) == [
        (12, 9, "PS651", "a rule has no field `lables`"),
        (14, 15, "PS506", "`delta` over `a_total`, which is a counter"),
        (15, 14, "PS636", "`5min` is no duration"),
    ]


def test_rule_files_in_a_config_map_are_mended_where_they_stand(cli: Cli) -> None:
    Path("r.yml").write_text(CONFIG_MAP, "utf-8")
    cli("check", "--rules", "r.yml", "--fix")
    mended = CONFIG_MAP.replace("lables", "labels").replace("5min", "5m")
    assert Path("r.yml").read_text("utf-8") == mended


def test_a_config_map_beside_other_manifests_is_read(cli: Cli) -> None:
    rule = (
        "kind: PrometheusRule\nspec:\n  groups: [{name: h, rules: [{record: 'a:b:c', expr: x}]}]\n"
    )
    first = _found(cli, CONFIG_MAP)
    assert _found(cli, f"{CONFIG_MAP}---\n{rule}") == first


def test_a_text_in_a_config_map_that_cannot_be_read_is_named_there(cli: Cli) -> None:
    text = "kind: ConfigMap\ndata:\n  a.yml: |\n    groups:\n    - rules: [{expr: x\n"
    (found,) = _found(cli, f"{text}---\n{CONFIG_MAP}")[:1]
    assert found[:3] == (5, 15, "PS020")
