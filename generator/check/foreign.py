"""Rule files that others wrote: Prometheus's own, and PrometheusRule manifests of its operator."""

import dataclasses
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from generator.check import codes
from generator.check.expressions import finding
from generator.check.promql.base import Role
from generator.check.promql.catalogue import Catalogue
from generator.check.promql.records import Recording, Records
from generator.check.promql.run import Text, look
from generator.core.finding import Finding, Place
from generator.load.document import Document
from generator.promql import tree as t
from generator.promql.parse import PromqlError
from generator.promql.read import parse, seconds
from generator.resolve import codes as resolve_codes


@dataclasses.dataclass(frozen=True, slots=True)
class ForeignRule:
    """A rule as it stands in a file; ``place`` is the rule's."""

    place: Place
    record: str
    alert: str
    expr: str
    labels: tuple[tuple[str, str], ...]
    annotations: tuple[tuple[str, str], ...]
    for_: float | None = None


def foreign_rules(document: Document) -> tuple[ForeignRule, ...]:
    """Return the rules of a file, in their order; what is no rule is left out."""
    tree: Any = document.tree
    path: tuple[str | int, ...] = ()
    if isinstance(tree, dict) and isinstance(tree.get("spec"), dict):
        tree, path = tree["spec"], ("spec",)
    found = []
    for number, group in enumerate(_items(tree, "groups")):
        shared = _texts(group, "labels")
        for index, rule in enumerate(_items(group, "rules")):
            if isinstance(rule, dict) and isinstance(rule.get("expr"), str | Decimal):
                place = Place(document.file, (*path, "groups", number, "rules", index))
                found.append(_rule(place, rule, shared))
    return tuple(found)


def _rule(place: Place, rule: dict[str, Any], shared: dict[str, str]) -> ForeignRule:
    labels = {**shared, **_texts(rule, "labels")}
    annotations = _texts(rule, "annotations")
    return ForeignRule(
        place=place,
        record=str(rule.get("record") or ""),
        alert=str(rule.get("alert") or ""),
        expr=str(rule["expr"]),
        labels=tuple(labels.items()),
        annotations=tuple(annotations.items()),
        for_=_duration(rule),
    )


def _duration(rule: dict[str, Any]) -> float | None:
    """Return for how many seconds an alert waits, None where that cannot be read."""
    try:
        return seconds(str(rule.get("for") or "0s"))
    except ValueError:
        return None


def _items(tree: object, key: str) -> list[Any]:
    value = tree.get(key) if isinstance(tree, dict) else None
    return value if isinstance(value, list) else []


def _texts(tree: object, key: str) -> dict[str, str]:
    value = tree.get(key) if isinstance(tree, dict) else None
    return {name: str(text) for name, text in value.items()} if isinstance(value, dict) else {}


def foreign_findings(documents: Iterable[Document], catalogue: Catalogue) -> Iterator[Finding]:
    """Yield what is wrong with the rules of some files; records of one are known in all."""
    rules: list[ForeignRule] = []
    for document in documents:
        found = foreign_rules(document)
        if not found:
            yield codes.NO_RULES.at(Place(document.file), "no group in it has a rule")
        rules += found
    parsed = [_Parsed(rule) for rule in rules]
    recordings = (
        Recording(one.rule.record, one.read, dict(one.rule.labels))
        for one in parsed
        if one.rule.record
    )
    known = Records(catalogue, recordings).catalogue
    for one in parsed:
        yield from _rule_findings(one, known)


class _Parsed:
    """A rule with its expression, or why there is none."""

    def __init__(self, rule: ForeignRule) -> None:
        self.rule = rule
        self.node: t.Node | None = None
        self.fault = ""
        try:
            self.node = parse(rule.expr)
        except PromqlError as error:
            self.fault = str(error)

    def read(self) -> t.Node | None:
        return self.node


def _rule_findings(parsed: _Parsed, catalogue: Catalogue) -> Iterator[Finding]:
    rule = parsed.rule
    place = rule.place.child("expr")
    if parsed.node is None:
        yield resolve_codes.NO_PROMQL.at(place, f"no PromQL: {parsed.fault}")
        return
    texts = [
        *((f"labels/{name}", text) for name, text in rule.labels),
        *((f"annotations/{name}", text) for name, text in rule.annotations),
    ]
    role: Role = "alert" if rule.alert else "record"
    text = Text(rule.expr, role, tuple(texts), name=rule.alert, for_=rule.for_)
    for check, hit in look(text, catalogue, parsed.node):
        yield finding(check, hit, place, rule.place)
