"""Findings as SARIF 2.1.0, which code scanning services and editors read."""

import json
import urllib.parse
from collections.abc import Iterable
from typing import Any

from generator import __version__
from generator.core.finding import Finding, Rule, Severity, Span
from generator.load.document import Sources
from generator.report.aside import NOTHING, Aside
from generator.report.located import Located, LocatedEdit

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "note"}


def render_sarif(findings: Iterable[Finding], sources: Sources, aside: Aside = NOTHING) -> str:
    """Return findings as one SARIF run, with the same bytes for the same findings."""
    located = aside.shown(findings, sources)
    suppressed = aside.suppressed(findings, sources)
    every = [*located, *(one for one, _ in suppressed)]
    rules = {each.code: each.rule for each in every}
    indexes = {code: index for index, code in enumerate(sorted(rules))}
    driver = {
        "name": "promspec",
        "version": __version__,
        "rules": [_rule(rules[code]) for code in sorted(rules)],
    }
    results = [_result(each, indexes[each.code]) for each in located]
    for each, reason in suppressed:
        results.append(_result(each, indexes[each.code]) | {"suppressions": [_suppression(reason)]})
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=True) + "\n"


def _suppression(reason: str | None) -> dict[str, str]:
    """Return why a result does not count: accepted beside the thing, or held by a baseline."""
    if reason is None:
        return {"kind": "external", "justification": "known before, in the baseline"}
    return {"kind": "inSource", "justification": reason}


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "help": {"text": f"{rule.fix}\n\nWhy: {rule.why}"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(each: Located, rule_index: int) -> dict[str, Any]:
    result: dict[str, Any] = {
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
    if each.edit:
        result["fixes"] = [_fix(each.edit, each.fix)]
    return result


def _fix(edit: LocatedEdit, description: str) -> dict[str, Any]:
    physical = _physical(edit.span)
    replacement = {"deletedRegion": physical["region"], "insertedContent": {"text": edit.text}}
    change = {"artifactLocation": physical["artifactLocation"], "replacements": [replacement]}
    return {"description": {"text": description}, "artifactChanges": [change]}


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
