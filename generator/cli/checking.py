"""What `promspec check` does with specs, and with every report that it prints."""

import dataclasses
from collections.abc import Sequence
from pathlib import Path

import click

from generator import app
from generator.cli.baseline import Baseline, write_baseline
from generator.cli.fixing import mend
from generator.cli.results import Report, Result, report_of, show_report
from generator.core.finding import Finding
from generator.core.spelling import meant
from generator.load.document import Sources


@dataclasses.dataclass(frozen=True, slots=True)
class Wishes:
    """How a report is wanted: format, what fails, which codes, and what is known before."""

    form: str
    fail_on: str
    only: tuple[str, ...] = ()
    baseline: Path | None = None
    new_baseline: Path | None = None

    def codes(self) -> frozenset[str]:
        """Return the codes that are asked for; empty for all.

        Raises:
            UsageError: no finding has one of them.
        """
        asked = [code.strip().upper() for one in self.only for code in one.split(",")]
        known = app.rules()
        for code in asked:
            if code not in known:
                hint = meant(code, known)
                raise click.UsageError(
                    f"No finding has the code `{code}`{f'; {hint}' if hint else '.'}"
                )
        return frozenset(asked)

    def conclude(self, report: Report, *, clean: Sequence[str] = ()) -> int:
        """Print a report and return the exit code; ``clean`` are lines for when nothing is found.

        Raises:
            PromspecError: a baseline cannot be read or written.
        """
        only = self.codes()
        report = dataclasses.replace(report, aside=dataclasses.replace(report.aside, only=only))
        if self.new_baseline is not None:
            count = write_baseline(self.new_baseline, report.located())
            click.echo(f"{self.new_baseline}: {count} finding{'' if count == 1 else 's'}", err=True)
            return 0
        known: frozenset[str] = frozenset()
        baseline = Baseline.read(self.baseline, only) if self.baseline is not None else None
        if baseline is not None:
            known = baseline.known(report.located())
            report = dataclasses.replace(
                report, aside=dataclasses.replace(report.aside, known=known)
            )
        extra = baseline.json(known) if baseline is not None else None
        show_report(report, self.form, extra)
        if self.form == "text":
            if not report.located():
                for line in clean:
                    click.echo(line)
            for line in baseline.words(known) if baseline is not None else ():
                click.echo(line)
        return int(report.failing(self.fail_on))


def check_specs(directories: Sequence[Path], wishes: Wishes, *, drift: bool, fix: bool) -> int:
    """Check the specs of some projects, mend them first if that is wanted."""
    wishes.codes()
    for root in directories if fix else ():
        for line in mend(lambda root=root: _looked_at(root), lambda file, root=root: root / file):  # type: ignore[misc]
            click.echo(line, err=wishes.form != "text")
    results = []
    for root in directories:
        project = app.read(root)
        results.append(Result(project, tuple(app.check(project, drift=drift))))
    several = len(directories) > 1
    clean = [] if several else [one.counts for one in results]
    code = wishes.conclude(report_of(results, wishes.form), clean=clean)
    if several and wishes.form == "text" and wishes.new_baseline is None:
        for root, result in zip(directories, results, strict=True):
            click.echo(f"{root}: {result.counts}")
    return code


def _looked_at(root: Path) -> tuple[Sources, list[Finding]]:
    project = app.read(root)
    return project.sources, app.check(project)
