import json
from typing import Any

import pytest

from generator import __version__
from generator.core.finding import Finding, Rule, Span
from generator.load.document import Sources
from generator.report.located import locate
from generator.report.sarif import render_sarif


@pytest.fixture(name="run")
def _run(sources: Sources, findings: list[Finding]) -> Any:
    log = json.loads(render_sarif(findings, sources))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    return run


def test_the_run_names_the_tool_and_each_rule_once(run: Any) -> None:
    assert run["columnKind"] == "unicodeCodePoints"
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("promspec", __version__)
    levels = [(rule["id"], rule["defaultConfiguration"]["level"]) for rule in driver["rules"]]
    assert levels == [("PS101", "error"), ("PS202", "warning"), ("PS303", "note")]
    assert driver["rules"][0]["shortDescription"] == {"text": "Unknown key"}
    assert driver["rules"][0]["fullDescription"] == {"text": "It has no effect."}
    assert driver["rules"][0]["help"] == {"text": "Remove it.\n\nWhy: It has no effect."}


def test_results_point_at_their_rule(run: Any) -> None:
    rules = run["tool"]["driver"]["rules"]
    results = run["results"]
    assert [each["ruleId"] for each in results] == ["PS101", "PS303", "PS101", "PS202"]
    assert [rules[each["ruleIndex"]]["id"] for each in results] == [
        "PS101",
        "PS303",
        "PS101",
        "PS202",
    ]
    assert [each["level"] for each in results] == ["error", "note", "error", "warning"]


def physical(line: int, column: int, end_column: int) -> dict[str, Any]:
    return {
        "artifactLocation": {"uri": "specs/http.yaml", "uriBaseId": "%SRCROOT%"},
        "region": {
            "startLine": line,
            "startColumn": column,
            "endLine": line,
            "endColumn": end_column,
        },
    }


def test_a_result_has_places_and_a_fingerprint(
    run: Any, sources: Sources, findings: list[Finding]
) -> None:
    result = run["results"][2]
    assert result["message"] == {"text": "unknown key `treshold`\nDid you mean `thresholds`?"}
    assert result["locations"] == [{"physicalLocation": physical(4, 5, 13)}]
    assert result["relatedLocations"] == [
        {
            "id": 0,
            "message": {"text": "the indicator is here"},
            "physicalLocation": physical(3, 3, 14),
        }
    ]
    fingerprint = locate(findings, sources)[2].fingerprint
    assert result["partialFingerprints"] == {"promspec/v1": fingerprint}
    assert "relatedLocations" not in run["results"][0]


def test_file_names_are_uris() -> None:
    rule = Rule("PS900", "Title", "Why.", "Fix.")
    log = json.loads(render_sarif([rule.at(Span("a b/ü#%.yaml", 1, 1, 1, 1), "m")], Sources({})))
    location = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == "a%20b/%C3%BC%23%25.yaml"


def test_no_findings_are_an_empty_run() -> None:
    run = json.loads(render_sarif([], Sources({})))["runs"][0]
    assert (run["results"], run["tool"]["driver"]["rules"]) == ([], [])
