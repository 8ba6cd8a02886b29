"""``promspec init``."""

import re
from pathlib import Path

import click

from generator.core.finding import PromspecError

_NOT_IN_ID = re.compile(r"[^a-z0-9]+")


@click.command("init")
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False))
def command(directory: Path) -> None:
    """Begin a project in DIRECTORY with an example that renders.

    The example measures the error rate of an HTTP service, alerts on it, and shows it on a
    dashboard. Nothing that exists is overwritten.
    """
    from generator.render.starter import starter_files  # noqa: PLC0415

    name = _NOT_IN_ID.sub("-", directory.resolve().name.lower()).strip("-")
    project = name if name[:1].isalpha() else f"project-{name}".rstrip("-")
    files = starter_files(project)
    taken = [path for path in files if (directory / path).exists()]
    if taken:
        raise PromspecError(f"{directory / taken[0]} exists already; nothing was written")
    try:
        for path, text in files.items():
            target = directory / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise PromspecError(f"{error.filename}: {error.strerror}") from error
    click.echo(f"{len(files)} files in {directory}; now run: promspec -C {directory} render")
