"""``promspec render``."""

import sys
from pathlib import Path

import click

from generator import app
from generator.cli.options import format_option, show


@click.command("render")
@click.option("--force", is_flag=True, help="Overwrite files under out/ that were edited by hand.")
@format_option
@click.pass_obj
def command(directories: tuple[Path, ...], *, force: bool, form: str) -> None:
    """Write what the specs say into out/.

    Nothing is written where something is wrong. Files that did not change are left untouched, and
    files that are no longer rendered are removed; only files of ours are ever overwritten.
    """
    results = [_render(root, force=force, form=form) for root in directories]
    sys.exit(max(results))


def _render(root: Path, *, force: bool, form: str) -> int:
    project = app.read(root)
    if project.failed:
        show(project, project.findings, form)
        click.echo(f"nothing rendered; {root / app.OUT} is as it was", err=True)
        return 1
    result = app.write(project, force=force)
    show(project, [*project.findings, *result.findings], form)
    if app.errors(result.findings):
        click.echo(f"nothing rendered; {root / app.OUT} is as it was", err=True)
        return 1
    if form == "text":
        counts = (
            f"{len(result.written)} written, {len(result.unchanged)} unchanged, "
            f"{len(result.removed)} removed"
        )
        click.echo(f"{root / app.OUT}: {counts}")
    return 0
