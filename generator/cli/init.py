"""``promspec init``."""

import os
import shlex
from pathlib import Path

import click

from generator.cli.options import called, only_one


@click.command("init")
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--ci",
    "host",
    type=click.Choice(["github", "gitlab"]),
    help="Add a pipeline that checks the specs and that out/ is what they say; in a folder that "
    "is a project already, add only that.",
)
@click.pass_obj
def command(directories: tuple[Path, ...], *, directory: Path, host: str | None) -> None:
    """Begin a project in DIRECTORY with an example that renders.

    The example measures the error rate of an HTTP service, alerts on it, and shows it on a
    dashboard. Nothing that exists is overwritten.
    """
    from generator.cli.new_files import project_id, write_new  # noqa: PLC0415 (help does not wait)
    from generator.render.starter import pipeline_files, starter_files  # noqa: PLC0415

    root = only_one(directories) / directory
    files = pipeline_files(host) if host else {}
    begins = not host or not os.path.lexists(root / "specs" / "project.yaml")
    if begins:
        files |= starter_files(project_id(root))
    write_new(root, files)
    count = "1 file" if len(files) == 1 else f"{len(files)} files"
    next_step = f"run: {called()} -C {shlex.quote(str(root))} render"
    if not begins:
        next_step = f"read {root / next(iter(files))} and commit it with out/"
    click.echo(f"{count} in {root}; now {next_step}")
