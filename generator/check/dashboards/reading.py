"""Dashboards read from Grafana's JSON: what has no shape of one is left out."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal

from generator.check.dashboards.filled import fill
from generator.check.dashboards.listed import Listed, listed
from generator.check.dashboards.logql_filled import check_filled
from generator.check.dashboards.manifests import CONFIG_MAP
from generator.check.dashboards.query import Asked, asked, is_for_prometheus
from generator.check.dashboards.subject import (
    LOKI,
    PROMETHEUS,
    Board,
    Boards,
    Panel,
    Query,
    Source,
    Variable,
)
from generator.check.promql.catalogue import Catalogue
from generator.check.promql.run import Text, subject_of
from generator.core.finding import Path, Place
from generator.core.patterns import takes
from generator.load.document import Document
from generator.load.yaml_source import load_foreign
from generator.promql import tree as t
from generator.promql.parse import PromqlError

_LINES: Final = frozenset({"timeseries", "graph"})


def boards_of(document: Document, catalogue: Catalogue) -> tuple[Board, ...]:
    """Return the dashboards of a file.

    It holds one, perhaps in the envelope of Grafana's API or of a resource, those of a ConfigMap,
    or a list of such things.
    """
    found = _holders(document.tree, ())
    return tuple(_Reader(document.file, tree, path, catalogue).board() for tree, path in found)


def read(text: str, catalogue: Catalogue) -> Boards:
    """Return the dashboards of an example.

    Raises:
        ValueError: it cannot be read.
    """
    loaded = load_foreign("dashboard.json", text.encode())
    if loaded.document is None or loaded.findings:
        raise ValueError("; ".join(one.message for one in loaded.findings))
    return Boards(boards_of(loaded.document, catalogue), catalogue)


def _holders(tree: object, path: Path) -> Iterator[tuple[dict[str, Any], Path]]:
    """Yield the mappings that are dashboards."""
    if isinstance(tree, list):
        for index, one in enumerate(tree):
            yield from _holders(one, (*path, index))
    elif isinstance(tree, dict):
        wrapped = _wrapped(tree)
        for keys, one in wrapped:
            yield from _holders(one, (*path, *keys))
        is_board = isinstance(tree.get("panels"), list) or isinstance(tree.get("rows"), list)
        if is_board and not wrapped:
            yield tree, path


def _wrapped(tree: dict[str, Any]) -> list[tuple[Path, object]]:
    """Return what an envelope holds, each with the keys that lead there."""
    if isinstance(tree.get("items"), list):
        return [(("items",), tree["items"])]
    data = tree.get("data")
    if tree.get("kind") == CONFIG_MAP and isinstance(data, dict):
        return [(("data", key), one) for key, one in data.items()]
    if "panels" not in tree:
        for key in ("dashboard", "spec", "json"):
            if isinstance(tree.get(key), dict):
                return [((key,), tree[key])]
    return []


class _Reader:
    """Reads one dashboard; what has no shape of one is left out."""

    def __init__(self, file: str, tree: dict[str, Any], path: Path, catalogue: Catalogue) -> None:
        self._tree, self._place, self._catalogue = tree, Place(file, path), catalogue
        self._kinds: dict[str, str] = {}
        self._loose: set[str] = set()
        self._values: dict[str, Listed] = {}

    def board(self) -> Board:
        inputs = [one for _, one in _mappings(self._tree.get("__inputs"))]
        for one in inputs:
            self._kinds[str(one.get("name"))] = str(one.get("pluginId", ""))
        variables = tuple(self._variables())
        return Board(
            self._place,
            self._tree,
            tuple(self._panels(self._tree, self._place)),
            variables,
            tuple(self._annotations()),
            frozenset(str(one.get("name")) for one in inputs),
            self._values,
        )

    def _variables(self) -> Iterator[Variable]:
        holder = self._tree.get("templating")
        found = holder.get("list") if isinstance(holder, dict) else None
        for _, one in _mappings(found):  # first all sources, as any may ask any
            if one.get("type") == "datasource":
                self._kinds[str(one.get("name"))] = str(one.get("query"))
            if one.get("includeAll") is True and _takes_nothing(one.get("allValue")):
                self._loose.add(str(one.get("name")))
            self._values[str(one.get("name"))] = listed(one)
        for index, one in _mappings(found):
            yield self._variable(one, self._place.child("templating", "list", index))

    def _variable(self, tree: dict[str, Any], place: Place) -> Variable:
        source, kind = _source(tree, place), str(tree.get("type", ""))
        text, steps = tree.get("query"), ["query"]
        if isinstance(text, dict):
            text, steps = text.get("query"), ["query", "query"]
        text = text if isinstance(text, str) and kind == "query" else ""
        meant = asked(text) if text.strip() else Asked()
        asks = self._kind(source) or (PROMETHEUS if is_for_prometheus(text) else "")
        query = Query(text, place.child(*steps), asks, tree, source)
        if meant is not None and meant.expr.strip() and asks == PROMETHEUS:
            query = query._replace(shift=meant.start)
            query = self._read(query, Text(meant.expr), counts=meant.counts)
        return Variable(str(tree.get("name", "")), kind, tree, place, source, query, meant)

    def _panels(
        self, tree: Mapping[str, Any], place: Place, outer: frozenset[str] = frozenset()
    ) -> Iterator[Panel]:
        """Yield the panels in something; ``outer`` are the variables that it is repeated for."""
        for index, row in _mappings(tree.get("rows")):
            yield from self._panels(row, place.child("rows", index), _repeated(row))
        of_row = outer
        for index, one in _mappings(tree.get("panels")):
            at = place.child("panels", index)
            each = outer | _repeated(one)
            if one.get("type") == "row":  # until the next one, unless it holds its own
                of_row = outer if one.get("collapsed") is True else each
            else:
                yield self._panel(one, at, each | of_row)
            yield from self._panels(one, at, each)

    def _panel(self, tree: dict[str, Any], place: Place, repeated: frozenset[str]) -> Panel:
        source, kind = _source(tree, place), str(tree.get("type", ""))
        queries = (
            self._query(one, place.child("targets", index), "expr", source, kind)
            for index, one in _mappings(tree.get("targets"))
        )
        title = tree.get("title")
        text = title.strip() if isinstance(title, str) else ""
        return Panel(text, kind, tree, place, source, tuple(queries), repeated)

    def _annotations(self) -> Iterator[Query]:
        holder = self._tree.get("annotations")
        for index, one in _mappings(holder.get("list") if isinstance(holder, dict) else None):
            if isinstance(one.get("expr"), str):
                place = self._place.child("annotations", "list", index)
                yield self._query(one, place, "expr", None, "")

    def _query(
        self, tree: dict[str, Any], place: Place, key: str, outer: Source | None, panel: str
    ) -> Query:
        source = _source(tree, place) or outer
        text = tree.get(key)
        kind = self._kind(source)
        if not isinstance(text, str) or not text.strip():
            return Query("", place, kind, tree, source)
        query = Query(text, place.child(key), kind or _guessed(tree), tree, source)
        role: Literal["panel", "part"] = "part"
        if panel in _LINES and not query.instant:
            role = "panel"
        return self._read(query, Text(text, role))

    def _read(self, query: Query, text: Text, *, counts: bool = True) -> Query:
        """Return a query with what it says; without ``counts`` it asks which series there are."""
        if query.kind == LOKI:
            return query._replace(fault=check_filled(text.expr, self._values))
        if query.kind != PROMETHEUS:
            return query
        try:
            filled = fill(text.expr, self._catalogue.scrape, self._loose, self._values)
        except PromqlError as error:
            return query._replace(fault=str(error), fault_at=error.at)
        text = text._replace(constants=filled.constants)
        node = filled.node
        if not counts:
            node = t.Aggregate(node.start, node.end, "group", None, None, node)
        subject = None if filled.doubtful else subject_of(text, self._catalogue, node)
        return query._replace(filled=filled, subject=subject)

    def _kind(self, source: Source | None) -> str:
        """Return what kind of source something is; empty where nothing says it."""
        if source is None:
            return ""
        return source.kind or self._kinds.get(source.variable, "")


def _mappings(value: object) -> Iterator[tuple[int, dict[str, Any]]]:
    for index, one in enumerate(value if isinstance(value, list) else ()):
        if isinstance(one, dict):
            yield index, one


def _repeated(tree: Mapping[str, Any]) -> frozenset[str]:
    """Return the variable that something is repeated for, once with each of its values."""
    name = tree.get("repeat")
    return frozenset({name} if isinstance(name, str) and name else ())


def _source(tree: Mapping[str, Any], place: Place) -> Source | None:
    """Return the data source that something names; None where it leaves that to others."""
    found, at = tree.get("datasource"), place.child("datasource")
    if isinstance(found, str):
        return Source(found, "", at)
    if not isinstance(found, dict):
        return None
    uid, kind = found.get("uid"), found.get("type")
    at = at.child("uid") if "uid" in found else at
    return Source(uid if isinstance(uid, str) else "", kind if isinstance(kind, str) else "", at)


def _guessed(tree: Mapping[str, Any]) -> str:
    """Return what a query is for whose source nobody names: Loki's have other fields."""
    looks_like_loki = "queryType" in tree or re.search(r"\|[=~]|\|\s*(json|logfmt)\b", tree["expr"])
    return LOKI if looks_like_loki else PROMETHEUS


def _takes_nothing(pattern: object) -> bool:
    """Tell whether what stands for all values also stands for none."""
    return isinstance(pattern, str) and bool(pattern) and bool(takes(pattern, ""))
