"""The findings of one or several projects as one report."""

import collections
import dataclasses
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import click

from generator.cli.naming import prefix_for, stable_prefix
from generator.cli.result import Result, counted
from generator.core.finding import Finding, Severity, Where
from generator.load.document import Document, Sources
from generator.load.lines import LineTable
from generator.report import NOTHING, Aside, render
from generator.report.located import Located


@dataclasses.dataclass(frozen=True, slots=True)
class Report:
    """Findings with the names that a format gives to their files."""

    findings: tuple[Finding, ...]
    sources: Sources
    aside: Aside = NOTHING
    homes: Mapping[str, int] = dataclasses.field(default_factory=dict)
    """The number of the project that a file belongs to, where there are several."""

    def without(self, **aside: Any) -> "Report":
        """Return the report with other things left out; see the attributes of ``Aside``."""
        return dataclasses.replace(self, aside=dataclasses.replace(self.aside, **aside))

    def counts_of(self, project: int) -> str:
        """Return in words how many findings of a project are reported."""
        mine = (one for one in self.located() if self.homes.get(one.span.file) == project)
        found = collections.Counter(one.severity for one in mine)
        said = [counted(found[one], one.value) for one in Severity if found[one]]
        return ", ".join(said) or "no findings"

    def located(self) -> list[Located]:
        """Return what is reported, with places."""
        return self.aside.shown(self.findings, self.sources)

    def failing(self, fail_on: str) -> bool:
        """Tell whether a finding that is reported is at or above a severity."""
        return any(one.severity.rank <= Severity(fail_on).rank for one in self.located())

    def text(self, form: str) -> str:
        """Return it in a format."""
        color = form == "text" and colorful()
        return render(form, self.findings, self.sources, self.aside, color=color)


def report_of(results: Iterable[Result], form: str) -> Report:
    """Return the findings of all projects in one report."""
    every = list(results)
    roots = [one.project.root for one in every]
    findings: list[Finding] = []
    accepted: list[tuple[Finding, str]] = []
    documents: dict[str, Document] = {}
    texts: dict[str, LineTable] = {}
    stable: dict[str, str] = {}
    homes: dict[str, int] = {}
    for number, one in enumerate(every):
        prefix = prefix_for(form, one.project.root, roots)
        lasting = stable_prefix(one.project.root, roots)
        sources, acceptance = one.project.sources, one.project.acceptance
        names = {file: f"{prefix}{file}" for file in _files(one)}
        homes |= dict.fromkeys(names.values(), number)
        findings += [moved(found, names) for found in one.findings]
        if acceptance is not None:
            accepted += [(moved(found, names), why) for found, why in acceptance.accepted]
        for document in sources.documents.values():
            name = f"{prefix}{document.file}"
            marks = document.marks.named(name)
            documents[name] = dataclasses.replace(document, file=name, marks=marks)
        texts |= {f"{prefix}{name}": lines for name, lines in sources.texts.items()}
        stable |= {names[name]: f"{lasting}{name}" for name in names}
    known = Sources(documents, texts, stable)
    return Report(tuple(findings), known, Aside(accepted=tuple(accepted)), homes)


def show(results: Iterable[Result], form: str, extra: dict[str, object] | None = None) -> None:
    """Print the findings of all projects; nothing in text form where there are none.

    ``extra`` is added to the JSON object.
    """
    show_report(report_of(results, form), form, extra)


def show_report(report: Report, form: str, extra: dict[str, object] | None = None) -> None:
    """Print a report; nothing in text form where nothing is in it."""
    if form == "text" and not report.located():
        return
    text = report.text(form)
    if form == "json" and extra:
        text = json.dumps({**json.loads(text), **extra}, indent=2) + "\n"
    click.echo(text, nl=False)


def colorful() -> bool:
    """Tell whether colours are wanted: on a terminal, unless no-color.org says otherwise."""
    if sys.stdout is None or os.environ.get("NO_COLOR"):  # noqa: TID251 (no output file)
        return False
    return sys.stdout.isatty()


def moved(finding: Finding, names: Mapping[str, str]) -> Finding:
    """Return a finding whose files have the names that stand here for theirs."""
    related = finding.related
    if related is not None:
        related = dataclasses.replace(related, where=_named(related.where, names))
    return dataclasses.replace(finding, where=_named(finding.where, names), related=related)


def _named(where: Where, names: Mapping[str, str]) -> Where:
    return dataclasses.replace(where, file=names.get(where.file, where.file))


def _files(result: Result) -> Iterator[str]:
    """Yield the names of all files that the findings of a project can speak of."""
    sources, acceptance = result.project.sources, result.project.acceptance
    yield from (*sources.documents, *sources.texts)
    accepted = () if acceptance is None else (one for one, _ in acceptance.accepted)
    for finding in (*result.findings, *accepted):
        yield finding.where.file
        if finding.related is not None:
            yield finding.related.where.file
