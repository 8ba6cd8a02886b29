"""Links from panels and alerts to what a reader may need next."""

import dataclasses
import re
from collections.abc import Iterable
from urllib.parse import quote

from generator.core.finding import Place
from generator.core.names import META, SLO_DETAIL, WATCHDOG, dashboard_uid, panel_id
from generator.plan.dashboards import Link
from generator.promql.expr import Matcher
from generator.resolve.estate import Estate, ShownOn
from generator.spec.views import Panel, Shown

Shows = tuple[str, str]
"""A panel by the id of its dashboard and its own key."""

# The end of an address that leads to what is rendered.
_AS_RENDERED = re.compile(r"/runbooks/\{runbook\}")


@dataclasses.dataclass(frozen=True, slots=True)
class View:
    """Where something is seen: a panel by its key, or a whole dashboard; ``url`` may be empty."""

    title: str
    dashboard: str
    panel: str
    url: str


# As what a panel shows the course of a value, on which a reader sees when it began.
_CURVE = "timeseries"


def runbook_links(estate: Estate, runbooks: Iterable[str | None]) -> tuple[Link, ...]:
    """Return a link to each runbook that is written, in their order."""
    return tuple(
        Link(f"Runbook: {estate.runbooks[name][1].title}", url=url)
        for name in dict.fromkeys(runbooks)
        if name is not None and name in estate.runbooks
        if (url := runbook_url(estate, name)) is not None
    )


@dataclasses.dataclass(frozen=True, slots=True)
class RunbookSource:
    """Where it is said where a runbook is read; ``is_own`` if that is the environment's own."""

    url: str
    place: Place
    is_own: bool


def runbook_source(estate: Estate, name: str) -> RunbookSource | None:
    """Return where a runbook is read, None where nobody says it.

    A team may say it for its own. An environment says it, or its runbooks are taken to lie beside
    those of the default one as they do in the output.
    """
    runbook = estate.runbooks[name][1] if name in estate.runbooks else None
    owner = (runbook.owner if runbook is not None else None) or estate.project.owner or ""
    team = estate.owners.get(owner)
    if team is not None and team.runbook_url is not None:
        place = Place(estate.owners_file, ("define", owner, "runbook_url"))
        base: str | None = team.runbook_url
    else:
        place, base = Place(estate.project_file, ("runbook_url",)), estate.project.runbook_url
    if base is None:
        return None
    is_own = not estate.environment or estate.origin(place) != place
    if not is_own and _AS_RENDERED.search(base):
        base, is_own = _AS_RENDERED.sub(f"/env/{estate.environment}\\g<0>", base), True
    return RunbookSource(base.replace("{runbook}", name), place, is_own)


def runbook_url(estate: Estate, name: str) -> str | None:
    """Return where a runbook is read, None where nobody says it."""
    source = runbook_source(estate, name)
    return None if source is None else source.url


def alert_links(estate: Estate, runbook: str | None, *shown: str) -> tuple[tuple[str, str], ...]:
    """Return the annotations that lead on: to the runbook and to the panel of one of these."""
    found: list[tuple[str, str]] = []
    if runbook is not None and (to := runbook_url(estate, runbook)) is not None:
        found.append(("runbook_url", to))
    view = view_of(estate, *shown)
    return (*found, ("dashboard_url", view.url)) if view is not None and view.url else tuple(found)


def view_of(estate: Estate, *shown: str) -> View | None:
    """Return where the first of these ids is seen that is shown anywhere.

    An SLO has a page with its whole budget; only a panel that draws it over time is preferred.
    """
    return next((one for name in shown if (one := _view(estate, name)) is not None), None)


def _view(estate: Estate, name: str) -> View | None:
    panel = panel_of(estate, name)
    drawn = panel is not None and _draws(estate, name, _spec(estate, panel))
    if name in estate.slos and estate.slo_pages and not drawn:
        title = f"{estate.slo_pages[SLO_DETAIL]}: {estate.slos[name].title}"
        url = dashboard_url(estate, SLO_DETAIL)
        chosen = "" if url is None else f"{url}?var-slo={quote(name, safe='')}"
        return View(title, SLO_DETAIL, "", chosen)
    if panel is None:
        return None
    return View(panel_title(estate, panel), *panel, panel_url(estate, panel) or "")


def _draws(estate: Estate, name: str, panel: Panel) -> bool:
    """Tell whether a panel shows something over time; of an SLO it does so only if asked to."""
    return panel.as_ == _CURVE or (panel.as_ is None and name not in estate.slos)


def _spec(estate: Estate, panel: Shows) -> Panel:
    return next(one.panel for one in estate.shown_by[panel[0]] if one.key == panel[1])


def panel_title(estate: Estate, panel: Shows) -> str:
    """Return how people find a panel: the title of its dashboard, and its own."""
    dashboard, spec = estate.dashboards[panel[0]][1], _spec(estate, panel)
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

    def rank(on: ShownOn) -> tuple[int, ...]:
        curve, whole = _draws(estate, name, on.panel), estate.shown_by[on.dashboard]
        own = sum(one.startswith(component) for each in whole for one in each.shown)
        return (curve, own, on.panel.by is None, on.shown[0] == name, -len(on.shown))

    best = max(estate.shown_on.get(name, ()), key=rank, default=None)
    return None if best is None else (best.dashboard, best.key)


def folder_team(estate: Estate, owner: str | None) -> str:
    """Return the team whose Grafana folder holds dashboards of an owner, none for the project's.

    Teams that name one folder share that of the first of them.
    """
    team = estate.owners.get(owner or estate.project.owner or "")
    if team is None or team.folder is None:
        return ""
    return next(name for name, one in estate.owners.items() if one.folder == team.folder)


def alert_matchers(estate: Estate) -> str:
    """Return what selects the alerts that mark a dashboard: the project's, but for its watchdog."""
    matchers = [Matcher("project", "=", estate.project.project)]
    if META in estate.project.outputs:
        matchers.append(Matcher("alert_id", "!=", WATCHDOG))
    return ",".join(map(str, matchers))
