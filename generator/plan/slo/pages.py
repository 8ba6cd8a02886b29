"""The pages of SLOs: a list of all with drill-down, and one that shows whichever is chosen.

They are made for every project with SLOs, from the series that all of these share.
"""

from fractions import Fraction

from generator.core.names import (
    SLO_DETAIL,
    SLO_LIST,
    dashboard_uid,
    datasource_uid,
)
from generator.core.units import COUNT, RATIO, duration_text
from generator.plan.dashboards import (
    Dashboard,
    Drill,
    Line,
    Link,
    Panel,
    PanelKind,
    Query,
    Row,
    Severity,
    Variable,
)
from generator.plan.slo.page_queries import PageQueries
from generator.promql.expr import Expr, Matcher
from generator.resolve.estate import Estate

_STATES = ((Fraction(0), "ok"), (Fraction(1), "ticket"), (Fraction(2), "page"))
_STATE_LINES = (
    Line(Fraction(1), Severity.WARNING, "a ticket is open"),
    Line(Fraction(2), Severity.CRITICAL, "somebody is paged"),
)
_LEFT_LINES = (
    Line(Fraction(1, 4), Severity.WARNING, "a quarter of the budget is left", above=False),
    Line(Fraction(0), Severity.CRITICAL, "the budget is spent", above=False),
)
_TOLD = ("slo", "title", "owner", "window")
_ABOUT = ("title", "owner", "component", "indicator", "kind", "window")
_LEFT = "The share of the error budget that is left over the period; below 0 it is overspent."
_BURN = "How many times as fast as allowed the budget is spent; 1 spends it in just the period."


def slo_dashboards(estate: Estate) -> tuple[Dashboard, ...]:
    """Return the list and the page of one; none where there are no SLOs or they are not wanted."""
    found = {SLO_LIST: _list, SLO_DETAIL: _detail}
    return tuple(found[name](estate) for name in estate.slo_pages if name not in estate.dashboards)


def _list(estate: Estate) -> Dashboard:
    read = PageQueries(estate)
    queries = (
        Query(str(read.described()), "", name="Objective"),
        Query(str(read.left()), "", name="Budget left"),
        Query(str(read.burn_now()), "", name="Burn now", unit=COUNT),
        Query(str(read.state()), "", name="State", unit=COUNT, value_names=_STATES),
    )
    table = Panel(
        key="all",
        title="Promises",
        kind=PanelKind.TABLE,
        queries=queries,
        unit=RATIO,
        description=f"One row for each SLO, of its worst group. {_LEFT} Burn now: {_BURN}",
        lines=_LEFT_LINES,
        width=24,
        height=min(30, 4 + len(estate.slos)),
        decimals=3,
        labels=_TOLD,
        drill=Drill("slo", dashboard_uid(estate.deployment, SLO_DETAIL), "Show this SLO"),
    )
    return _dashboard(
        estate,
        SLO_LIST,
        "Which promises are at risk, and how much of each budget is left?",
        (Row("all", "All SLOs", (table,)),),
        links=(
            Link(estate.slo_pages[SLO_DETAIL], dashboard=SLO_DETAIL),
            *(
                Link(board.title, dashboard=name)
                for name, (_, board) in estate.dashboards.items()
                if SLO_LIST in board.links
            ),
        ),
    )


def _detail(estate: Estate) -> Dashboard:
    labels = _groupings(estate)
    read = PageQueries(estate, Matcher("slo", "=", "$slo"), labels=labels)
    legend = " ".join(f"{{{{{label}}}}}" for label in labels)
    rows = (
        Row("now", "Now", _now(read)),
        Row("budget", "Budget over the period", (_budget(read, legend),)),
        Row("burn", "Burn of each tier", (_burns(read, legend),)),
        Row("events", "Events", (_events(read, legend),)),
    )
    variables = (
        Variable(
            "slo",
            "SLO",
            f"label_values({PageQueries(estate).of_all('info')}, slo)",
            chosen=next(iter(estate.slos)),
        ),
        *(
            Variable(
                label,
                estate.labels[label].help.strip().rstrip(".") if label in estate.labels else label,
                f"label_values({PageQueries(estate, Matcher('slo', '=', '$slo')).of('remaining')}, "
                f"{label})",
            )
            for label in labels
        ),
    )
    return _dashboard(
        estate,
        SLO_DETAIL,
        "How much of this budget is left, how fast does it burn, and which events spend it?",
        rows,
        variables=variables,
        links=(Link(estate.slo_pages[SLO_LIST], dashboard=SLO_LIST),),
        since=f"now-{duration_text(max(slo.window for slo in estate.slos.values()))}",
    )


