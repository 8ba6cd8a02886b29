"""What an expression reads, through the records in it down to what is scraped."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from generator.check.silence import is_never_empty, silent_part
from generator.plan.rules import Record
from generator.promql import tree as t
from generator.promql.expr import Expr, Matcher, Raw, Selector
from generator.promql.parse import PromqlError
from generator.promql.read import parse, printed


class Selection(NamedTuple):
    """Series of a name that fulfil some conditions."""

    metric: str
    conditions: frozenset[Matcher]

    @classmethod
    def of(cls, node: t.Selector) -> "Selection":
        """Return what a selector selects."""
        return cls(node.metric, frozenset(one.matcher for one in node.conditions))

    def holds(self, node: t.Selector) -> bool:
        """Tell whether all that a selector selects is among these series."""
        other = Selection.of(node)
        return other.metric == self.metric and other.conditions >= self.conditions


class Reads:
    """Follows the records of a plan."""

    def __init__(self, records: Mapping[str, Record]) -> None:
        """Take the records by name; none is read before it is asked for."""
        self._records = records
        self._read: dict[str, frozenset[str] | None] = {}

    def raw(self, nodes: Iterable[t.Node]) -> set[str]:
        """Return the series that are read, those that records are made of instead of records."""
        return {name for name in self.names(nodes) if self._read_by(name) is None}

    def raw_of(self, expr: Expr) -> set[str]:
        """Return the same of an expression as it was built, which need not be read for that."""
        return {name for name in self._followed(named(expr)) if self._read_by(name) is None}

    def names(self, nodes: Iterable[t.Node]) -> set[str]:
        """Return the names of all series that are read, and of those that records are made of."""
        return self._followed(one.metric for node in nodes for one in selectors(node) if one.metric)

    def _followed(self, names: Iterable[str]) -> set[str]:
        todo = list(names)
        seen = set(todo)
        while todo:
            read = self._read_by(todo.pop()) or frozenset()
            todo += read - seen
            seen |= read
        return seen

    def _read_by(self, name: str) -> frozenset[str] | None:
        """Return what a record reads; None for what is no record."""
        if name not in self._read:
            record = self._records.get(name)
            self._read[name] = None if record is None else frozenset(named(record.expr))
        return self._read[name]

    def node(self, name: str) -> t.Node | None:
        """Return the expression of a record, None where nothing records the series."""
        record = self._records.get(name)
        try:
            return None if record is None else printed(record.expr.line)
        except PromqlError:
            return None

    def is_empty(self, node: t.Node, gone: Callable[[t.Selector], bool]) -> bool:
        """Tell whether an expression has no result once some series are gone."""
        if isinstance(node, t.Selector):
            record = self.node(node.metric)
            return gone(node) or (record is not None and self.is_empty(record, gone))
        if is_never_empty(node):
            return False
        silent = [self.is_empty(one, gone) for one in node.children()]
        return silent_part(node, silent) is not None


def named(expr: Expr) -> Iterator[str]:
    """Yield the names of the series that an expression reads, as it was built."""
    for part in expr.walk():
        if isinstance(part, Selector) and part.name:
            yield part.name
        elif isinstance(part, Raw):
            yield from _named_by_author(part.text)


def _named_by_author(text: str) -> Iterator[str]:
    try:
        node = parse(text)
    except PromqlError:
        return
    yield from (one.metric for one in selectors(node) if one.metric)


def selectors(node: t.Node) -> Iterator[t.Selector]:
    """Yield the selectors of an expression."""
    return (one for one in node.walk() if isinstance(one, t.Selector))
