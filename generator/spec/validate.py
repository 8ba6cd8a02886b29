"""Trees to models, and what does not fit to findings in the user's words."""

import dataclasses
import difflib
import functools
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any, TypeVar

import pydantic

from generator.core.fields import SpecModel
from generator.core.finding import Finding, Path, Place, Related
from generator.load.document import Document, Tree
from generator.spec import codes
from generator.spec.component import Component
from generator.spec.project import Decisions, Labels, Owners, Project
from generator.spec.views import Dashboard, Environment, Fleet, Runbook

KINDS: dict[str, type[SpecModel]] = {
    "project": Project,
    "labels": Labels,
    "decisions": Decisions,
    "owners": Owners,
    "component": Component,
    "dashboard": Dashboard,
    "runbook": Runbook,
    "environment": Environment,
    "fleet": Fleet,
}
_ONCE = ("project", "labels", "decisions", "owners")
_NAME_KINDS = {"name", "names", "text_wanted"}
_QUANTITY_KINDS = {"quantity", "unit", "duration", "bound"}
_TYPE_WORDS = {
    "string_type": "a text",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "mapping_type": "a mapping",
    "tuple_type": "a list",
    "list_type": "a list",
    "bool_type": "true or false",
    "model_attributes_type": "a mapping",
}
Model = TypeVar("Model", bound=SpecModel)


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """One spec file as a model, with the file it came from."""

    file: str
    kind: str
    id: str
    model: SpecModel


@dataclasses.dataclass(frozen=True, slots=True)
class Specs:
    """All specs of a project that could be read, by kind and id."""

    entries: tuple[Entry, ...]

    def of(self, kind: type[Model]) -> dict[str, tuple[str, Model]]:
        """Return file and model of every spec of a kind, by id in alphabetical order."""
        found = {e.id: (e.file, e.model) for e in self.entries if isinstance(e.model, kind)}
        return {name: found[name] for name in sorted(found)}

    def one(self, kind: type[Model]) -> tuple[str, Model] | None:
        """Return file and model of a kind that stands once, None if it is missing."""
        return next(iter(self.of(kind).values()), None)


def validate(documents: Iterable[Document]) -> tuple[Specs, list[Finding]]:
    """Return the models of all documents and the findings of those that do not fit."""
    entries: list[Entry] = []
    findings: list[Finding] = []
    for document in documents:
        entry, found = validate_document(document.file, document.tree)
        findings += found
        if entry is not None:
            entries.append(entry)
    findings += _duplicates(entries)
    return Specs(tuple(entries)), findings


def validate_document(file: str, tree: Tree) -> tuple[Entry | None, list[Finding]]:
    """Return the model of one document, None where it does not fit, and its findings."""
    if not isinstance(tree, dict) or not tree:
        return None, []  # the loader has said so already
    kind = next(iter(tree))
    if kind not in KINDS:
        return None, [_unknown_kind(file, kind, tree)]
    try:
        model = KINDS[kind].model_validate(tree)
    except pydantic.ValidationError as error:
        details = error.errors(include_url=False)
        return None, [_finding(file, KINDS[kind], detail, tree) for detail in details]
    entry = Entry(file, kind, str(tree[kind]), model)
    return entry, _named_after_id(entry)


def _unknown_kind(file: str, kind: str, tree: dict[str, Tree]) -> Finding:
    place = Place(file, (kind,), "key")
    later = [key for key in tree if key in KINDS]
    if later:
        fix = f"move `{later[0]}` to the first line"
        return codes.UNKNOWN_KIND.at(place, f"the kind must come first, found `{kind}`", fix=fix)
    fix = f"begin with one of {', '.join(KINDS)}"
    return codes.UNKNOWN_KIND.at(
        place, f"`{kind}` is no kind of spec", fix=_meant(kind, KINDS) or fix
    )


def _named_after_id(entry: Entry) -> list[Finding]:
    stem = PurePosixPath(entry.file).stem
    if entry.kind in _ONCE or stem == entry.id:
        return []
    message = f"{entry.kind} `{entry.id}` stands in `{PurePosixPath(entry.file).name}`"
    fix = f"rename the file to `{entry.id}.yaml`, or the {entry.kind} to `{stem}`"
    return [codes.FILE_NAME.at(Place(entry.file, (entry.kind,)), message, fix=fix)]


def _duplicates(entries: list[Entry]) -> list[Finding]:
    seen: dict[tuple[str, str], Entry] = {}
    findings = []
    for entry in entries:
        key = (entry.kind, "" if entry.kind in _ONCE else entry.id)
        first = seen.setdefault(key, entry)
        if first is not entry:
            what = f"a second {entry.kind}" + (f" `{entry.id}`" if key[1] else "")
            related = Related(Place(first.file, (first.kind,)), "the first one")
            place = Place(entry.file, (entry.kind,))
            findings.append(codes.DUPLICATE_ID.at(place, what, related=related))
    return findings


