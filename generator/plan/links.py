"""Links from panels and alerts to what a reader may need next."""

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from generator.core.names import META, SLO_DETAIL, WATCHDOG, dashboard_uid, panel_id
from generator.plan.dashboards import Link
from generator.promql.expr import Matcher
from generator.resolve.estate import Estate
from generator.spec.views import Panel, Shown

Shows = tuple[str, str]
"""A panel by the id of its dashboard and its own key."""

# As what a panel shows the course of a value, on which a reader sees when it began.
_CURVE = "timeseries"


def runbook_links(estate: Estate, runbooks: Iterable[str | None]) -> tuple[Link, ...]:
    """Return a link to each runbook that is written, in their order."""
    base = estate.project.runbook_url
    if base is None:
        return ()
    return tuple(
        Link(f"Runbook: {estate.runbooks[name][1].title}", url=base.replace("{runbook}", name))
        for name in dict.fromkeys(runbooks)
        if name is not None and name in estate.runbooks
    )


def alert_links(estate: Estate, runbook: str | None, *shown: str) -> tuple[tuple[str, str], ...]:
    """Return the annotations that lead on: to the runbook and to the panel of one of these."""
    found: list[tuple[str, str]] = []
    if runbook is not None and estate.project.runbook_url is not None:
        found.append(("runbook_url", estate.project.runbook_url.replace("{runbook}", runbook)))
    panel = panel_of(estate, *shown)
    url = panel_url(estate, panel) if panel is not None else _page_of(estate, shown)
    return (*found, ("dashboard_url", url)) if url is not None else tuple(found)


def _page_of(estate: Estate, shown: tuple[str, ...]) -> str | None:
    """Return the page of the first of these ids that is an SLO."""
    slo = next((one for one in shown if one in estate.slos), None)
    page = dashboard_url(estate, SLO_DETAIL) if slo is not None and estate.slo_pages else None
    return None if page is None or slo is None else f"{page}?var-slo={quote(slo, safe='')}"


def panel_title(estate: Estate, panel: Shows) -> str:
    """Return how people find a panel: the title of its dashboard, and its own."""
    dashboard = estate.dashboards[panel[0]][1]
    spec = next(row.panels[panel[1]] for row in dashboard.rows.values() if panel[1] in row.panels)
    title = spec.title
    if title is None and spec.show:
        first = spec.show[0].of if isinstance(spec.show[0], Shown) else spec.show[0]
        named = estate.indicators.get(first) or estate.slos.get(first)
        title = named.title if named is not None else None
    return f"{dashboard.title}: {title or panel[1]}"


def panel_url(estate: Estate, panel: Shows) -> str | None:
    """Return where a panel is seen alone, None where the project does not say where Grafana is."""
    url = dashboard_url(estate, panel[0])
    return None if url is None else f"{url}?viewPanel={panel_id(*panel)}"


def dashboard_url(estate: Estate, dashboard: str) -> str | None:
    """Return where a dashboard is seen, None where the project does not say where Grafana is."""
    base = estate.project.grafana_url
    if base is None:
        return None
    return f"{base.rstrip('/')}/d/{dashboard_uid(estate.deployment, dashboard)}"


def panel_of(estate: Estate, *shown: str) -> Shows | None:
    """Return the panel that shows the first of these ids that is shown anywhere.

    A thing of a service is also shown where its template is, with all the other services. A panel
    that shows it over time is better than one that does not; then the dashboard with most of the
    thing's component; there, a panel by the labels that the alert has, and that shows it first.
    """
    names = (*shown, *(name.partition("/")[2] for name in shown if "/" in name))
    return next((one for name in names if (one := _best_panel(estate, name)) is not None), None)


def _best_panel(estate: Estate, name: str) -> Shows | None:
    component = f"{name.partition('.')[0]}."
    best: tuple[tuple[int, ...], Shows] | None = None
    for dashboard in estate.dashboards:
        panels = list(_panels(estate, dashboard))
        own = sum(one.startswith(component) for _, _, shown in panels for one in shown)
        for key, panel, shown in panels:
            if name in shown:
                rank = (panel.as_ in {None, _CURVE}, own, *_fitness(name, panel, shown))
                if best is None or rank > best[0]:
                    best = rank, (dashboard, key)
    return best[1] if best else None


def _panels(estate: Estate, dashboard: str) -> Iterator[tuple[str, Panel, tuple[str, ...]]]:
    for row in estate.dashboards[dashboard][1].rows.values():
        for key, panel in row.panels.items():
            yield key, panel, tuple(one.of if isinstance(one, Shown) else one for one in panel.show)


def _fitness(name: str, panel: Panel, shown: tuple[str, ...]) -> tuple[int, ...]:
    return (panel.by is None, shown[0] == name, -len(shown))


def alert_matchers(estate: Estate) -> str:
    """Return what selects the alerts that mark a dashboard: the project's, but for its watchdog."""
    matchers = [Matcher("project", "=", estate.project.project)]
    if META in estate.project.outputs:
        matchers.append(Matcher("alert_id", "!=", WATCHDOG))
    return ",".join(map(str, matchers))
