import copy
import json
import pathlib
from typing import Any

import jsonschema
import pytest

import generator.report
from generator.core.finding import Finding, Place, Rule
from generator.load.document import Sources
from generator.report.json_report import render_json

SCHEMA_PATH = pathlib.Path(generator.report.__file__).with_name("findings.schema.json")


@pytest.fixture(name="validator")
def _validator() -> jsonschema.Draft202012Validator:
    schema = json.loads(SCHEMA_PATH.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.fixture(name="report")
def _report(sources: Sources, findings: list[Finding]) -> Any:
    return json.loads(render_json(findings, sources))


def test_a_finding_has_every_key(report: Any) -> None:
    finding = report["findings"][2]
    assert finding == {
        "code": "PS101",
        "severity": "error",
        "title": "Unknown key",
        "message": "unknown key `treshold`",
        "why": "It has no effect.",
        "fix": "Did you mean `thresholds`?",
        "file": "specs/http.yaml",
        "line": 4,
        "column": 5,
        "endLine": 4,
        "endColumn": 13,
        "path": ["indicators", "error_ratio", "treshold"],
        "fingerprint": finding["fingerprint"],
        "edits": [],
        "related": {
            "label": "the indicator is here",
            "file": "specs/http.yaml",
            "line": 3,
            "column": 3,
            "endLine": 3,
            "endColumn": 14,
        },
    }
    assert list(report["findings"][0]) == list(finding)
    assert (report["findings"][0]["path"], report["findings"][0]["related"]) == (None, None)


def test_the_report_counts(report: Any) -> None:
    assert report["version"] == 1
    assert report["summary"] == {
        "errors": 2,
        "warnings": 1,
        "advice": 1,
        "files": 2,
        "fixable": 0,
    }
    assert len(report["findings"]) == 4


def test_reports_follow_their_schema(
    validator: jsonschema.Draft202012Validator, report: Any
) -> None:
    validator.validate(report)
    validator.validate(json.loads(render_json([], Sources({}))))


def test_the_schema_names_every_key(
    validator: jsonschema.Draft202012Validator, report: Any
) -> None:
    for part in (
        report,
        report["summary"],
        report["findings"][2],
        report["findings"][2]["related"],
    ):
        for key in list(part):
            value = part.pop(key)
            assert not validator.is_valid(report), f"{key} is not required"
            part[key] = value
        part["other"] = 1
        assert not validator.is_valid(report), "other keys are allowed"
        del part["other"]
    assert validator.is_valid(report)


@pytest.mark.parametrize(
    ("key", "value"),
    [("line", 0), ("severity", "fatal"), ("path", [1.5]), ("fingerprint", "x"), ("code", "X1")],
)
def test_the_schema_refuses_other_values(
    validator: jsonschema.Draft202012Validator, report: Any, key: str, value: Any
) -> None:
    changed = copy.deepcopy(report)
    changed["findings"][0][key] = value
    assert not validator.is_valid(changed)


def test_reports_are_ascii_and_the_same_in_any_order(
    sources: Sources, findings: list[Finding]
) -> None:
    rule = Rule("PS900", "Title", "Why.", "Fix.")
    findings = [*findings, rule.at(Place("é\x1b", ("ü", 0)), "\x9b\u202e")]
    text = render_json(findings, sources)
    assert text.isascii()
    assert "\x1b" not in text
    assert text.endswith("}\n")
    assert text == render_json(reversed(findings), sources)
