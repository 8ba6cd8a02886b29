"""Which pages there are, their headings in order, and what stands below each heading."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from generator.core.names import runbook_path
from generator.plan.dashboards import Dashboard
from generator.plan.plan import Plan
from generator.plan.rules import Alert
from generator.recipes.registry import recipes
from generator.render.reference.areas import Area
from generator.resolve.estate import Estate, Indicator, Slo

Named = tuple[str, str]
"""A kind of thing and an id: besides those that name others also labels, owners and decisions."""

DECISIONS, LABELS, SETTINGS = "decisions.md", "labels.md", "settings.md"
CARDINALITY, INSTRUMENTATION = "cardinality.md", "instrumentation.md"


class Heading(NamedTuple):
    """A heading as plain text, and the things that are found there."""

    text: str
    things: tuple[Named, ...] = ()


class Outline(NamedTuple):
    """A page and its headings, its title first."""

    page: str
    headings: tuple[Heading, ...]


def outlines(estate: Estate, plan: Plan, areas: Iterable[Area]) -> Iterator[Outline]:
    """Yield all pages to which others lead."""
    for area in areas:
        yield from _of_area(area)
    for dashboard in plan.dashboards:
        yield _of_dashboard(dashboard)
    decided = (Heading(one, (("decision", one),)) for one in estate.decisions)
    yield Outline(DECISIONS, (Heading("Decisions"), *decided))
    labels = (Heading(one, (("label", one),)) for one in estate.labels)
    yield Outline(LABELS, (Heading("Labels"), *labels))
    yield Outline(SETTINGS, tuple(_of_settings(estate)))
    # The language is the same everywhere, so environments share its page.
    language = "../../../docs/language.md" if estate.environment else "language.md"
    yield Outline(
        language,
        (Heading("The spec language"), *(Heading(one, (("recipe", one),)) for one in recipes())),
    )
    if "runbooks" in estate.project.outputs:
        for name, (_, runbook) in estate.runbooks.items():
            heading = Heading(runbook.title, (("runbook", name),))
            yield Outline(f"../{runbook_path(name)}", (heading,))


def metric_page(area: Area) -> str:
    """Return the page of an area's metrics."""
    return f"metrics/{area.path}.md"


def indicator_page(area: Area) -> str:
    """Return the page of an area's indicators."""
    return f"indicators/{area.path}.md"


def slo_page(area: Area) -> str:
    """Return the page of an area's SLOs."""
    return f"slos/{area.path}.md"


def alert_page(area: Area) -> str:
    """Return the page of an area's alerts."""
    return f"alerts/{area.path}.md"


def dashboard_page(dashboard: str) -> str:
    """Return the page of a dashboard."""
    return f"dashboards/{dashboard}.md"


def by_name(alerts: Iterable[Alert]) -> dict[str, list[Alert]]:
    """Return alerts by the name under which somebody is told of them."""
    found: dict[str, list[Alert]] = {}
    for alert in alerts:
        found.setdefault(alert.name, []).append(alert)
    return found


def _of_area(area: Area) -> Iterator[Outline]:
    metrics = [Heading(one.name, (("metric", one.name),)) for one in area.metrics]
    component = (("component", area.path),)
    yield from _page(metric_page(area), Heading(f"{area.title}: metrics", component), metrics)
    indicators = [Heading(one.id, tuple(_of_indicator(one))) for one in area.indicators]
    here = () if area.metrics else component
    yield from _page(indicator_page(area), Heading(f"{area.title}: indicators", here), indicators)
    slos = [heading for one in area.slos for heading in _of_slo(one)]
    yield from _page(slo_page(area), Heading(f"{area.title}: SLOs"), slos)
    alerts = [
        Heading(name, tuple(("alert", one.alert_id) for one in some))
        for name, some in by_name(area.alerts).items()
    ]
    yield from _page(alert_page(area), Heading(f"{area.title}: alerts"), alerts)


def _page(page: str, title: Heading, headings: list[Heading]) -> Iterator[Outline]:
    if headings:
        yield Outline(page, (title, *headings))


def _of_indicator(indicator: Indicator) -> Iterator[Named]:
    yield "indicator", indicator.id
    for threshold in indicator.thresholds:
        yield from (("threshold", one) for one in (threshold.id, *(b.id for b in threshold.bounds)))


def _of_slo(slo: Slo) -> Iterator[Heading]:
    yield Heading(slo.id, (("slo", slo.id),))
    if slo.tiers:
        yield Heading(sheet_title(slo), tuple(("tier", tier.id) for tier in slo.tiers))


def sheet_title(slo: Slo) -> str:
    """Return the heading over the data sheet of an SLO."""
    return f"Data sheet of {slo.id}"


def _of_dashboard(dashboard: Dashboard) -> Outline:
    headings = [Heading(dashboard.title, (("dashboard", dashboard.id),))]
    for row in dashboard.rows:
        headings.append(Heading(row.title))
        headings += [
            Heading(panel.title or panel.key, (("panel", f"{dashboard.id}.{panel.key}"),))
            for panel in row.panels
        ]
    return Outline(dashboard_page(dashboard.id), tuple(headings))


def _of_settings(estate: Estate) -> Iterator[Heading]:
    yield Heading("Settings")
    yield Heading("Project", (("project", estate.project.project),))
    if estate.project.constants:
        yield Heading("Constants", tuple(("constant", one) for one in estate.project.constants))
    if estate.owners:
        yield Heading("Owners", tuple(("owner", one) for one in estate.owners))
    yield Heading("Severities", tuple(("severity", one) for one in estate.project.severities))
