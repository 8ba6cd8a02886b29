"""Marks over all graphs: Grafana's own annotations and the project's firing alerts."""

from generator.plan.dashboards import Dashboard
from generator.render.grafana.json_text import Json
from generator.render.grafana.variables import DATASOURCE

_BUILT_IN: Json = {
    "builtIn": 1,
    "datasource": {"type": "grafana", "uid": "-- Grafana --"},
    "enable": True,
    "hide": True,
    "iconColor": "rgba(0, 211, 255, 1)",
    "name": "Annotations & Alerts",
    "type": "dashboard",
}


def annotations(dashboard: Dashboard) -> list[Json]:
    """Return the annotations of a dashboard; without matchers there are no alerts to show."""
    return [_BUILT_IN, *([_alerts(dashboard.alert_matchers)] if dashboard.alert_matchers else [])]


def _alerts(matchers: str) -> Json:
    # Grafana 10 reads the query here; later versions move it into a `target` themselves.
    return {
        "datasource": DATASOURCE,
        "enable": True,
        "expr": f'ALERTS{{alertstate="firing",{matchers}}}',
        "hide": False,
        "iconColor": "red",
        "name": "Firing alerts",
        "step": "60s",
        "tagKeys": "severity,component",
        "textFormat": "{{subject}} ({{severity}})",
        "titleFormat": "{{alertname}}",
        "useValueForTime": False,
    }
