"""Findings for programs: one JSON object, described by ``findings.schema.json`` beside it."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from generator.core.finding import Finding, Severity, Span
from generator.load.document import Sources
from generator.report.aside import NOTHING, Aside
from generator.report.located import Located, summarize

VERSION = 1
"""Raised when a program that reads the report could break; new keys do not break any."""


def render_json(findings: Iterable[Finding], sources: Sources, aside: Aside = NOTHING) -> str:
    """Return findings as JSON, with the same bytes for the same findings."""
    located = aside.shown(findings, sources)
    summary = summarize(located)
    report = {
        "version": VERSION,
        "summary": {
            "errors": summary.counts[Severity.ERROR],
            "warnings": summary.counts[Severity.WARNING],
            "advice": summary.counts[Severity.ADVICE],
            "files": summary.files,
            "fixable": summary.fixable,
        },
        "findings": [_finding(each) for each in located],
    }
    # ASCII, so that no text of a spec can reach a terminal raw.
    return json.dumps(report, indent=2, ensure_ascii=True) + "\n"


def findings_schema() -> dict[str, Any]:
    """Return the JSON Schema of the report."""
    text = Path(__file__).with_name("findings.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def _finding(each: Located) -> dict[str, Any]:
    related = None
    if each.related:
        related = {"label": each.related.label, **_place(each.related.span)}
    return {
        "code": each.code,
        "severity": each.severity.value,
        "title": each.title,
        "message": each.message,
        "why": each.why,
        "fix": each.fix,
        **_place(each.span),
        "path": None if each.path is None else list(each.path),
        "fingerprint": each.fingerprint,
        "related": related,
        "edits": [{**_place(each.edit.span), "text": each.edit.text}] if each.edit else [],
    }


def _place(span: Span) -> dict[str, Any]:
    return {
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
