"""What Grafana is told at its start: where its dashboards lie and where Prometheus answers."""

from collections.abc import Iterable, Iterator

from generator.core.names import datasource_uid, folder_uid
from generator.plan.dashboards import Dashboard, Folder, Provisioning
from generator.resolve.estate import Estate


def plan_provisioning(estate: Estate, dashboards: Iterable[Dashboard]) -> Provisioning:
    """Return what Grafana is told at its start about some dashboards."""
    project = estate.project
    return Provisioning(
        project=estate.deployment,
        title=project.title,
        folders=tuple(_folders(estate, {one.team for one in dashboards})),
        datasource_uid=datasource_uid(estate.deployment),
        datasource_url=project.prometheus_url,
        scrape_interval=project.scrape.interval,
        prometheus_version=project.target.prometheus,
    )


def _folders(estate: Estate, teams: set[str]) -> Iterator[Folder]:
    """Yield the folders in which something stands; Grafana complains of others."""
    titles = {"": estate.project.title, **{name: one.folder for name, one in estate.owners.items()}}
    for team, title in titles.items():
        if team in teams and title is not None:
            shown = f"{title} ({estate.environment})" if estate.environment else title
            yield Folder(shown, folder_uid(estate.deployment, team), team)
