"""The rules in files that others wrote, in whatever they are wrapped."""

import dataclasses
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from generator.check import codes
from generator.check.rule_manifests import CONFIG_MAP
from generator.core.finding import Finding, Path, Place
from generator.load.document import Document
from generator.promql import tree as t
from generator.promql.parse import PromqlError, TooLargeError
from generator.promql.read import parse, seconds

_MERGE = "<<"


@dataclasses.dataclass(frozen=True, slots=True)
class ForeignRule:
    """A rule as it stands in a file.

    ``place`` is the rule's, ``expr_place`` that of its expression, which may come from a merged
    mapping. ``node`` is the expression, None where it is no PromQL, for the reason ``fault``
    at ``fault_place``.
    """

    place: Place
    record: str
    alert: str
    expr: str
    expr_place: Place
    labels: tuple[tuple[str, str], ...]
    annotations: tuple[tuple[str, str], ...]
    node: t.Node | None
    fault: str
    fault_place: Place
    for_: float | None = None
    """For how many seconds an alert waits; None where that cannot be read."""
    fields: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    """Everything that stands in it, merged mappings included."""
    too_large: bool = False
    """Whether nothing more is wrong with the expression than that it cannot be looked at."""

    def read(self) -> t.Node | None:
        """Return the expression."""
        return self.node


class ForeignGroup(NamedTuple):
    """A group as it stands in a file; ``fields`` is everything in it, merged mappings included."""

    place: Place
    fields: Mapping[str, Any]
    rules: tuple[ForeignRule, ...]


class Holder(NamedTuple):
    """What holds groups: a rule file of Prometheus, or a manifest ``wrapped`` around one."""

    place: Place
    fields: Mapping[str, Any]
    groups: tuple[ForeignGroup, ...]
    wrapped: bool


def foreign_groups(document: Document) -> tuple[ForeignGroup, ...]:
    """Return the groups of a file with their rules; what is neither is left out."""
    return tuple(group for holder in holders(document) for group in holder.groups)


def holders(document: Document) -> tuple[Holder, ...]:
    """Return what holds the groups of a file.

    A file is a rule file of Prometheus, a PrometheusRule of its operator, a ConfigMap with rule
    files in it, or a list of those; it may have several documents.
    """
    return tuple(
        Holder(
            Place(document.file, start),
            holder,
            tuple(
                _group(document.file, where, group)
                for group, where in _items(holder, "groups", start)
                if isinstance(group, dict)
            ),
            wrapped or "kind" in holder,
        )
        for holder, start, wrapped in _holders(document.tree, (), wrapped=False)
    )


def _group(file: str, where: Path, group: dict[str, Any]) -> ForeignGroup:
    rules = (
        _rule(file, path, rule, _texts(group, "labels"))
        for rule, path in _items(group, "rules", where)
        if isinstance(_get(rule, "expr", ())[0], str | Decimal | bool)
    )
    return ForeignGroup(Place(file, where), merged(group), tuple(rules))


def unread_documents(document: Document) -> Iterator[Finding]:
    """Yield the documents of a rule file that Prometheus passes over: all but the first."""
    if not isinstance(document.tree, list):
        return
    first, *others = document.tree
    if isinstance(first, dict) and "groups" in first and "kind" not in first:
        for number, other in enumerate(others, 1):
            if isinstance(other, dict) and "groups" in other:
                message = "Prometheus reads the first document of a rule file and passes over this"
                yield codes.UNREAD_DOCUMENT.at(
                    Place(document.file, (number, "groups"), "key"), message
                )


def _holders(
    tree: object, path: Path, *, wrapped: bool
) -> Iterator[tuple[dict[str, Any], Path, bool]]:
    """Yield the mappings that hold groups, and whether something is wrapped around them."""
    if isinstance(tree, list):
        for index, one in enumerate(tree):
            yield from _holders(one, (*path, index), wrapped=wrapped)
    elif isinstance(tree, dict):
        if isinstance(tree.get("items"), list):
            yield from _holders(tree["items"], (*path, "items"), wrapped=True)
        elif tree.get("kind") == CONFIG_MAP and isinstance(tree.get("data"), dict):
            for key, one in tree["data"].items():
                yield from _holders(one, (*path, "data", key), wrapped=False)
        elif isinstance(tree.get("spec"), dict):
            yield tree["spec"], (*path, "spec"), True
        else:
            yield tree, path, wrapped


def _rule(file: str, path: Path, rule: dict[str, Any], shared: dict[str, str]) -> ForeignRule:
    expr, steps = _get(rule, "expr", path)
    node, fault, place, too_large = None, "", Place(file, steps), False
    try:
        node = parse(as_text(expr))
    except PromqlError as error:
        fault, too_large = str(error), isinstance(error, TooLargeError)
        place = place.within(*error.at) if error.at else place
    return ForeignRule(
        place=Place(file, path),
        record=name_in(_get(rule, "record", ())[0]),
        alert=name_in(_get(rule, "alert", ())[0]),
        expr=as_text(expr),
        expr_place=Place(file, steps),
        labels=tuple({**shared, **_texts(rule, "labels")}.items()),
        annotations=tuple(_texts(rule, "annotations").items()),
        node=node,
        fault=fault,
        fault_place=place,
        too_large=too_large,
        for_=_duration(rule),
        fields=merged(rule),
    )


def as_text(value: object) -> str:
    """Return what Prometheus reads a single value as where it wants a text."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def name_in(value: object) -> str:
    """Return the name that a value of `alert`, `record` or `name` gives; empty if none."""
    return as_text(value) if isinstance(value, str | Decimal | bool) else ""


def merged(tree: object) -> dict[str, Any]:
    """Return what stands in a mapping and in those that are merged into it."""
    if not isinstance(tree, dict):
        return {}
    others = tree.get(_MERGE)
    sources = others if isinstance(others, list) else [others]
    found: dict[str, Any] = {}
    for one in reversed(sources):
        if isinstance(one, dict):
            found |= one
    return {**found, **{key: value for key, value in tree.items() if key != _MERGE}}


def _duration(rule: dict[str, Any]) -> float | None:
    try:
        return seconds(str(_get(rule, "for", ())[0] or "0s"))
    except ValueError:
        return None


def _get(tree: object, key: str, path: Path) -> tuple[Any, Path]:
    """Return a value of a mapping, its merged ones included, and the path that leads to it."""
    if not isinstance(tree, dict):
        return None, path
    if key in tree:
        return tree[key], (*path, key)
    merged = tree.get(_MERGE)
    sources = enumerate(merged) if isinstance(merged, list) else [(None, merged)]
    for index, one in sources:
        if isinstance(one, dict) and key in one:
            steps = (_MERGE,) if index is None else (_MERGE, index)
            return one[key], (*path, *steps, key)
    return None, path


def _items(tree: object, key: str, path: Path) -> Iterator[tuple[Any, Path]]:
    value, start = _get(tree, key, path)
    for index, one in enumerate(value if isinstance(value, list) else ()):
        yield one, (*start, index)


def _texts(tree: object, key: str) -> dict[str, str]:
    value, _ = _get(tree, key, ())
    return {name: as_text(text) for name, text in merged(value).items()}
