"""What Grafana reads at its start: the data source, and where its dashboards lie."""

from collections.abc import Iterable
from typing import NamedTuple

from generator.core.artifact import Artifact
from generator.core.names import dashboards_folder
from generator.core.units import duration_text
from generator.plan.dashboards import Dashboard, Provisioning
from generator.render._jinja import render
from generator.render.grafana.versions import full_version

# Where Grafana's image expects provisioning; what we render below `grafana/` is mounted there.
_MOUNTED = "/etc/grafana/provisioning/dashboards"


def render_provisioning(provisioning: Provisioning) -> tuple[Artifact, ...]:
    """Return the files that make Grafana know Prometheus and load the dashboards."""
    project = provisioning.project
    datasource = render(
        "provisioning/datasource.yml.j2",
        name=project,
        uid=_literal(provisioning.datasource_uid),
        url=_literal(provisioning.datasource_url),
        interval=duration_text(provisioning.scrape_interval),
        prometheus_version=full_version(provisioning.prometheus_version),
    )
    provider = render(
        "provisioning/dashboard.yml.j2",
        name=project,
        folders=[
            {
                "name": f"{project} {one.team}".strip(),
                "title": _literal(one.title),
                "uid": one.uid,
                "path": f"{_MOUNTED}/{dashboards_folder(one.team)}",
            }
            for one in provisioning.folders
        ],
    )
    return (
        Artifact(f"grafana/provisioning/datasources/{project}.yml", datasource, project),
        Artifact("grafana/provisioning/dashboards/dashboard.yml", provider, project),
    )


def _literal(text: str) -> str:
    """Return a text that stays itself: Grafana puts environment variables for ``$NAME``."""
    return text.replace("$", "$$")


class Clash(NamedTuple):
    """Two dashboards, by id, that share what Grafana wants unique: ``uid`` or ``title``."""

    what: str
    value: str
    first: str
    second: str


def check_provisioning(dashboards: Iterable[Dashboard]) -> list[Clash]:
    """Return the dashboards of one folder that share a uid or a title.

    One such pair is enough: Grafana stops writing all dashboards of the folder, and old ones stay.
    Letters of either case are the same, as in the collation of a MySQL behind Grafana.
    """
    seen: dict[tuple[str, str], str] = {}
    clashes: list[Clash] = []
    for dashboard in dashboards:
        for what, value in (("uid", dashboard.uid), ("title", dashboard.title)):
            first = seen.setdefault((what, value.strip().casefold()), dashboard.id)
            if first != dashboard.id:
                clashes.append(Clash(what, value, first, dashboard.id))
    return clashes
