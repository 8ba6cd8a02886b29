"""The plan of dashboards: what is shown, where and in which unit; no Grafana JSON.

A panel's place follows from its row, width and height; its identity from its key, so that moving
or inserting a panel changes no other.
"""

import dataclasses
import enum
from fractions import Fraction

from generator.core.units import Unit


class PanelKind(enum.StrEnum):
    """How a panel shows its queries."""

    TIMESERIES = "timeseries"
    STAT = "stat"
    STATUS = "status"
    GAUGE = "gauge"
    BAR = "bar"
    TABLE = "table"
    HEATMAP = "heatmap"
    SLO = "slo"
    TEXT = "text"


class Severity(enum.StrEnum):
    """How grave it is when a line is crossed; decides its colour."""

    INFO = "info"
    WARNING = "warning"
    CRITICAL = "critical"


@dataclasses.dataclass(frozen=True, slots=True)
class Query:
    """One PromQL query of a panel; ``legend`` is Grafana's legend format (``{{label}}``).

    ``unit`` differs from the panel's where a second axis shows something else (``right_axis``);
    ``noun`` names what it counts then, ``name`` is the header of its column in a table, and
    ``value_names`` maps values of that column to words. ``dashed`` draws a bound, not a measure.
    """

    expr: str
    legend: str
    instant: bool = False
    heatmap: bool = False
    right_axis: bool = False
    unit: Unit | None = None
    name: str = ""
    noun: str = ""
    dashed: bool = False
    value_names: tuple[tuple[Fraction, str], ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """A bound drawn over the series, in the unit of the panel."""

    value: Fraction
    severity: Severity
    label: str
    above: bool = True


@dataclasses.dataclass(frozen=True, slots=True)
class Link:
    """A link to a dashboard of the same project (``dashboard``) or to a URL."""

    title: str
    dashboard: str = ""
    url: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Drill:
    """A link from each row of a table to where the filter ``label`` takes the row's value."""

    label: str
    uid: str
    title: str


@dataclasses.dataclass(frozen=True, slots=True)
class Panel:
    """One panel; ``key`` is unique in its dashboard; width of 24 columns, height in grid rows.

    ``noun`` names what is counted (``events``); ``labels`` are the columns of a table;
    ``value_names`` maps values of a status panel to words; ``no_value`` says what nothing means.
    """

    key: str
    title: str
    kind: PanelKind
    queries: tuple[Query, ...]
    unit: Unit
    description: str = ""
    lines: tuple[Line, ...] = ()
    width: int = 12
    height: int = 8
    noun: str = ""
    decimals: int | None = None
    minimum: Fraction | None = None
    maximum: Fraction | None = None
    labels: tuple[str, ...] = ()
    value_names: tuple[tuple[Fraction, str], ...] = ()
    links: tuple[Link, ...] = ()
    drill: Drill | None = None
    text: str = ""
    no_value: str = "No data"


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """A titled row of panels, laid out from left to right and wrapped at 24 columns."""

    key: str
    title: str
    panels: tuple[Panel, ...]
    collapsed: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Variable:
    """A filter that the viewer sets: the values of a label, by a ``label_values`` query.

    With ``chosen`` it has exactly one value at a time, at first that one.
    """

    label: str
    title: str
    query: str
    chosen: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Dashboard:
    """One dashboard; ``uid`` is its URL, ``team`` the one whose Grafana folder holds it, if any.

    ``alert_matchers`` select the project's firing alerts for annotations, as PromQL conditions;
    ``datasource_uid`` is the Prometheus that is chosen at first, ``since`` the time that is
    shown at first. ``project`` is its id, with that
    of the environment behind it, so that two environments can stand in one Grafana.
    """

    id: str
    uid: str
    title: str
    description: str
    project: str
    rows: tuple[Row, ...]
    variables: tuple[Variable, ...] = ()
    links: tuple[Link, ...] = ()
    tags: tuple[str, ...] = ()
    alert_matchers: str = ""
    source: str = ""
    datasource_uid: str = ""
    since: str = "now-6h"
    team: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Folder:
    """A Grafana folder: that of the project, or with ``team`` one that a team has for its own."""

    title: str
    uid: str
    team: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Provisioning:
    """What Grafana is told at its start: where dashboards lie and where Prometheus answers.

    ``scrape_interval`` in seconds is the floor of Grafana's ``$__rate_interval``.
    """

    project: str
    title: str
    folders: tuple[Folder, ...]
    datasource_uid: str
    datasource_url: str
    scrape_interval: Fraction
    prometheus_version: str
