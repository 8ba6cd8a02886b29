"""Findings as a Code Quality report of GitLab, which shows them in merge requests.

The format: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format.
"""

import json
from collections.abc import Iterable

from generator.core.finding import Finding, Severity
from generator.load.document import Sources
from generator.report.aside import NOTHING, Aside

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.ADVICE: "info"}


def render_gitlab(findings: Iterable[Finding], sources: Sources, aside: Aside = NOTHING) -> str:
    """Return one JSON list, with the same bytes for the same findings."""
    issues = [
        {
            "description": f"{each.message} ({each.code})",
            "check_name": each.code,
            "fingerprint": each.fingerprint,
            "severity": _SEVERITIES[each.severity],
            "location": {
                "path": each.span.file,
                "lines": {"begin": each.span.line, "end": each.span.end_line},
            },
        }
        for each in aside.shown(findings, sources)
    ]
    return json.dumps(issues, indent=2, ensure_ascii=True) + "\n"
