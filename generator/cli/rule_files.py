"""``promspec check --rules``: rule files that others wrote."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click

from generator import app
from generator.cli.results import Result, colorful, prefix_of, show
from generator.core.finding import Severity
from generator.report import render


def check_rule_files(root: Path, files: Sequence[Path], form: str, fail_on: str) -> NoReturn:
    """Print what is wrong with rule files, and leave."""
    project = app.read(root) if (root / "specs").is_dir() else None
    if project is not None and project.failed:
        show([Result(prefix_of(root), project, project.findings)], form)
        sys.exit(1)
    sources, findings = app.check_rules(files, project)
    color = form == "text" and colorful()
    if findings or form != "text":
        click.echo(render(form, findings, sources, color=color), nl=False)
    else:
        known = "the metrics of the specs" if project is not None else "no specs, so any metric"
        click.echo(f"{len(files)} rule file{'s' * (len(files) > 1)}, {known}: no findings")
    limit = Severity(fail_on).rank
    sys.exit(int(any(one.severity.rank <= limit for one in findings)))
