"""Files that others wrote: rules and dashboards to check, SLOs to bring over."""

import dataclasses
import tempfile
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from generator.app.project import Project, estate_of, plan_of, read
from generator.app.rendering import check
from generator.app.rules import rules
from generator.core.finding import Finding, Rule
from generator.load.document import Document, Sources
from generator.load.files import named_files, read_files
from generator.resolve.attribution import distinct

if TYPE_CHECKING:
    from generator.check.foreign import Looked
    from generator.check.promql.catalogue import Catalogue
    from generator.migrate.run import Format, Imported


def check_rules(
    names: Iterable[str | Path], project: Project | None, target: str | None = None
) -> tuple[Sources, "Looked"]:
    """Return what is wrong with rule files that others wrote, and their texts.

    A name may be that of a folder, a pattern, or ``-`` for what is piped in.

    With a project that was read without errors its metrics are known, and that there are no
    others; without one only what follows from the rules themselves is said. ``target`` is the
    release of the oldest Prometheus that loads the rules, by default that of the project.

    Raises:
        PromspecError: a file cannot be read.
        ValueError: the project has errors.
    """
    # Imported here, because few commands need it.
    from generator.check.foreign import look_at  # noqa: PLC0415
    from generator.check.rule_manifests import read_rules  # noqa: PLC0415

    return _check_files(names, project, target, look_at, read_rules)


def check_dashboards(
    names: Iterable[str | Path], project: Project | None, target: str | None = None
) -> tuple[Sources, "Looked"]:
    """Return what is wrong with dashboards in Grafana's JSON, and their texts.

    All else is as for :func:`check_rules`, and so is what is raised.
    """
    # Imported here, because few commands need it.
    from generator.check.dashboards.manifests import read_dashboards  # noqa: PLC0415
    from generator.check.foreign_dashboards import look_at  # noqa: PLC0415

    return _check_files(names, project, target, look_at, read_dashboards)


def _check_files(
    names: Iterable[str | Path],
    project: Project | None,
    target: str | None,
    look_at: "Callable[[Iterable[Document], Catalogue, Mapping[str, Rule], set[str]], Looked]",
    read_from: Callable[[Iterable[str]], tuple[Sources, list[Finding]]],
) -> tuple[Sources, "Looked"]:
    """Return what looking at some files finds, with what is known of a project."""
    # Imported here, because few commands need them.
    from generator.check.expressions import with_records  # noqa: PLC0415
    from generator.check.promql.catalogue import Catalogue, catalogue_of  # noqa: PLC0415
    from generator.promql.versions import Target, version_of  # noqa: PLC0415

    files, swept = named_files(map(str, names))
    sources, findings = read_from(files)
    catalogue = Catalogue()
    if project is not None:
        catalogue = with_records(catalogue_of(estate_of(project)), plan_of(project))
    if target is not None:
        flags = catalogue.target.flags if catalogue.target is not None else frozenset()
        oldest = Target(version_of(target), flags)
        catalogue = dataclasses.replace(catalogue, target=oldest)
    looked = look_at(sources.documents.values(), catalogue, rules(), swept)
    findings = distinct([*findings, *looked.findings])
    if project is not None and project.acceptance is not None:
        findings = project.acceptance.weigh(findings)
    return sources, dataclasses.replace(looked, findings=findings)


def import_specs(
    kind: "Format", names: Iterable[str], project: str, *, period: Fraction
) -> "Imported":
    """Return the specs that say what files of another program say; nothing is written.

    ``period`` is that of SLOs that say none.

    Raises:
        PromspecError: a file cannot be read.
    """
    # Imported here, because few commands need it.
    from generator.migrate.run import Imported, import_specs  # noqa: PLC0415

    files, _ = named_files(names)
    sources, findings = read_files(files)
    if findings:
        return Imported(kind, project, sources, tuple(findings))
    return import_specs(kind, sources, project, wrong_with, period=period)


def wrong_with(files: Mapping[str, str]) -> list[Finding]:
    """Return what is wrong with a project of such files, and with what it renders."""
    with tempfile.TemporaryDirectory(prefix="promspec-") as name:
        for path, text in files.items():
            target = Path(name) / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        return check(read(Path(name)))
