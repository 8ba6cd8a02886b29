"""``promspec check``."""

import re
import sys
from pathlib import Path

import click

from generator.cli.options import (
    SEVERITIES,
    fail_on_option,
    format_option,
    only_one,
    report_options,
)

_VERSION = re.compile(r"[0-9]+\.[0-9]+(\.[0-9]+)*")


@click.command("check")
@click.argument("files", nargs=-1, metavar="")
@click.option("--drift", is_flag=True, help="Also compare out/ with what the specs say.")
@click.option(
    "--rules",
    "rule_files",
    multiple=True,
    metavar="FILE…",
    help="Check these rule files of somebody else instead: files, folders, patterns in quotes, or "
    "`-` for what is piped in.",
)
@click.option(
    "--dashboards",
    "dashboard_files",
    multiple=True,
    metavar="FILE…",
    help="Check these dashboards instead, in Grafana's JSON; named like rule files.",
)
@click.option(
    "--target",
    metavar="VERSION",
    help="The oldest Prometheus that is asked, such as 2.53; by default that of the specs.",
)
@click.option("--fix", is_flag=True, help="First mend what cannot be meant otherwise.")
@report_options
@format_option
@fail_on_option
@click.pass_obj
def command(
    directories: tuple[Path, ...],
    *,
    files: tuple[str, ...],
    drift: bool,
    rule_files: tuple[str, ...],
    dashboard_files: tuple[str, ...],
    target: str | None,
    fix: bool,
    only: tuple[str, ...],
    min_severity: str,
    baseline: Path | None,
    write_baseline: Path | None,
    form: str,
    fail_on: str,
) -> None:
    """Check the specs without writing anything.

    Everything is rendered in memory and read back, so what passes here can be rendered. With
    --drift, out/ is compared with that: a file that is missing, differs or is left over is a
    finding. Of several projects (-C a -C b) one report is printed.

    With --rules, Prometheus rule files are checked instead of the specs, also those in manifests
    (PrometheusRule, ConfigMap). Where there are specs, the metrics in them are all that is known to
    exist; without specs, only what follows from the rules themselves is said. A comment in a rule,
    `# promspec: allow PS512 reason`, accepts a finding; above all rules it speaks of the whole
    file.

    With --dashboards the same is done with dashboards of Grafana, whatever puts values into their
    variables. `"allow": {"PS666": "reason"}` in a dashboard, panel, query or variable accepts a
    finding there.

    --fix writes to the files that are checked: names, keys and values that are one slip away from
    the only one that can be meant. Everything else in them stays as it is, and the check follows.

    A baseline holds the findings that were there before: with --baseline they are left out and
    do not count, and those that are gone are named. --write-baseline writes one, and nothing is
    reported. Errors with which the specs cannot be rendered are never in it, and always count.
    """
    from generator.cli import checking  # noqa: PLC0415 (help does not wait for the stages)

    _refuse(files, rule_files, dashboard_files, target, drift=drift, fix=fix)
    if SEVERITIES.index(min_severity) < SEVERITIES.index(fail_on):
        message = f"--min-severity {min_severity} hides what --fail-on {fail_on} asks for."
        raise click.UsageError(message)
    names = (*rule_files, *dashboard_files, *files)
    wishes = checking.Wishes(form, fail_on, only, baseline, write_baseline, min_severity)
    if names:
        from generator.cli import foreign_files as foreign  # noqa: PLC0415 (as above)

        kind = foreign.RULES if rule_files else foreign.DASHBOARDS
        root = only_one(directories)
        sys.exit(foreign.check_foreign_files(root, kind, names, wishes, target, fix=fix))
    sys.exit(checking.check_specs(directories, wishes, drift=drift, fix=fix))


def _refuse(
    files: tuple[str, ...],
    rule_files: tuple[str, ...],
    dashboard_files: tuple[str, ...],
    target: str | None,
    *,
    drift: bool,
    fix: bool,
) -> None:
    """Refuse what does not go together.

    Raises:
        UsageError: it does not.
    """
    named = (*rule_files, *dashboard_files)
    if files and not named:
        raise click.UsageError(f"`{files[0]}` is named without --rules or --dashboards.")
    if rule_files and dashboard_files:
        raise click.UsageError("--rules and --dashboards do not go together.")
    option = "--rules" if rule_files else "--dashboards"
    if named and drift:
        raise click.UsageError(f"--drift and {option} do not go together.")
    if target is not None and not named:
        message = "--target goes with --rules or --dashboards; specs say theirs in project.yaml."
        raise click.UsageError(message)
    if target is not None and not _VERSION.fullmatch(target):
        raise click.UsageError(f"`{target}` is no version such as 2.53.")
    if fix and "-" in (*named, *files):
        raise click.UsageError("What is piped in cannot be fixed.")
