"""What a check of dashboards gets to see."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from generator.check.dashboards.filled import Filled
from generator.check.dashboards.listed import Listed
from generator.check.dashboards.query import Asked
from generator.check.promql.base import Subject
from generator.check.promql.catalogue import Catalogue
from generator.core.finding import Place
from generator.promql import tree as t

PROMETHEUS: Final = "prometheus"
LOKI: Final = "loki"
_NO_QUERIES: Final = frozenset(
    {
        *("row", "text", "dashlist", "alertlist", "annolist", "news", "welcome"),
        *("gettingstarted", "pluginlist", "canvas"),
    }
)
# Grafana's own sources: several, that of another panel, and what it knows itself.
OWN_SOURCES: Final = frozenset(
    {"-- Mixed --", "-- Dashboard --", "-- Grafana --", "grafana", "__expr__", "-100"}
)
OWN_KINDS: Final = frozenset({"__expr__", "grafana", "datasource", "mixed"})
_VARIABLE_REF = re.compile(r"\$(\w+)|\$\{(\w+)(?::\w+)?\}|\[\[(\w+)(?::\w+)?\]\]")


class Source(NamedTuple):
    """A data source as something names it: its uid or name, and its kind, where they are said."""

    uid: str
    kind: str
    place: Place

    @property
    def variable(self) -> str:
        """The variable that it is, empty where it is none."""
        match = _VARIABLE_REF.fullmatch(self.uid)
        return match[match.lastindex or 0] if match else ""


class Query(NamedTuple):
    """A query as it stands in a dashboard, and what it says.

    ``filled`` is None where it is no PromQL, for the reason ``fault`` at ``fault_at``, or asks
    something else.
    ``shift`` is where what was read begins in the text. ``subject`` is all that is known of it,
    None where that depends on variables.
    """

    text: str
    place: Place
    kind: str
    fields: Mapping[str, Any]
    source: Source | None = None
    filled: Filled | None = None
    fault: str = ""
    fault_at: tuple[int, int] | None = None
    subject: Subject | None = None
    shift: int = 0

    @property
    def instant(self) -> bool:
        """Whether it is asked for one moment, not for every step of a time range."""
        return self.fields.get("instant") is True and self.fields.get("range") is not True

    @property
    def selectors(self) -> Iterator[t.Selector]:
        """The selections in it."""
        for part in self.filled.node.walk() if self.filled is not None else ():
            if isinstance(part, t.Selector):
                yield part

    @property
    def fault_place(self) -> Place:
        """Where it is no PromQL."""
        return self.place if self.fault_at is None else self.at(*self.fault_at)

    def at(self, start: int, end: int) -> Place:
        """Return the place of some characters of what was read."""
        return self.place.within(start + self.shift, end + self.shift)


class Variable(NamedTuple):
    """A variable of a dashboard; ``query`` is what it asks for its values.

    ``asked`` is what that means, None where Grafana cannot read it.
    """

    name: str
    kind: str
    fields: Mapping[str, Any]
    place: Place
    source: Source | None
    query: Query
    asked: Asked | None

    def at(self, key: str) -> Place:
        """Return where a field stands, or the variable itself where it is missing."""
        return self.place.child(key) if key in self.fields else self.place.child("name")

    @property
    def several(self) -> bool:
        """Whether it can stand for several values at once."""
        return self.fields.get("multi") is True or self.fields.get("includeAll") is True


class Panel(NamedTuple):
    """A panel that is no row.

    ``repeated`` are the variables that it, or the row it is in, is repeated for: in it, each of
    them has one value.
    """

    title: str
    kind: str
    fields: Mapping[str, Any]
    place: Place
    source: Source | None
    queries: tuple[Query, ...]
    repeated: frozenset[str] = frozenset()

    def at(self, key: str) -> Place:
        """Return where a field stands, or the panel's title or type where it is missing."""
        keys = (key, "title", "type")
        found = next((one for one in keys if one in self.fields), None)
        return self.place if found is None else self.place.child(found)

    @property
    def asks(self) -> bool:
        """Whether it shows what queries return; that of a library stands elsewhere."""
        return self.kind not in _NO_QUERIES and "libraryPanel" not in self.fields


class Board(NamedTuple):
    """A dashboard as it stands in a file."""

    place: Place
    fields: Mapping[str, Any]
    panels: tuple[Panel, ...]
    variables: tuple[Variable, ...]
    annotations: tuple[Query, ...]
    inputs: frozenset[str]
    """What whoever imports it is asked for."""
    values: Mapping[str, Listed]
    """What is listed for each variable."""

    @property
    def queries(self) -> Iterator[Query]:
        """The queries of all panels."""
        return (query for panel in self.panels for query in panel.queries)

    def variable(self, name: str) -> Variable | None:
        """Return a variable by its name."""
        return next((one for one in self.variables if one.name == name), None)

    def at(self, *keys: str) -> Place:
        """Return where the first of some fields stands that is there, or the dashboard."""
        found = next((one for one in keys if one in self.fields), None)
        return self.place if found is None else self.place.child(found)


class Boards(NamedTuple):
    """Some dashboards, and what is known of the series that they show."""

    boards: tuple[Board, ...]
    catalogue: Catalogue
