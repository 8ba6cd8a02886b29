"""``promspec check``."""

import sys
from pathlib import Path

import click

from generator import app
from generator.cli.options import fail_on_option, failing, format_option, show


@click.command("check")
@click.option("--drift", is_flag=True, help="Also compare out/ with what the specs say.")
@format_option
@fail_on_option
@click.pass_obj
def command(directories: tuple[Path, ...], *, drift: bool, form: str, fail_on: str) -> None:
    """Check the specs without writing anything.

    With --drift, out/ is compared with what would be rendered: a file that is missing, differs or
    is left over is a finding.
    """
    results = [_check(root, drift=drift, form=form, fail_on=fail_on) for root in directories]
    sys.exit(max(results))


def _check(root: Path, *, drift: bool, form: str, fail_on: str) -> int:
    project = app.read(root)
    findings = list(project.findings)
    if not project.failed:
        artifacts = app.artifacts_of(project)
        findings += app.drift(project, artifacts) if drift else []
    show(project, findings, form)
    if form == "text" and not findings:
        click.echo(f"{len(project.specs.entries)} specs, no findings")
    return int(failing(findings, fail_on))
