"""``promspec prove``."""

import sys
from pathlib import Path

import click

from generator.cli.options import environment_option, json_option, only_one


@click.command("prove")
@environment_option
@click.option(
    "--promtool",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="This promtool; by default that on PATH, or in .tools/bin of the project.",
)
@click.option(
    "--mutate/--no-mutate",
    default=True,
    show_default=True,
    help="Whether the rules are mutated once their tests pass.",
)
@click.option(
    "--fail-under",
    metavar="PERCENT",
    type=click.FloatRange(0, 100),
    default=100,
    show_default=True,
    help="Exit with 1 if fewer of the alerts are proven, or fewer of the mutants noticed.",
)
@json_option
@click.pass_obj
def command(
    directories: tuple[Path, ...],
    *,
    environment: str,
    promtool: Path | None,
    mutate: bool,
    fail_under: float,
    form: str,
) -> None:
    """Show that every alert fires when it must, and that its tests would notice a mistake.

    The tests that are rendered from the specs are run with promtool. Then small mistakes are put
    into the rules, one at a time: another bound, comparison, window, aggregation, label, condition
    or duration. A mutant that no test notices is printed with the case that would. Nothing is
    written to out/.

    A mutant that means the same as the rule is named with the reason and not counted. What
    --format json prints is described by `promspec schema prove`.
    """
    from generator import app  # noqa: PLC0415 (help does not wait for the stages)
    from generator.cli.results import Result, show  # noqa: PLC0415
    from generator.prove.printing import report_json, report_text  # noqa: PLC0415

    root = only_one(directories)
    project = app.read(root)
    if project.failed:
        show([Result(project, project.findings)], form)
        sys.exit(1)
    report = app.prove(project, environment, promtool, mutate=mutate, progress=_tell)
    click.echo(report_json(report) if form == "json" else report_text(report))
    proven = sum(one.proven for one in report.alerts) * 100
    enough = proven >= fail_under * len(report.alerts) and report.score * 100 >= fail_under
    sys.exit(int(bool(report.failing) or not enough))


def _tell(text: str) -> None:
    """Tell how far it is, on a terminal only."""
    if sys.stderr.isatty():
        click.echo(f"prove: {text}", err=True)