def _groupings(estate: Estate) -> tuple[str, ...]:
    """Return the labels by which one SLO has several budgets, those that never vary left out."""
    labels = (
        label
        for slo in estate.slos.values()
        for label in estate.indicators[slo.indicator].labels
        if label not in estate.project.selector
    )
    return tuple(dict.fromkeys(labels))


def _now(read: PageQueries) -> tuple[Panel, ...]:
    about = Query(str(read.described()), "", name="Objective")
    return (
        _stat("objective", "Objective", read.objective(), "The share that was promised."),
        Panel(
            "left",
            "Budget left",
            PanelKind.SLO,
            (Query(str(read.left()), "", instant=True),),
            RATIO,
            description=f"{_LEFT} Where there are several groups, that of the worst.",
            width=6,
            height=4,
        ),
        Panel(
            "burn_now",
            "Burn now",
            PanelKind.STAT,
            (Query(str(read.burn_now()), "", instant=True),),
            COUNT,
            description=_BURN,
            lines=(Line(Fraction(1), Severity.WARNING, "faster than allowed"),),
            width=6,
            height=4,
            decimals=2,
        ),
        Panel(
            "state",
            "State",
            PanelKind.STATUS,
            (Query(str(read.state()), "", instant=True),),
            COUNT,
            description="Whether one of its alerts fires, and whether that wakes somebody.",
            lines=_STATE_LINES,
            width=6,
            height=4,
            value_names=_STATES,
        ),
        Panel(
            "about",
            "About",
            PanelKind.TABLE,
            (about,),
            RATIO,
            description="What it is called and who owns it.",
            width=24,
            height=4,
            decimals=3,
            labels=_ABOUT,
        ),
    )


def _stat(key: str, title: str, value: Expr, description: str) -> Panel:
    return Panel(
        key,
        title,
        PanelKind.STAT,
        (Query(str(value), "", instant=True),),
        RATIO,
        description=description,
        width=6,
        height=4,
        decimals=3,
    )


def _budget(read: PageQueries, legend: str) -> Panel:
    return Panel(
        "budget",
        "Budget left",
        PanelKind.TIMESERIES,
        (Query(str(read.of("remaining")), legend),),
        RATIO,
        description=f"{_LEFT} Each point looks back over the whole period.",
        lines=(_LEFT_LINES[1],),
        width=24,
    )


def _burns(read: PageQueries, legend: str) -> Panel:
    fires = Query(str(read.of_all("factor")), "{{tier}} fires above", dashed=True)
    return Panel(
        "burn",
        "Burn of the long windows",
        PanelKind.TIMESERIES,
        (Query(str(read.of("burn")), f"{{{{tier}}}} {legend}".strip()), fires),
        COUNT,
        description=f"{_BURN} A dashed line is where the tier of its name fires, if its short "
        "window burns as fast.",
        width=24,
        minimum=Fraction(0),
    )


def _events(read: PageQueries, legend: str) -> Panel:
    return Panel(
        "events",
        "Good and bad events",
        PanelKind.TIMESERIES,
        (Query(str(read.of("events")), f"{{{{outcome}}}} {legend}".strip()),),
        COUNT.rate(),
        description="What is counted, per second; of time slices, the share that is good or bad.",
        width=24,
        minimum=Fraction(0),
    )


def _dashboard(
    estate: Estate,
    name: str,
    purpose: str,
    rows: tuple[Row, ...],
    *,
    variables: tuple[Variable, ...] = (),
    links: tuple[Link, ...] = (),
    since: str = "now-6h",
) -> Dashboard:
    project = estate.project
    return Dashboard(
        id=name,
        uid=dashboard_uid(estate.deployment, name),
        title=f"{project.title}: {estate.slo_pages[name]}",
        description=purpose,
        project=estate.deployment,
        rows=rows,
        variables=variables,
        links=links,
        tags=("promspec", project.project),
        alert_matchers=str(Matcher("project", "=", project.project)),
        source=estate.project_file,
        datasource_uid=datasource_uid(estate.deployment),
        since=since,
    )
