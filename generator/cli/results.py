"""The findings of one or several projects as one report."""

import collections
import dataclasses
import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from generator.app import Project
from generator.core.finding import Finding, Severity, Where
from generator.load.document import Document, Sources
from generator.load.lines import LineTable
from generator.load.source_map import SourceMap
from generator.report import render


@dataclasses.dataclass(frozen=True, slots=True)
class Result:
    """What was found in one project; ``prefix`` stands before its file names in the report."""

    prefix: str
    project: Project
    findings: tuple[Finding, ...]

    @property
    def counts(self) -> str:
        """The size of the project and how many findings there are, in a line."""
        estate = self.project.estate
        specs = len(self.project.specs.entries)
        parts = [_count(specs, "spec")]
        if estate is not None:
            alerts = sum(len(one.bounds) for _, one in estate.thresholds() if one.notifies)
            parts += [_count(len(estate.indicators), "indicator"), _count(alerts, "alert")]
        found = collections.Counter(one.severity for one in set(self.findings))
        said = [_count(found[one], one.value) for one in Severity if found[one]]
        return ", ".join((*parts, *(said or ["no findings"])))

    def failing(self, fail_on: str) -> bool:
        """Tell whether a finding is at or above a severity."""
        return any(one.severity.rank <= Severity(fail_on).rank for one in self.findings)


def _count(number: int, what: str) -> str:
    """Return a number with its noun; there is no plural of advice."""
    return f"{number} {what}{'' if number == 1 or what == Severity.ADVICE else 's'}"


def prefix_of(root: Path) -> str:
    """Return what stands before the file names of a project, so that they can be opened.

    Files below the current folder are named from there, as editors and code hosts want it; those
    of a project elsewhere from where ``-C`` says it is, since a name from the project alone could
    be that of another file here.
    """
    real, here = root.resolve(), Path.cwd()
    if real.is_relative_to(here):
        below = real.relative_to(here).as_posix()
        return "" if below == "." else f"{below}/"
    return f"{root.as_posix().rstrip('/')}/"


def show(results: Iterable[Result], form: str, extra: dict[str, object] | None = None) -> None:
    """Print the findings of all projects; nothing in text form where there are none.

    ``extra`` is added to the JSON object.
    """
    every = list(results)
    findings = [_moved(found, one.prefix) for one in every for found in one.findings]
    if not findings and form == "text":
        return
    documents: dict[str, Document] = {}
    texts: dict[str, LineTable] = {}
    for one in every:
        sources = one.project.sources
        for document in sources.documents.values():
            name = f"{one.prefix}{document.file}"
            marks = SourceMap(name, document.marks.lines)
            documents[name] = dataclasses.replace(document, file=name, marks=marks)
        texts |= {f"{one.prefix}{name}": lines for name, lines in sources.texts.items()}
    text = render(form, findings, Sources(documents, texts), color=form == "text" and colorful())
    if form == "json" and extra:
        text = json.dumps({**json.loads(text), **extra}, indent=2) + "\n"
    click.echo(text, nl=False)


def colorful() -> bool:
    """Tell whether colours are wanted: on a terminal, unless no-color.org says otherwise."""
    if sys.stdout is None or os.environ.get("NO_COLOR"):  # noqa: TID251 (no output file)
        return False
    return sys.stdout.isatty()


def _moved(finding: Finding, prefix: str) -> Finding:
    """Return a finding whose files are named with a prefix."""
    if not prefix:
        return finding
    related = finding.related
    if related is not None:
        related = dataclasses.replace(related, where=_named(related.where, prefix))
    return dataclasses.replace(finding, where=_named(finding.where, prefix), related=related)


def _named(where: Where, prefix: str) -> Where:
    return dataclasses.replace(where, file=f"{prefix}{where.file}")
