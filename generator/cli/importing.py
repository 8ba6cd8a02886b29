"""``promspec import``."""

import shlex
import sys
from pathlib import Path
from typing import Literal

import click

from generator.cli.options import called, json_option, only_one

FORMATS = ("openslo", "sloth")


@click.command("import")
@click.argument("kind", metavar="FORMAT", type=click.Choice(FORMATS))
@click.argument("files", metavar="FILE…", nargs=-1, required=True)
@click.option(
    "--output",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write the project into this folder; without it only the report is printed.",
)
@click.option("--overwrite", is_flag=True, help="Write over files that exist in that folder.")
@click.option(
    "--default-slo-period",
    "period",
    metavar="DURATION",
    default="30d",
    show_default=True,
    help="What Sloth was called with; its files do not say it.",
)
@json_option
@click.pass_obj
def command(
    directories: tuple[Path, ...],
    *,
    kind: Literal["openslo", "sloth"],
    files: tuple[str, ...],
    output: Path | None,
    overwrite: bool,
    period: str,
    form: str,
) -> None:
    """Begin a project with the SLOs of files of another program.

    FORMAT is openslo (`openslo/v1`: SLOs, SLIs, data sources, services and alert policies, which
    may refer to each other across the files) or sloth (`prometheus/v1`, and PrometheusServiceLevel
    manifests). Files may be folders, patterns in quotes, or `-` for what is piped in.

    A report tells of every entry whether it was carried exactly, carried otherwise (what it became,
    and why), or not carried (why, and what to do). An SLO that no recipe says as it is does not
    come over. What is written renders without errors. If something is wrong with the files, it is
    named with file, line and what to do, and nothing is written.
    """
    from generator import app  # noqa: PLC0415 (help does not wait for the stages)
    from generator.cli.new_files import project_id, write_new  # noqa: PLC0415
    from generator.cli.results import Report, show_report  # noqa: PLC0415
    from generator.core.units import QuantityError, parse_duration  # noqa: PLC0415
    from generator.migrate.printing import report_json, report_text  # noqa: PLC0415

    try:
        seconds = parse_duration(period)
    except QuantityError as error:
        raise click.UsageError(f"--default-slo-period: {error}.") from error
    root = None if output is None else only_one(directories) / output
    name = "imported" if root is None else project_id(root)
    imported = app.import_specs(kind, files, name, period=seconds)
    if imported.findings:
        show_report(Report(imported.findings, imported.sources), form)
        sys.exit(1)
    if root is not None and imported.files:
        write_new(root, imported.files, overwrite=overwrite)
    written = None if root is None or not imported.files else str(root)
    if form == "json":
        click.echo(report_json(imported, written))
    else:
        click.echo(report_text(imported))
        click.echo(_outcome(len(imported.files), written))
    sys.exit(int(not imported.files))


def _outcome(count: int, written: str | None) -> str:
    """Return what was written and what comes next."""
    if not count:
        return "no SLO came over, so nothing was written"
    if written is None:
        return f"{count} files, none written; name a folder with --output"
    return f"{count} files in {written}; now run: {called()} -C {shlex.quote(written)} render"
