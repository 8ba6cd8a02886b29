"""A dashboard with every kind of panel, for the tests of this folder."""

from fractions import Fraction

from generator.core.units import BYTES, COUNT, RATIO, parse_unit
from generator.plan.dashboards import (
    Dashboard,
    Line,
    Link,
    Panel,
    PanelKind,
    Query,
    Row,
    Severity,
    Variable,
)

MS = parse_unit("ms")

HIGH = Line(Fraction(2, 100), Severity.WARNING, "more than 2 % errors")
HIGHER = Line(Fraction(5, 100), Severity.CRITICAL, "more than 5 % errors")
LOW = Line(Fraction(8, 10), Severity.WARNING, "less than 80 % hits", above=False)
LOWER = Line(Fraction(6, 10), Severity.CRITICAL, "less than 60 % hits", above=False)

ERRORS = Query("job:errors:ratio_rate5m", "errors", name="Errors")
REQUESTS = Query("sum(rate(requests_total[$__rate_interval]))", "requests", name="Requests")

PANELS = {
    PanelKind.TIMESERIES: Panel(
        "errors",
        "Errors",
        PanelKind.TIMESERIES,
        (ERRORS, Query(REQUESTS.expr, "requests", right_axis=True, unit=COUNT.rate(), name="Load")),
        RATIO,
        description="Share of requests that failed.",
        lines=(HIGH, HIGHER),
        minimum=Fraction(0),
    ),
    PanelKind.STAT: Panel("now", "Errors", PanelKind.STAT, (ERRORS,), RATIO, lines=(HIGH, HIGHER)),
    PanelKind.STATUS: Panel(
        "up",
        "Targets",
        PanelKind.STATUS,
        (Query('up{job="shop"}', "{{instance}}"),),
        COUNT,
        lines=(Line(Fraction(1), Severity.CRITICAL, "a target is down", above=False),),
        value_names=((Fraction(0), "DOWN"), (Fraction(1), "UP")),
    ),
    PanelKind.GAUGE: Panel(
        "hits", "Hits", PanelKind.GAUGE, (Query("hits", "hits"),), RATIO, lines=(LOW, LOWER)
    ),
    PanelKind.BAR: Panel(
        "size", "Size", PanelKind.BAR, (Query("size_bytes", "{{backend}}"),), BYTES
    ),
    PanelKind.TABLE: Panel(
        "worst",
        "Worst endpoints",
        PanelKind.TABLE,
        (
            Query("topk(10, errors)", "", name="Errors"),
            Query("requests", "", unit=COUNT.rate(), name="Requests"),
        ),
        RATIO,
        lines=(HIGH,),
        labels=("endpoint",),
    ),
    PanelKind.HEATMAP: Panel(
        "latency",
        "Latency",
        PanelKind.HEATMAP,
        (Query("sum by (le) (rate(ms_bucket[$__rate_interval]))", "{{le}}", heatmap=True),),
        MS,
    ),
    PanelKind.SLO: Panel("budget", "Budget", PanelKind.SLO, (Query("budget", "left"),), RATIO),
    PanelKind.TEXT: Panel("note", "Note", PanelKind.TEXT, (), COUNT, text="# Ärger?\n\nAsk us."),
}


def dashboard(*panels: Panel, rows: tuple[Row, ...] = ()) -> Dashboard:
    """Return a dashboard of some panels, or rows."""
    return Dashboard(
        id="overview",
        uid="shop-overview",
        title="Shop: Overview",
        description="Is the shop healthy?",
        project="shop",
        rows=rows or (Row("main", "Main", panels),),
        variables=(Variable("instance", "Instance", 'label_values(up{job="shop"}, instance)'),),
        links=(Link("State", dashboard="state"), Link("Wiki", url="https://wiki.example.com")),
        tags=("promspec",),
        alert_matchers='project="shop"',
        source="dashboards/overview.yaml",
    )


ALL = dashboard(
    rows=(
        Row("now", "Now", tuple(PANELS[kind] for kind in (PanelKind.STAT, PanelKind.STATUS))),
        Row("rest", "Rest", tuple(PANELS[kind] for kind in list(PANELS)[3:]), collapsed=True),
        Row("trends", "Trends", (PANELS[PanelKind.TIMESERIES],)),
    )
)
