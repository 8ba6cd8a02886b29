"""Findings to text: for people, for programs and for the services that show them."""

from collections.abc import Callable, Iterable

from generator.core.finding import Finding
from generator.load.document import Sources
from generator.report.aside import NOTHING, Aside
from generator.report.github import render_github
from generator.report.gitlab import render_gitlab
from generator.report.json_report import render_json
from generator.report.sarif import render_sarif
from generator.report.text import render_text

_COLORLESS: dict[str, Callable[[Iterable[Finding], Sources, Aside], str]] = {
    "json": render_json,
    "sarif": render_sarif,
    "github": render_github,
    "gitlab": render_gitlab,
}

FORMATS = ("text", *_COLORLESS)
"""The names that :func:`render` knows, the usual one first."""


def render(
    output_format: str,
    findings: Iterable[Finding],
    sources: Sources,
    aside: Aside = NOTHING,
    *,
    color: bool = False,
) -> str:
    """Return findings in one of :data:`FORMATS`; only text has colours.

    Raises:
        KeyError: The format is not known.
    """
    if output_format == "text":
        return render_text(findings, sources, aside, color=color)
    return _COLORLESS[output_format](findings, sources, aside)


__all__ = [
    "FORMATS",
    "NOTHING",
    "Aside",
    "render",
    "render_github",
    "render_gitlab",
    "render_json",
    "render_sarif",
    "render_text",
]
