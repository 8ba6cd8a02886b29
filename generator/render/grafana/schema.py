"""The JSON Schema of the dashboards we write: a strict subset of Grafana's classic model."""

import importlib.resources
import json

from generator.render.grafana.json_text import Json


def schema() -> Json:
    """Return the JSON Schema (draft 2020-12) that every rendered dashboard meets."""
    file = importlib.resources.files("generator.render.grafana") / "dashboard.schema.json"
    tree: Json = json.loads(file.read_text(encoding="utf-8"))
    return tree
