"""Dashboards in Grafana's JSON, of others and of our own."""

import dataclasses
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final

from generator.check import codes
from generator.check.allowed import Allowed
from generator.check.dashboards import counter_rate
from generator.check.dashboards.manifests import CONFIG_MAP, texts_of
from generator.check.dashboards.reading import boards_of
from generator.check.dashboards.registry import DASHBOARDS
from generator.check.dashboards.subject import Board, Boards, Query
from generator.check.expressions import finding
from generator.check.foreign import Looked
from generator.check.promql import raw_counter
from generator.check.promql.catalogue import Catalogue
from generator.check.promql.run import hits
from generator.core.finding import Finding, Path, Place, Rule
from generator.load.document import Document

# Said of dashboards in the words of dashboards.
_SAID: Final = {raw_counter.CHECK.rule.code: counter_rate.CHECK.rule.code}


def look_at(
    documents: Iterable[Document],
    catalogue: Catalogue,
    rules: Mapping[str, Rule],
    swept: Collection[str] = (),
) -> Looked:
    """Return what is wrong with the dashboards of some files.

    Files that were ``swept`` up in a folder may hold none, as long as one does. ``rules`` are all
    that a finding can be an instance of.
    """
    files = {one.file: (one, boards_of(one, catalogue)) for one in documents}
    empty = [name for name, (_, boards) in files.items() if name in swept and not boards]
    result = Looked([], [])
    for name, (document, boards) in files.items():
        if name in empty and len(empty) < len(files):
            result.passed_over += 1
            continue
        allowed = Allowed([document], lambda: rules)
        result.findings += allowed.settle(_findings(document, boards, catalogue))
        result.findings += allowed.findings()
        result.accepted += allowed.accepted
    return result


def _findings(
    document: Document, boards: tuple[Board, ...], catalogue: Catalogue
) -> Iterator[Finding]:
    if not boards and not any(texts_of(document.tree)):  # what is wrong with those was told
        yield _without_boards(document)
    yield from DASHBOARDS.findings(Boards(boards, catalogue))
    for board in boards:
        for query in (*board.queries, *board.annotations, *(one.query for one in board.variables)):
            yield from _of_query(query)


def _of_query(query: Query) -> Iterator[Finding]:
    if query.subject is None:
        return
    for check, hit in hits(query.subject):
        if check.rule.code not in _SAID:
            moved = dataclasses.replace(
                hit,
                start=hit.start + query.shift,
                end=hit.end + query.shift,
                cause=hit.cause
                and (hit.cause[0] + query.shift, hit.cause[1] + query.shift, hit.cause[2]),
            )
            yield finding(check, moved, query.place, query.place)


def _without_boards(document: Document) -> Finding:
    """Return why there is no dashboard in a file."""
    tree = document.tree
    for keys in ((), ("spec",), ("dashboard",), ("dashboard", "spec")):
        inner: object = tree
        for key in keys:
            inner = inner.get(key) if isinstance(inner, dict) else None
        if isinstance(inner, dict) and "elements" in inner and "layout" in inner:
            message = "this is a dashboard of schema 2, which is not read"
            return codes.UNREAD_DASHBOARD.at(
                Place(document.file, (*keys, "elements"), "key"), message
            )
    manifests = sorted(_manifests(tree, ()), key=lambda one: one[0]["kind"] != CONFIG_MAP)
    if manifests:
        return _without_texts(document.file, *manifests[0])
    return codes.NO_DASHBOARD.at(Place(document.file), "this holds no panels")


def _manifests(tree: object, path: Path) -> Iterator[tuple[dict[str, Any], Path]]:
    """Yield the manifests of Kubernetes in a file."""
    if isinstance(tree, list):
        for index, one in enumerate(tree):
            yield from _manifests(one, (*path, index))
    elif isinstance(tree, dict) and isinstance(tree.get("items"), list):
        yield from _manifests(tree["items"], (*path, "items"))
    elif isinstance(tree, dict) and isinstance(tree.get("kind"), str):
        yield tree, path


def _without_texts(file: str, tree: Mapping[str, Any], path: Path) -> Finding:
    """Return why there is no dashboard in a manifest."""
    place = Place(file, path)
    if tree["kind"] != CONFIG_MAP:
        message = f"this is a `{tree['kind']}`, and holds no panels"
        return codes.NO_DASHBOARD.at(place.child("kind"), message)
    if tree.get("binaryData"):
        message = "what stands in `binaryData` is no text, and is not read"
        return codes.UNREAD_DASHBOARD.at(place.child("binaryData").key(), message)
    message = "no key in `data` of this ConfigMap ends in `.json` and has panels in its text"
    return codes.NO_DASHBOARD.at(place.child("data").key(), message)
