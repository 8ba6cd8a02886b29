"""Options that several commands share, and how findings are shown."""

import sys
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import click

from generator.app import Project
from generator.core.finding import Finding, Severity
from generator.report import FORMATS, render

Function = TypeVar("Function", bound=Callable[..., Any])


def format_option(function: Function) -> Function:
    """Add ``--format``: text for people, the others for programs."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(sorted(FORMATS)),
        default="text",
        show_default=True,
        help="How findings are printed.",
    )(function)


def fail_on_option(function: Function) -> Function:
    """Add ``--fail-on``: the gravest severity that is still accepted lies below it."""
    return click.option(
        "--fail-on",
        type=click.Choice([one.value for one in Severity]),
        default="error",
        show_default=True,
        help="Exit with 1 from this severity on.",
    )(function)


def show(project: Project, findings: Iterable[Finding], form: str) -> None:
    """Print findings; nothing is printed in text form where there are none."""
    found = list(findings)
    if found or form != "text":
        text = render(form, found, project.sources, color=form == "text" and sys.stdout.isatty())
        click.echo(text, nl=not text.endswith("\n"))


def failing(findings: Iterable[Finding], fail_on: str) -> bool:
    """Tell whether a finding is at or above a severity."""
    return any(one.severity.rank <= Severity(fail_on).rank for one in findings)
