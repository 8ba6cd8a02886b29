"""``promspec check --rules`` and ``--dashboards``: files that others wrote."""

import dataclasses
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator import app
from generator.cli.checking import Wishes
from generator.cli.fixing import mend, told
from generator.cli.naming import name_for, stable_name
from generator.cli.result import Result
from generator.cli.results import Report, moved, report_of
from generator.core.finding import Finding
from generator.load.document import Sources
from generator.report import Aside

if TYPE_CHECKING:
    from generator.check.foreign import Looked


@dataclasses.dataclass(frozen=True, slots=True)
class Kind:
    """A kind of files: what looks at them, and how they and what they hold are called."""

    look: "Callable[[Sequence[str], app.Project | None, str | None], tuple[Sources, Looked]]"
    noun: str
    holds: str


RULES: Final = Kind(app.check_rules, "rule file", "rules")
DASHBOARDS: Final = Kind(app.check_dashboards, "dashboard file", "dashboards")


def check_foreign_files(
    root: Path, kind: Kind, names: Sequence[str], wishes: Wishes, target: str | None, *, fix: bool
) -> int:
    """Check files of a kind, mend them first if that is wanted; return the exit code."""
    wishes.codes()
    project = app.read(root) if (root / "specs").is_dir() else None
    if project is not None and project.failed:
        return wishes.conclude(report_of([Result(project, project.findings)], wishes.form))

    def look() -> tuple[Sources, list[Finding]]:
        sources, looked = kind.look(names, project, target)
        return sources, looked.findings

    if fix:
        told(mend(look, Path()), err=wishes.form != "text")
    sources, looked = kind.look(names, project, target)
    return wishes.conclude(
        _report(root, sources, looked, wishes.form),
        clean=_clean(kind, sources, looked, known=project is not None),
        accepts=lambda _: True,  # nothing is rendered from files of others
    )


def _clean(kind: Kind, sources: Sources, looked: "Looked", *, known: bool) -> list[str]:
    """Return what is said where nothing is found."""
    metrics = "the metrics of the specs" if known else "no specs, so any metric"
    count = len(sources.documents) + len(sources.texts) - looked.passed_over
    lines = [f"{count} {kind.noun}{'' if count == 1 else 's'}, {metrics}: no findings"]
    if looked.passed_over:
        other = "file holds" if looked.passed_over == 1 else "files hold"
        lines.append(f"{looked.passed_over} other {other} no {kind.holds}")
    return lines


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
