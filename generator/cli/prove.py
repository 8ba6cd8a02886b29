"""``promspec prove``."""

import dataclasses
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.options import environment_option, json_option, only_one

if TYPE_CHECKING:
    from generator.prove.result import Report

_FILES = ("--rules", "--tests")


class _Command(click.Command):
    """A command that takes several values behind one option: `--rules a.yml b.yml`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Repeat the option before each further value, so that click reads them."""
        return super().parse_args(ctx, list(_repeated(args)))


def _repeated(args: list[str]) -> Iterator[str]:
    option, named = "", False
    for one in args:
        if one.startswith("-") and one != "-":
            option, named = one if one in _FILES else "", False
        elif option:
            if named:
                yield option
            named = True
        yield one


@click.command("prove", cls=_Command)
@click.option(
    "--rules",
    "rule_files",
    multiple=True,
    metavar="FILE…",
    help="Prove these rule files of somebody else instead: files, folders, patterns in quotes.",
)
@click.option(
    "--tests",
    "test_files",
    multiple=True,
    metavar="FILE…",
    help="The tests of these rule files, as promtool takes them.",
)
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
    rule_files: tuple[str, ...],
    test_files: tuple[str, ...],
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

    Without --environment the tests of all environments are run; mistakes are put into the rules
    of the default one.

    A mutant that means the same as the rule is named with the reason and not counted. What
    --format json prints is described by `promspec schema prove`. How far it is stands on stderr.

    With --rules and --tests, rule files of others and the tests that somebody wrote for them take
    the place of the specs: `promspec prove --rules rules/*.yml --tests tests/*.yml`. Alerts that
    cannot fire and alerts that no test names are findings, too.
    """
    if bool(rule_files) != bool(test_files):
        raise click.UsageError("--rules and --tests go together.")
    if "-" in (*rule_files, *test_files):
        raise click.UsageError("promtool reads files: what is piped in cannot be proven.")
    wanted = _Wanted(promtool, form, fail_under, mutate=mutate)
    if rule_files:
        sys.exit(_of_others(rule_files, test_files, wanted))
    sys.exit(_of_specs(only_one(directories), environment, wanted))


@dataclasses.dataclass(frozen=True, slots=True)
class _Wanted:
    promtool: Path | None
    form: str
    fail_under: float
    mutate: bool

    def reached(self, report: "Report") -> bool:
        """Tell whether enough is proven and noticed."""
        proven = sum(one.proven for one in report.alerts) * 100
        enough = proven >= self.fail_under * len(report.alerts)
        return enough and report.score * 100 >= self.fail_under and not report.failing


def _of_specs(root: Path, environment: str, wanted: _Wanted) -> int:
    from generator import app  # noqa: PLC0415 (help does not wait for the stages)
    from generator.cli.naming import prefix_for  # noqa: PLC0415
    from generator.cli.result import Result  # noqa: PLC0415
    from generator.cli.results import show  # noqa: PLC0415
    from generator.prove.printing import report_json, report_text  # noqa: PLC0415

    tell = _Teller()
    tell("reading the specs")
    project = app.read(root)
    if project.failed:
        show([Result(project, project.findings)], wanted.form)
        return 1
    report = app.prove(project, environment, wanted.promtool, mutate=wanted.mutate, progress=tell)
    others = [
        app.prove(project, name, wanted.promtool, mutate=False, progress=tell)
        for name in (() if environment else project.environments)
    ]
    prefix = prefix_for(wanted.form, root, [root])
    text = report_json if wanted.form == "json" else report_text
    click.echo(text(report.named(prefix), [one.named(prefix) for one in others]))
    if environment:
        rest = [name for name in ("", *project.environments) if name != environment]
        click.echo(f"prove: not looked at: {_named(rest)}", err=True)
    return int(not all(map(wanted.reached, (report, *others))))


def _named(environments: Iterable[str]) -> str:
    """Return environments by name; the default one has none."""
    return ", ".join(name or "the default environment" for name in environments)


def _of_others(rules: tuple[str, ...], tests: tuple[str, ...], wanted: _Wanted) -> int:
    from generator import app  # noqa: PLC0415 (help does not wait for the stages)
    from generator.cli.results import Report as Findings  # noqa: PLC0415
    from generator.cli.results import show_report  # noqa: PLC0415
    from generator.prove.printing import report_data, report_text  # noqa: PLC0415

    sources, findings, report = app.prove_rules(
        rules, tests, wanted.promtool, mutate=wanted.mutate, progress=_Teller()
    )
    found = Findings(tuple(findings), sources)
    show_report(found, wanted.form, report_data(report))
    if wanted.form == "text":
        click.echo(f"{chr(10) if findings else ''}{report_text(report)}")
    return int(found.failing("error") or not wanted.reached(report))


class _Teller:
    """Tells on stderr how far it is: at once, then now and then."""

    def __init__(self) -> None:
        self._pause = 1.0 if sys.stderr.isatty() else 10.0
        self._next = 0.0

    def __call__(self, text: str) -> None:
        now = time.monotonic()
        if now >= self._next:
            self._next = now + self._pause
            click.echo(f"prove: {text}", err=True)
