"""What is printed for programs holds to its schema, with everything that a report can have."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import Result

from tests.support.sarif import OFFICIAL, SARIF

Cli = Callable[..., Result]
RULES = """\
groups:
- name: a
  rules:
  - alert: Slip
    expr: rate(http_request_total[5m]) > 1
  - alert: Never
    expr: sum by (job) (rate(http_requests_total[5m])) / sum(rate(http_requests_total[5m])) > 1
  - alert: Known
    expr: delta(http_requests_total[5m]) > 1
  # promspec: allow PS506 restarts do not matter here
  - alert: Accepted
    expr: delta(http_requests_total[5m]) > 2
"""
_GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {"required": ["path", "lines"]},
        },
    },
}


@pytest.fixture(name="reports")
def _reports(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.chdir(tmp_path)
    assert cli("init", ".").exit_code == 0
    path = tmp_path / "rules.yml"
    before, _, after = RULES.partition("  - alert: Slip\n")
    path.write_text(before + "  - alert: Known" + after.partition("  - alert: Known")[2], "utf-8")
    cli("check", "--rules", "rules.yml", "--write-baseline", "known.json", "--only", "PS506")
    path.write_text(RULES, "utf-8")
    args = ("check", "--rules", "rules.yml", "--baseline", "known.json", "--format")
    return {form: json.loads(cli(*args, form).stdout) for form in ("json", "sarif", "gitlab")}


def test_sarif_is_what_the_standard_asks_for(reports: dict[str, Any]) -> None:
    jsonschema.validate(reports["sarif"], OFFICIAL)
    jsonschema.validate(reports["sarif"], SARIF)
    (run,) = reports["sarif"]["runs"]
    parts = {name for one in run["results"] for name in one}
    assert {"fixes", "relatedLocations", "suppressions"} <= parts
    kinds = [one["suppressions"][0]["kind"] for one in run["results"] if "suppressions" in one]
    assert sorted(kinds) == ["external", "inSource"]
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in run["results"])
    marks = [one["partialFingerprints"]["promspec/v1"] for one in run["results"]]
    assert len(set(marks)) == len(marks)


def test_the_other_reports_hold_to_theirs(cli: Cli, reports: dict[str, Any]) -> None:
    jsonschema.validate(reports["json"], json.loads(cli("schema", "findings").stdout))
    jsonschema.validate(reports["gitlab"], _GITLAB)
    shown = {one["fingerprint"] for one in reports["json"]["findings"]}
    assert {one["fingerprint"] for one in reports["gitlab"]} == shown


@pytest.mark.parametrize("schema", [OFFICIAL, SARIF], ids=["official", "ours"])
def test_the_schemas_of_sarif_let_nothing_else_through(
    reports: dict[str, Any], schema: dict[str, Any]
) -> None:
    reports["sarif"]["runs"][0]["results"][0]["levle"] = "error"
    with pytest.raises(jsonschema.ValidationError, match="levle"):
        jsonschema.validate(reports["sarif"], schema)
