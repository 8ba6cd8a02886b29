"""``promspec check``."""

import sys
from pathlib import Path

import click

from generator.cli.options import fail_on_option, format_option, only_one


@click.command("check")
@click.option("--drift", is_flag=True, help="Also compare out/ with what the specs say.")
@click.option(
    "--rules",
    "rule_files",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Check this rule file of somebody else instead; may be given again.",
)
@format_option
@fail_on_option
@click.pass_obj
def command(
    directories: tuple[Path, ...],
    *,
    drift: bool,
    rule_files: tuple[Path, ...],
    form: str,
    fail_on: str,
) -> None:
    """Check the specs without writing anything.

    Everything is rendered in memory and read back, so what passes here can be rendered. With
    --drift, out/ is compared with that: a file that is missing, differs or is left over is a
    finding. Of several projects (-C a -C b) one report is printed.

    With --rules, Prometheus rule files and PrometheusRule manifests are checked instead of the
    specs. Where there are specs, the metrics in them are all that is known to exist; without
    specs, only what follows from the rules themselves is said.
    """
    if rule_files:
        from generator.cli.rule_files import check_rule_files  # noqa: PLC0415 (as below)

        if drift:
            raise click.UsageError("--drift and --rules do not go together.")
        check_rule_files(only_one(directories), rule_files, form, fail_on)
    from generator import app  # noqa: PLC0415 (help does not wait for the stages)
    from generator.cli.results import Result, prefix_of, show  # noqa: PLC0415

    several = len(directories) > 1
    results = []
    for root in directories:
        project = app.read(root)
        found = app.check(project, drift=drift)
        results.append(Result(prefix_of(root), project, tuple(found)))
    show(results, form)
    if form == "text":
        for root, result in zip(directories, results, strict=True):
            if several:
                click.echo(f"{root}: {result.counts}")
            elif not result.findings:
                click.echo(result.counts)
    sys.exit(int(any(result.failing(fail_on) for result in results)))
