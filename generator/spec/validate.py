"""Trees to models, and what does not fit to findings in the user's words."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, TypeVar

import pydantic

import generator
from generator.core.fields import SpecModel
from generator.core.finding import Finding, Path, Place, Related, Span
from generator.core.problem import ERROR_TYPE, OR_REMOVE
from generator.core.spelling import meant
from generator.load.document import Document, Tree
from generator.load.lines import LineTable
from generator.spec import codes, lost
from generator.spec.kinds import KINDS, ONCE
from generator.spec.lost import NOTHING, Lost
from generator.spec.places import empty_paths, path_of
from generator.spec.project import Project
from generator.spec.raw_schema import is_required
from generator.spec.salvage import behind, salvaged
from generator.spec.wording import findings_of, misspelt

Model = TypeVar("Model", bound=SpecModel)


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """One spec file as a model, with the file it came from; ``lost`` is what had to be left out."""

    file: str
    kind: str
    id: str
    model: SpecModel
    lost: Lost = NOTHING


@dataclasses.dataclass(frozen=True, slots=True)
class Specs:
    """All specs of a project that could be read, by kind and id; ``unread`` is what could not."""

    entries: tuple[Entry, ...]
    unread: Lost = NOTHING

    @property
    def lost(self) -> Lost:
        """Everything that is written and could not be read."""
        return lost.joined([self.unread, *(entry.lost for entry in self.entries)])

    def of(self, kind: type[Model]) -> dict[str, tuple[str, Model]]:
        """Return file and model of every spec of a kind, by id in alphabetical order."""
        found: dict[str, tuple[str, Model]] = {}
        for entry in self.entries:
            if isinstance(entry.model, kind):
                found.setdefault(entry.id, (entry.file, entry.model))
        return {name: found[name] for name in sorted(found)}

    def one(self, kind: type[Model]) -> tuple[str, Model] | None:
        """Return file and model of a kind that stands once, None if it is missing."""
        return next(
            ((one.file, one.model) for one in self.entries if isinstance(one.model, kind)), None
        )


def validate(
    documents: Iterable[Document],
    texts: Mapping[str, LineTable] | None = None,
    told: Iterable[Finding] = (),
    hidden: Iterable[str] = (),
) -> tuple[Specs, list[Finding]]:
    """Return the models of all documents and the findings of those that do not fit.

    Args:
        documents: The specs.
        texts: Files that gave no document; what they seem to define is not reported as missing.
        told: What is known to be wrong; nothing more is said of the same stretches of text.
        hidden: Files and folders that could not be opened; they may define anything.
    """
    entries: list[Entry] = []
    findings: list[Finding] = []
    unread = {lost.of_file(file, lines) for file, lines in (texts or {}).items()}
    unread |= {lost.UNKNOWN for _ in hidden}
    spans = {one.where for one in told}
    # Of two specs with one id the one in the upper folder is more likely to be the right one.
    for document in sorted(documents, key=lambda one: (one.file.count("/"), one.file)):
        entry, found = validate_document(document.file, document.tree)
        findings += (one for one in found if _value_span(one, document) not in spans)
        if entry is not None:
            entries.append(entry)
            unread |= behind(entry.kind, entry.id, document.doubled)
        elif isinstance(document.tree, dict) and document.tree:
            kind, name = next(iter(document.tree.items()))
            unread.add(lost.of_spec(kind, name, document.file, document.text))
    unique, found = _without_duplicates(entries)
    return Specs(unique, Lost(frozenset(unread))), [*findings, *found]


def validate_document(file: str, tree: Tree) -> tuple[Entry | None, list[Finding]]:
    """Return the model of one document and what is wrong with it.

    Where something is wrong the model is of what is right in it; None where that is not enough.
    """
    if not isinstance(tree, dict) or not tree:
        return None, []  # the loader has said so already
    kind = next(iter(tree))
    if kind not in KINDS:
        return None, [_unknown_kind(file, kind, tree)]
    empties = tuple(empty_paths(tree))
    model, details = _model(kind, tree)
    findings = [_empty(file, kind, path) for path in empties]
    misspelt_paths = {misspelt(kind, detail, tree) for detail in details}
    for detail in details:
        if not _follows(detail, tree, empties) and _missing(detail, tree) not in misspelt_paths:
            findings += findings_of(file, kind, detail, tree)
    left_out = NOTHING
    if findings:
        faults = [(path, False) for path in empties]
        faults += [_fault_path(detail, tree) for detail in details]
        rest, left_out = salvaged(kind, tree, faults)
        model, _ = _model(kind, rest)
    if model is None:
        return None, findings
    entry = Entry(file, kind, str(tree[kind]), model, left_out)
    return entry, [*findings, *_named_after_id(entry), *_required_version(entry)]


def _model(kind: str, tree: Tree) -> tuple[SpecModel | None, list[Any]]:
    try:
        return KINDS[kind].model_validate(tree), []
    except pydantic.ValidationError as error:
        return None, list(error.errors(include_url=False))


def _fault_path(detail: Any, tree: Tree) -> tuple[Path, bool]:
    """Return the path of a fault, down to a key that clashes, and whether it is about the key."""
    path, about_key = path_of(detail["loc"], tree)
    problems = detail.get("ctx", {}).get("problems", ())
    return ((*path, *problems[0].at) if problems else path), about_key


def _follows(detail: Any, tree: Tree, empties: tuple[Path, ...]) -> bool:
    """Tell whether a fault is that something is empty, or a clash that comes of it."""
    path, _ = path_of(detail["loc"], tree)
    if detail["type"] == ERROR_TYPE and any(path == empty[:-1] for empty in empties):
        return True
    return detail["type"] != "missing" and path in empties


def _missing(detail: Any, tree: Tree) -> Path | None:
    """Return the path of a key that is missing; one that is only misspelt is told once."""
    if detail["type"] != "missing":
        return None
    return (*path_of(detail["loc"], tree)[0], str(detail["loc"][-1]))


def _empty(file: str, kind: str, path: Path) -> Finding:
    if isinstance(path[-1], int):
        message = "an item of this list has no value"
        return codes.WRONG_TYPE.at(Place(file, path), message, fix="write it, or remove it")
    message = f"`{path[-1]}` has no value"
    fix = "write its value" + ("" if is_required(kind, path) else OR_REMOVE)
    return codes.WRONG_TYPE.at(Place(file, path, "key"), message, fix=fix)


def _value_span(finding: Finding, document: Document) -> Span:
    """Return where the value stands that a finding is about, also if the finding is at its key."""
    where = finding.where
    if isinstance(where, Place):
        return document.marks.span(dataclasses.replace(where, part="value"))
    return where


def _unknown_kind(file: str, kind: str, tree: dict[str, Tree]) -> Finding:
    place = Place(file, (kind,), "key")
    later = [key for key in tree if key in KINDS]
    if later:
        message = f"`{kind}` stands before `{later[0]}`, which says what this describes"
        return codes.UNKNOWN_KIND.at(place, message, fix=f"move `{later[0]}` to the first line")
    fix = f"begin with one of {', '.join(KINDS)}"
    message = f"`{kind}` is no kind of spec"
    return codes.UNKNOWN_KIND.at(place, message, fix=meant(kind, KINDS) or fix)


def _named_after_id(entry: Entry) -> Iterator[Finding]:
    name = PurePosixPath(entry.file).name
    stem = PurePosixPath(entry.file).stem
    allowed = {entry.id, entry.kind} if entry.kind in ONCE else {entry.id}
    if stem not in allowed:
        message = f"{entry.kind} `{entry.id}` stands in `{name}`"
        right = entry.kind if entry.kind in ONCE else entry.id
        fix = f"rename the file to `{right}.yaml`"
        fix += "" if entry.kind in ONCE else f", or the {entry.kind} to `{stem}`"
        yield codes.FILE_NAME.at(Place(entry.file, (entry.kind,)), message, fix=fix)


def _required_version(entry: Entry) -> Iterator[Finding]:
    model = entry.model
    if not isinstance(model, Project) or model.requires is None:
        return
    if not model.requires.allows(generator.__version__):
        message = f"this is promspec {generator.__version__}, the project wants `{model.requires}`"
        yield codes.REQUIRES.at(Place(entry.file, ("requires",)), message)


def _is_at_home(entry: Entry) -> bool:
    """Tell whether a spec stands in the file that is named after it."""
    name = entry.kind if entry.kind in ONCE else entry.id
    return PurePosixPath(entry.file).stem == name


def _without_duplicates(entries: list[Entry]) -> tuple[tuple[Entry, ...], list[Finding]]:
    """Return the first spec of each id, and a finding for each further one."""
    seen: dict[tuple[str, str], Entry] = {}
    findings = []
    for entry in sorted(entries, key=lambda entry: not _is_at_home(entry)):
        key = (entry.kind, "" if entry.kind in ONCE else entry.id)
        first = seen.setdefault(key, entry)
        if first is not entry:
            message = f"a second {entry.kind}" + (f" `{entry.id}`" if key[1] else "")
            fix = f"rename or remove one, or move what it says to `{first.file}`"
            related = Related(Place(first.file, (first.kind,)), "the first one")
            place = Place(entry.file, (entry.kind,))
            findings.append(codes.DUPLICATE_ID.at(place, message, fix=fix, related=related))
    first_ones = {id(entry) for entry in seen.values()}
    return tuple(entry for entry in entries if id(entry) in first_ones), findings


__all__ = ["KINDS", "Entry", "Specs", "validate", "validate_document"]
