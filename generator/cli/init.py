"""``promspec init``."""

import re
import shlex
from pathlib import Path

import click

from generator.cli.options import only_one

_NOT_IN_ID = re.compile(r"[^a-z0-9]+")
_NO_TEXT = {"null", "true", "false", "yes", "no", "on", "off"}  # to one YAML reader or another


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
    from generator.core.finding import PromspecError  # noqa: PLC0415 (help does not wait for it)
    from generator.render.starter import pipeline_files, starter_files  # noqa: PLC0415

    root = only_one(directories) / directory
    files = pipeline_files(host) if host else {}
    if not host or not (root / "specs" / "project.yaml").exists():
        files |= starter_files(_project_id(root))
    taken = [path for path in files if (root / path).exists()]
    if taken:
        raise PromspecError(f"{root / taken[0]} exists already; nothing was written")
    try:
        for path, text in files.items():
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
    except OSError as error:
        raise PromspecError(f"cannot write {error.filename}: {error.strerror}") from error
    count = "1 file" if len(files) == 1 else f"{len(files)} files"
    click.echo(f"{count} in {root}; now run: promspec -C {shlex.quote(str(root))} render")


def _project_id(root: Path) -> str:
    """Return the id of a project after the name of its folder."""
    name = _NOT_IN_ID.sub("-", root.resolve().name.lower()).strip("-")
    plain = name[:1].isalpha() and name not in _NO_TEXT
    return name if plain else f"project-{name}".rstrip("-")
