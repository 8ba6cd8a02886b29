"""Findings as SARIF 2.1.0, which code scanning services and editors read."""

import json
import urllib.parse
from collections.abc import Iterable
from typing import Any

from generator import __version__
from generator.core.finding import Finding, Rule, Severity, Span
from generator.load.document import Sources
from generator.report.located import Located, locate

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "note"}


def render_sarif(findings: Iterable[Finding], sources: Sources) -> str:
    """Return findings as one SARIF run, with the same bytes for the same findings."""
    located = locate(findings, sources)
    rules = sorted({each.rule for each in located}, key=lambda rule: rule.code)
    indexes = {rule.code: index for index, rule in enumerate(rules)}
    driver = {
        "name": "promspec",
        "version": __version__,
        "rules": [_rule(rule) for rule in rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(each, indexes[each.code]) for each in located],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=True) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "help": {"text": rule.fix},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(each: Located, rule_index: int) -> dict[str, Any]:
    result = {
        "ruleId": each.code,
        "ruleIndex": rule_index,
        "level": _LEVELS[each.severity],
        "message": {"text": f"{each.message}\n{each.fix}"},
        "locations": [{"physicalLocation": _physical(each.span)}],
        "partialFingerprints": {"promspec/v1": each.fingerprint},
    }
    if each.related:
        note = {"id": 0, "message": {"text": each.related.label}}
        result["relatedLocations"] = [{**note, "physicalLocation": _physical(each.related.span)}]
    return result


def _physical(span: Span) -> dict[str, Any]:
    return {
        "artifactLocation": {"uri": urllib.parse.quote(span.file), "uriBaseId": "%SRCROOT%"},
        "region": {
            "startLine": span.line,
            "startColumn": span.column,
            "endLine": span.end_line,
            "endColumn": span.end_column,
        },
    }
