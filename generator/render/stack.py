"""The collector's configuration, and a compose file that mounts what is rendered."""

from typing import Any

from generator.core.artifact import Artifact
from generator.core.units import duration_text
from generator.plan.stack import Collector, Stack
from generator.render._jinja import render
from generator.render.readback import TemplateFaultError, read_yaml

COLLECTOR_PATH = "collector/config.yaml"
COMPOSE_PATH = "compose.yaml"
_KEEPING = ("prometheus", "alertmanager", "grafana")


def render_collector(plan: Collector) -> Artifact:
    """Return the collector's configuration.

    Raises:
        TemplateFaultError: the template made other ways for traces or metrics than the plan says.
    """
    text = render("collector/config.yaml.j2", plan=plan)
    tree = read_yaml(COLLECTOR_PATH, text)
    ways = [("traces", plan.traces_url, "debug"), ("metrics", plan.metrics_url, "")]
    wanted: dict[str, Any] = {}
    exporters: dict[str, str] = {}
    for name, url, other in ways:
        exporter = f"otlphttp/{name}" if url else other
        if exporter:
            wanted[name] = [exporter]
            exporters[exporter] = url
    seen = {name: one["exporters"] for name, one in tree["service"]["pipelines"].items()}
    urls = {name: one.get("endpoint", "") for name, one in tree["exporters"].items()}
    if seen != wanted or urls != exporters:
        raise TemplateFaultError(COLLECTOR_PATH, "what is read back is not what the plan says")
    return Artifact(COLLECTOR_PATH, text, plan.source)


def render_compose(plan: Stack) -> Artifact:
    """Return the compose file.

    Raises:
        TemplateFaultError: the template made other services than the plan says.
    """
    volumes = [f"{name}-data" for name, _ in plan.images if name in _KEEPING]
    text = render(
        "compose/compose.yaml.j2",
        plan=plan,
        retention=duration_text(plan.retention),
        volumes=volumes,
    )
    tree = read_yaml(COMPOSE_PATH, text)
    images = {name: one["image"] for name, one in tree["services"].items()}
    if images != dict(plan.images) or list(tree.get("volumes", {})) != volumes:
        raise TemplateFaultError(COMPOSE_PATH, "what is read back is not what the plan says")
    return Artifact(COMPOSE_PATH, text, plan.source)
