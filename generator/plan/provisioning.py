"""What Grafana is told at its start: where its dashboards lie and where Prometheus answers."""

from generator.core.names import datasource_uid
from generator.plan.dashboards import Provisioning
from generator.resolve.estate import Estate


def plan_provisioning(estate: Estate) -> Provisioning:
    """Return what Grafana is told at its start."""
    project = estate.project
    return Provisioning(
        project=estate.deployment,
        title=project.title,
        folder=f"{project.title} ({estate.environment})" if estate.environment else project.title,
        folder_uid=estate.deployment,
        datasource_uid=datasource_uid(estate.deployment),
        datasource_url=project.prometheus_url,
        scrape_interval=project.scrape.interval,
        prometheus_version=project.target.prometheus,
    )
