"""Rendered dashboards as trees, for the tests of this folder."""

import json
from typing import Any

from generator.plan.dashboards import Dashboard, Panel
from generator.render.grafana import render_dashboard
from tests.unit.render.grafana.sample import dashboard


def tree(what: Dashboard) -> dict[str, Any]:
    """Return the JSON of a dashboard."""
    result: dict[str, Any] = json.loads(render_dashboard(what, grafana_version="11.6").content)
    return result


def panel_tree(panel: Panel) -> dict[str, Any]:
    """Return the JSON of one panel."""
    result: dict[str, Any] = tree(dashboard(panel))["panels"][1]
    return result


def overrides(panel: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the overridden properties of a panel's JSON by what they match."""
    return {
        each["matcher"]["options"]: {one["id"]: one["value"] for one in each["properties"]}
        for each in panel["fieldConfig"]["overrides"]
    }
