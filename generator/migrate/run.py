"""From the files of another program to specs that render, and the report about it."""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Literal, TypeAlias

from generator.core.finding import Finding, Place, Severity
from generator.load.document import Sources
from generator.migrate.items import documents_of
from generator.migrate.ledger import Entry
from generator.migrate.openslo import read_openslo
from generator.migrate.promise import Promise
from generator.migrate.sloth import read_sloth
from generator.migrate.source import Source
from generator.migrate.specs import USUAL_PERIOD, About, Setting, Specs

Format: TypeAlias = Literal["openslo", "sloth"]
Check: TypeAlias = Callable[[Mapping[str, str]], list[Finding]]
_NAMES = "PS6"  # findings about names of metrics, which the source chose
_KEPT = "The imported SLO reads it under this name."


@dataclasses.dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import: files by path, the report, and what is wrong with the source.

    Where there are findings there are no files.
    """

    format: Format
    project: str
    sources: Sources
    findings: tuple[Finding, ...] = ()
    files: Mapping[str, str] = dataclasses.field(default_factory=dict)
    promises: tuple[Promise, ...] = ()
    entries: tuple[Entry, ...] = ()
    settings: tuple[Setting, ...] = ()


def import_specs(
    kind: Format,
    sources: Sources,
    project: str,
    check: Check,
    *,
    period: Fraction = USUAL_PERIOD,
) -> Imported:
    """Return the specs that say what some files say.

    ``check`` tells what is wrong with a project of such files; SLOs with errors do not come over.
    ``period`` is that of all SLOs of Sloth.

    Raises:
        ValueError: an error has nothing to do with any SLO, which is a fault of this program.
    """
    source = Source()
    documents = [item for one in sources.documents.values() for item in documents_of(one)]
    if kind == "openslo":
        read_openslo(source, documents)
    else:
        read_sloth(source, documents, period)
    if source.reader.findings:
        return Imported(kind, project, sources, tuple(source.reader.findings))
    specs = _settled(source, About(project, source.prometheus_url), check)
    return Imported(
        format=kind,
        project=project,
        sources=sources,
        files=specs.files() if specs.promises else {},
        promises=tuple(specs.promises),
        entries=tuple(source.ledger.entries(documents)),
        settings=tuple(specs.settings()) if specs.promises else (),
    )


def _settled(source: Source, about: About, check: Check) -> Specs:
    """Leave out SLOs until nothing is wrong with the rest, and accept the names of metrics."""
    allow: dict[str, dict[str, str]] = {}
    promises: Sequence[Promise] = source.promises
    while True:
        specs = Specs(about, promises, allow)
        for one, error in specs.refused:
            source.ledger.drop(one.source, str(error), error.fix)
        promises = specs.promises
        found = check(specs.files()) if promises else []
        wrong = [one for one in found if one.severity is Severity.ERROR]
        named = {(one.where.path[1], one.code) for one in found if _is_name(one)}  # type: ignore[union-attr] # it is a place
        new = [(str(name), code) for name, code in named if code not in allow.get(str(name), {})]
        for name, code in sorted(new):
            allow.setdefault(name, {})[code] = _KEPT
        if wrong:
            blamed = _blamed(specs, wrong)
            for one, finding in blamed:
                why = f"promspec refuses it: {finding.message} [{finding.code}]"
                source.ledger.drop(one.source, why, finding.fix)
            promises = [one for one in promises if all(one is not each for each, _ in blamed)]
        elif not new:
            return specs


def _is_name(finding: Finding) -> bool:
    where = finding.where
    is_metric = isinstance(where, Place) and where.path[:1] == ("metrics",)
    return is_metric and finding.code.startswith(_NAMES)


def _blamed(specs: Specs, findings: Sequence[Finding]) -> list[tuple[Promise, Finding]]:
    """Return the SLOs that errors are about.

    Raises:
        ValueError: one is about none.
    """
    found: list[tuple[Promise, Finding]] = []
    for finding in findings:
        where = finding.where
        about = specs.about(where) if isinstance(where, Place) else []
        if not about:
            raise ValueError(f"imported specs are wrong: {finding.where}: {finding.message}")
        found += [(one, finding) for one in about]
    return found
