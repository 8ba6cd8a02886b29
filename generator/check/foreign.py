"""Rule files that others wrote: Prometheus's own, and PrometheusRule manifests of its operator."""

import dataclasses
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from generator.check import codes
from generator.check.expressions import finding
from generator.check.promql.catalogue import Catalogue
from generator.check.promql.run import Text, look
from generator.core.finding import Finding, Place
from generator.load.document import Document
from generator.promql.infer import infer
from generator.promql.labels import Known, recorded
from generator.promql.parse import PromqlError
from generator.promql.read import parse
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
    )


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
    catalogue = _with_records(catalogue, rules)
    for rule in rules:
        yield from _rule_findings(rule, catalogue)


def _with_records(catalogue: Catalogue, rules: list[ForeignRule]) -> Catalogue:
    """Return a catalogue with what the rules record.

    A name that several rules record has what any of them has.
    """
    known: dict[str, Known] = {}
    for rule in (one for one in rules if one.record):
        what = f"record `{rule.record}`"
        try:
            branches = infer(parse(rule.expr), catalogue.with_records(known))
            found = recorded(branches, dict(rule.labels), what)
        except PromqlError:
            found = Known(open=True, what=what)
        before = known.get(rule.record)
        known[rule.record] = found if before is None else _either(before, found)
    return catalogue.with_records(known)


def _either(first: Known, second: Known) -> Known:
    certain = first.certain & second.certain
    possible = (first.certain | second.certain | first.possible | second.possible) - certain
    return Known(certain, possible, first.open or second.open, first.what)


def _rule_findings(rule: ForeignRule, catalogue: Catalogue) -> Iterator[Finding]:
    place = rule.place.child("expr")
    try:
        parse(rule.expr)
    except PromqlError as error:
        yield resolve_codes.NO_PROMQL.at(place, f"no PromQL: {error}")
        return
    texts = [
        *((f"labels/{name}", text) for name, text in rule.labels),
        *((f"annotations/{name}", text) for name, text in rule.annotations),
    ]
    text = Text(rule.expr, "alert" if rule.alert else "record", tuple(texts))
    for check, hit in look(text, catalogue):
        yield finding(check, hit, place, rule.place)
