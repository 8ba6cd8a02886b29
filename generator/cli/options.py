"""Options that several commands share; imports no stage, so that help is quick."""

import os
import shlex
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

FORMATS = ("text", "json", "sarif", "github", "gitlab")
"""How findings can be printed: those of ``report``, named here so that help need not import it."""
SEVERITIES = ("error", "warning", "advice")
"""Those of ``core``, gravest first; named here for the same reason."""
_NAME = "promspec"

Function = TypeVar("Function", bound=Callable[..., Any])


def format_option(function: Function) -> Function:
    """Add ``--format`` for findings: text for people, the others for programs."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(FORMATS),
        default="text",
        show_default=True,
        help="How findings are printed: for people, for programs, for code scanning services, as "
        "annotations of GitHub workflows, or as a Code Quality report of GitLab.",
    )(function)


def json_option(function: Function) -> Function:
    """Add ``--format`` for results that are no findings: text or JSON."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(FORMATS[:2]),
        default="text",
        show_default=True,
        help="For people, or for programs.",
    )(function)


def fail_on_option(function: Function) -> Function:
    """Add ``--fail-on``: findings below that severity leave the exit code at 0."""
    return click.option(
        "--fail-on",
        type=click.Choice(SEVERITIES),
        default="error",
        show_default=True,
        help="Exit with 1 if there is a finding of this severity or a graver one.",
    )(function)


def report_options(function: Function) -> Function:
    """Add ``--only``, ``--min-severity``, ``--baseline`` and ``--write-baseline``."""
    file = click.Path(path_type=Path, dir_okay=False)
    for option in (
        click.option(
            "--write-baseline", metavar="FILE", type=file, help="Write all findings as known ones."
        ),
        click.option("--baseline", metavar="FILE", type=file, help="Leave out those known before."),
        click.option(
            "--min-severity",
            type=click.Choice(SEVERITIES),
            default=SEVERITIES[-1],
            show_default=True,
            help="Report findings of this severity and graver ones.",
        ),
        click.option(
            "--only", metavar="CODE", multiple=True, help="Report these codes alone; PS501,PS502."
        ),
    ):
        function = option(function)
    return function


def environment_option(function: Function) -> Function:
    """Add ``--environment``."""
    return click.option(
        "--environment",
        metavar="NAME",
        default="",
        help="As it is in this environment; by default in the one of project.yaml alone.",
    )(function)


def called() -> str:
    """Return how this program is started again: its name where PATH leads to it, else its path."""
    program = sys.argv[0]
    if Path(program).name != _NAME:
        return _NAME
    found = shutil.which(_NAME)
    is_same = found is not None and os.path.realpath(found) == os.path.realpath(program)
    return _NAME if is_same else shlex.quote(program)


def only_one(directories: tuple[Path, ...]) -> Path:
    """Return the folder of the one project that a command is about.

    Raises:
        UsageError: several were given.
    """
    if len(directories) > 1:
        raise click.UsageError("This command takes one project: give -C once.")
    return directories[0]
