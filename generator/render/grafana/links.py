"""Links from dashboards and panels; those within the project carry time range and filters along."""

from generator.core.names import dashboard_uid
from generator.plan.dashboards import Dashboard, Link, Panel
from generator.render.grafana.json_text import Json


def dashboard_links(dashboard: Dashboard) -> list[Json]:
    """Return the links at the top: those of the plan, then all dashboards of the project."""
    planned = [_top_link(dashboard.project, link) for link in dashboard.links]
    menu = {
        **_LINK,
        "asDropdown": True,
        "includeVars": True,
        "keepTime": True,
        "tags": [dashboard.project],
        "title": "All dashboards",
        "type": "dashboards",
    }
    return [*planned, menu]


_LINK: Json = {
    "asDropdown": False,
    "icon": "external link",
    "includeVars": False,
    "keepTime": False,
    "tags": [],
    "targetBlank": False,
    "tooltip": "",
    "type": "link",
    "url": "",
}


def _top_link(project: str, link: Link) -> Json:
    inside = bool(link.dashboard)
    return {
        **_LINK,
        "icon": "dashboard" if inside else "external link",
        "includeVars": inside,
        "keepTime": inside,
        "targetBlank": not inside,
        "title": link.title,
        "url": _path(project, link.dashboard) if inside else link.url,
    }


def panel_links(project: str, panel: Panel) -> list[Json]:
    """Return the links in a panel's corner."""
    return [
        {
            "targetBlank": not link.dashboard,
            "title": link.title,
            "url": f"{_path(project, link.dashboard)}?${{__url_time_range}}&${{__all_variables}}"
            if link.dashboard
            else link.url,
        }
        for link in panel.links
    ]


def _path(project: str, dashboard: str) -> str:
    return f"/d/{dashboard_uid(project, dashboard)}"
