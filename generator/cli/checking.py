"""What `promspec check` does with specs, and with every report that it prints."""

import dataclasses
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from generator import app
from generator.check.allowed import is_check
from generator.cli.baseline import Accepts, Baseline, write_baseline
from generator.cli.fixing import mend, told
from generator.cli.naming import prefix_for
from generator.cli.result import Result
from generator.cli.results import Report, report_of, show_report
from generator.core.finding import Finding, Severity
from generator.load.document import Sources


@dataclasses.dataclass(frozen=True, slots=True)
class Wishes:
    """How a report is wanted: format, what fails, which codes, and what is known before."""

    form: str
    fail_on: str
    only: tuple[str, ...] = ()
    baseline: Path | None = None
    new_baseline: Path | None = None
    min_severity: str = Severity.ADVICE.value

    def codes(self) -> frozenset[str]:
        """Return the codes that are asked for; empty for all.

        Raises:
            UsageError: no finding has one of them.
        """
        asked = [code.strip().upper() for one in self.only for code in one.split(",")]
        known = app.rules()
        for code in asked:
            if code not in known:
                raise click.UsageError(f"No finding has the code `{code}`.")
        return frozenset(asked)

    def conclude(
        self,
        report: Report,
        *,
        clean: Sequence[str] = (),
        projects: Sequence[tuple[str, Result]] = (),
        accepts: Accepts = is_check,
    ) -> int:
        """Print a report and return the exit code.

        ``clean`` are lines for when nothing is found, ``projects`` those that are to be named with
        what is reported of each. ``accepts`` tells of which rules a baseline can leave findings
        out.

        Raises:
            PromspecError: a baseline cannot be read or written.
        """
        only, least = self.codes(), Severity(self.min_severity)
        report = report.without(only=only, least=least)
        if self.new_baseline is not None:
            first, *others = write_baseline(self.new_baseline, report.located(), accepts)
            click.echo("\n".join([first, *others]), err=True)
            return int(bool(others))
        met = None
        if self.baseline is not None:
            every = report.without(only=only, least=Severity.ADVICE).located()
            met = Baseline.read(self.baseline, only).met(every, accepts)
            report = report.without(known=met.known)
        show_report(report, self.form, met.json() if met is not None else None)
        if self.form == "text":
            lines = [*clean] if not report.located() else []
            lines += met.words() if met is not None else []
            lines += [
                f"{name}: {one.size}, {report.counts_of(number)}"
                for number, (name, one) in enumerate(projects)
            ]
            for line in lines:
                click.echo(line)
        return int(report.failing(self.fail_on))


def check_specs(directories: Sequence[Path], wishes: Wishes, *, drift: bool, fix: bool) -> int:
    """Check the specs of some projects, mend them first if that is wanted."""
    wishes.codes()
    if fix:
        told(_mended(directories, wishes.form), err=wishes.form != "text")
    results = []
    for root in directories:
        project = app.read(root)
        results.append(Result(project, tuple(app.check(project, drift=drift))))
    report = report_of(results, wishes.form)
    if len(directories) == 1:
        return wishes.conclude(report, clean=[f"{results[0].size}, no findings"])
    return wishes.conclude(report, projects=list(zip(map(str, directories), results, strict=True)))


def _mended(directories: Sequence[Path], form: str) -> Iterator[str]:
    """Mend what can be in some projects; yield a line for each edit."""
    for root in directories:
        prefix = prefix_for(form, root, directories)
        yield from mend(lambda root=root: _looked_at(root), root, prefix)  # type: ignore[misc]


def _looked_at(root: Path) -> tuple[Sources, list[Finding]]:
    project = app.read(root)
    return project.sources, app.check(project)