def _finding(file: str, model: type[SpecModel], detail: Any, tree: Tree) -> Finding:
    path = _known(detail["loc"], tree)
    place = Place(file, path)
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "extra_forbidden":
        known = _keys_at(model, path[:-1])
        message = f"unknown key `{path[-1]}`"
        options = f"known here are {', '.join(known)}" if known else None
        return codes.UNKNOWN_KEY.at(
            place.key(), message, fix=_meant(str(path[-1]), known) or options
        )
    if kind == "missing":
        name = str(detail["loc"][-1])
        owner = Place(file, path, "key") if path else place
        return codes.MISSING_KEY.at(owner, f"`{name}` is missing", fix=f"add `{name}:`")
    if kind in _TYPE_WORDS:
        message = f"{_TYPE_WORDS[kind]} is wanted here, found {_found(detail['input'])}"
        return codes.WRONG_TYPE.at(place, message, fix=_quoting(kind, detail["input"]))
    if "expected" in context:
        return _wrong_value(place, detail)
    rule = codes.CONTRADICTION
    if kind in _NAME_KINDS or kind == "string_pattern_mismatch":
        rule = codes.BAD_NAME
    elif kind in _QUANTITY_KINDS:
        rule = codes.NO_QUANTITY
    elif kind in {"number", "count", "language"}:
        rule = codes.WRONG_VALUE
    if detail["loc"] and detail["loc"][-1] == "[key]":
        place = place.key()
    return rule.at(place, context.get("message", detail["msg"]), fix=context.get("fix") or None)


def _wrong_value(place: Place, detail: Any) -> Finding:
    expected = detail["ctx"]["expected"].replace("'", "`")
    options = [part.strip("`") for part in expected.replace(" or ", ", ").split(", ")]
    value = _found(detail["input"])
    if detail["loc"][-1] == "[key]":
        place = place.key()
    fix = _meant(str(detail["input"]), options) or f"write {expected}"
    return codes.WRONG_VALUE.at(place, f"{value} is not known here", fix=fix)


def _found(value: object) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    if value is None:
        return "nothing"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _quoting(kind: str, value: object) -> str | None:
    if kind == "string_type" and not isinstance(value, dict | list | None):
        return f'quote it: "{str(value).lower() if isinstance(value, bool) else value}"'
    if kind == "bool_type" and value in {"on", "yes", "off", "no"}:
        return f"write {'true' if value in {'on', 'yes'} else 'false'}"
    return None


def _known(loc: tuple[str | int, ...], tree: Tree) -> Path:
    """Keep the segments that the tree has; pydantic adds names of union members and `[key]`.

    A key that is forbidden is in the tree, one that is missing is not.
    """
    path: list[str | int] = []
    node: Any = tree
    for part in loc:
        if (isinstance(node, dict) and part in node) or (
            isinstance(node, list) and isinstance(part, int) and part < len(node)
        ):
            path.append(part)
            node = node[part]
    return tuple(path)


def _meant(word: str, known: Iterable[str]) -> str | None:
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"did you mean `{close[0]}`?" if close else None


@functools.cache
def _schema(model: type[SpecModel]) -> dict[str, Any]:
    return model.model_json_schema()


def _keys_at(model: type[SpecModel], path: Path) -> list[str]:
    """Return the keys that a model knows at a path, read from its JSON Schema."""
    schema = _schema(model)
    nodes = [schema]
    for part in path:
        nodes = [below for node in nodes for below in _below(schema, node, part)]
    return sorted({key for node in nodes for key in _plain(schema, node).get("properties", {})})


def _plain(schema: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in node:
        node = schema["$defs"][node["$ref"].rpartition("/")[2]]
    return node


def _below(schema: dict[str, Any], node: dict[str, Any], part: str | int) -> list[dict[str, Any]]:
    node = _plain(schema, node)
    found = []
    if isinstance(part, int):
        found = [node["items"]] if "items" in node else []
    elif part in node.get("properties", {}):
        found = [node["properties"][part]]
    elif isinstance(node.get("additionalProperties"), dict):
        found = [node["additionalProperties"]]
    elif node.get("patternProperties"):
        found = list(node["patternProperties"].values())
    return [option for one in found for option in _options(schema, one)]


def _options(schema: dict[str, Any], node: dict[str, Any]) -> list[dict[str, Any]]:
    node = _plain(schema, node)
    if "anyOf" not in node:
        return [node]
    return [option for one in node["anyOf"] for option in _options(schema, one)]
