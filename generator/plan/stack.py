"""The programs that run what is rendered on one machine: which, and in which version."""

import dataclasses
from fractions import Fraction
from typing import Final

from generator.promql.versions import text_of, version_of
from generator.resolve.estate import Estate

_PROMETHEUS: Final = "3.5"
"""What is started where the target is no newer one."""
ALERTMANAGER: Final = "prom/alertmanager:v0.28.1"
COLLECTOR: Final = "otel/opentelemetry-collector-contrib:0.128.0"
_GRAFANA: Final = {"10": "grafana/grafana:10.4.19", "11": "grafana/grafana:11.6.3"}
_NEWEST_GRAFANA: Final = "grafana/grafana:12.0.2"


@dataclasses.dataclass(frozen=True, slots=True)
class Collector:
    """The OpenTelemetry Collector: where it sends traces, and metrics if they come by OTLP."""

    traces_url: str
    metrics_url: str
    source: str


@dataclasses.dataclass(frozen=True, slots=True)
class Stack:
    """The services of a compose file by name, each with its image; retention in seconds.

    ``root`` leads from the file to the project, ``features`` are those that Prometheus is started
    with. Only the ports of the default environment are ``fixed_ports``; the system chooses those of
    the others, so that all can run on one machine.
    """

    project: str
    images: tuple[tuple[str, str], ...]
    retention: Fraction
    receives_otlp: bool
    features: tuple[str, ...]
    root: str
    source: str
    fixed_ports: bool = True


def plan_collector(estate: Estate) -> Collector:
    """Return what the collector does: it takes traces, and metrics only where nobody scrapes."""
    project = estate.project
    is_otlp = project.scrape.path == "otlp"
    return Collector(
        traces_url=project.traces_url or "",
        metrics_url=f"{project.prometheus_url.rstrip('/')}/api/v1/otlp" if is_otlp else "",
        source=estate.project_file,
    )


def plan_stack(estate: Estate) -> Stack:
    """Return the programs for the outputs that the project asks for."""
    project = estate.project
    grafana = _GRAFANA.get(project.target.grafana.partition(".")[0], _NEWEST_GRAFANA)
    programs = (
        ("scrape", "prometheus", prometheus_image(project.target.prometheus)),
        ("alertmanager", "alertmanager", ALERTMANAGER),
        ("dashboards", "grafana", grafana),
        ("collector", "collector", COLLECTOR),
    )
    return Stack(
        project=estate.deployment,
        images=tuple(
            (name, image) for output, name, image in programs if output in project.outputs
        ),
        retention=project.retention,
        receives_otlp=project.scrape.path == "otlp",
        features=project.target.features,
        root=root_of(estate),
        source=estate.project_file,
        fixed_ports=not estate.environment,
    )


def root_of(estate: Estate) -> str:
    """Return the way from where an environment is rendered to the project."""
    return "../../.." if estate.environment else ".."


def prometheus_image(target: str = _PROMETHEUS) -> str:
    """Return the image of Prometheus, and of promtool: that of a target or of what is newer."""
    newest = max(_PROMETHEUS, target, key=version_of)
    return f"prom/prometheus:v{text_of(version_of(newest))}.0"
