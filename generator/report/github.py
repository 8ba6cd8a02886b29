"""Findings as commands of GitHub workflows, which show them beside the lines of a pull request.

GitHub shows ten errors, ten warnings and ten notices of a step; the log has them all.
"""

from collections.abc import Iterable

from generator.core.finding import Finding, Severity, Span
from generator.load.document import Sources
from generator.report.aside import NOTHING, Aside
from generator.report.located import Located
from generator.report.terminal import visible

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}


def render_github(findings: Iterable[Finding], sources: Sources, aside: Aside = NOTHING) -> str:
    """Return one workflow command a line; an empty text where there are no findings."""
    return "".join(f"{_command(each)}\n" for each in aside.shown(findings, sources))


def _command(each: Located) -> str:
    properties = {**_region(each.span), "title": f"{each.code}: {each.title}"}
    written = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    message = f"{each.message}\n{each.fix}"
    if each.related:
        span = each.related.span
        message += f"\n{each.related.label}: {span.file}:{span.line}:{span.column}"
    return f"::{_COMMANDS[each.severity]} {written}::{_data(message)}"


def _region(span: Span) -> dict[str, str | int]:
    if span.end_line != span.line:  # columns are allowed within one line only
        return {"file": span.file, "line": span.line, "endLine": span.end_line}
    return {
        "file": span.file,
        "line": span.line,
        "col": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def _data(text: str) -> str:
    text = "\n".join(visible(line) for line in text.splitlines())
    return text.replace("%", "%25").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
