"""``promspec check --rules``: rule files that others wrote."""

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator import app
from generator.cli.checking import Wishes
from generator.cli.fixing import mend
from generator.cli.naming import name_for, stable_name
from generator.cli.results import Report, Result, moved, report_of
from generator.core.finding import Finding
from generator.load.document import Sources
from generator.report import Aside

if TYPE_CHECKING:
    from generator.check.foreign import Looked


def check_rule_files(
    root: Path, names: Sequence[str], wishes: Wishes, target: str | None, *, fix: bool
) -> int:
    """Check rule files, mend them first if that is wanted; return the exit code."""
    wishes.codes()
    project = app.read(root) if (root / "specs").is_dir() else None
    if project is not None and project.failed:
        return wishes.conclude(report_of([Result(project, project.findings)], wishes.form))
    if fix:
        for line in mend(lambda: _looked_at(names, project, target), Path):
            click.echo(line, err=wishes.form != "text")
    sources, looked = app.check_rules(names, project, target)
    known = "the metrics of the specs" if project is not None else "no specs, so any metric"
    count = len(sources.documents) + len(sources.texts) - looked.passed_over
    clean = f"{count} rule file{'' if count == 1 else 's'}, {known}: no findings"
    lines = [clean]
    if looked.passed_over:
        other = "file holds" if looked.passed_over == 1 else "files hold"
        lines.append(f"{looked.passed_over} other {other} no rules")
    return wishes.conclude(_report(root, sources, looked, wishes.form), clean=lines)


def _looked_at(
    names: Sequence[str], project: app.Project | None, target: str | None
) -> tuple[Sources, list[Finding]]:
    sources, looked = app.check_rules(names, project, target)
    return sources, looked.findings


def _report(root: Path, sources: Sources, looked: "Looked", form: str) -> Report:
    """Return the findings with the names that a format gives to the files."""
    files = (*sources.documents, *sources.texts)
    shown = {file: file if file == "-" else name_for(form, file, root) for file in files}
    stable = {shown[file]: file if file == "-" else stable_name(file, root) for file in files}
    documents = {
        shown[file]: dataclasses.replace(one, file=shown[file], marks=one.marks.named(shown[file]))
        for file, one in sources.documents.items()
    }
    texts = {shown[file]: lines for file, lines in sources.texts.items()}
    findings = tuple(moved(one, shown) for one in looked.findings)
    accepted = tuple((moved(one, shown), why) for one, why in looked.accepted)
    return Report(findings, Sources(documents, texts, stable), Aside(accepted=accepted))
