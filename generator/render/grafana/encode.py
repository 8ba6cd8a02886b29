"""From grafanalib's objects to the JSON of today: no nulls, no stale keys, schema 42."""

from collections.abc import Callable
from typing import Any

from generator.render.grafana.json_text import Json

# The last version of the classic model. Grafana migrates no dashboard that says so; with
# grafanalib's 12 it would run thirty migrations, one of which resets `graphTooltip`.
_SCHEMA_VERSION = 42
_DASHBOARD_KEYS = (
    "annotations",
    "description",
    "editable",
    "graphTooltip",
    "links",
    "panels",
    "refresh",
    "tags",
    "templating",
    "time",
    "timezone",
    "title",
    "uid",
)
_PANEL_KEYS = (
    "datasource",
    "description",
    "fieldConfig",
    "gridPos",
    "id",
    "links",
    "options",
    "pluginVersion",
    "targets",
    "title",
    "transformations",
    "type",
)
_ROW_KEYS = ("collapsed", "gridPos", "id", "panels", "title", "type")


def encode(dashboard: object) -> Json:
    """Return the classic dashboard JSON of a grafanalib dashboard."""
    tree = _pruned(_plain(dashboard))
    return {
        **_picked(tree, _DASHBOARD_KEYS),
        "fiscalYearStartMonth": 0,
        # Null, not left out: the number is of one Grafana's database and differs in every other.
        "id": None,
        "liveNow": False,
        "panels": [_panel(panel) for panel in tree["panels"]],
        "preload": False,
        "schemaVersion": _SCHEMA_VERSION,
        "timepicker": {},
        "weekStart": "",
    }


def _plain(value: object) -> Any:
    if isinstance(value, str):  # most are
        return value
    to_json: Callable[[], object] | None = getattr(value, "to_json_data", None)
    if to_json is not None:
        return _plain(to_json())
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _pruned(value: Any) -> Any:
    if isinstance(value, list):
        return [_pruned(item) for item in value]
    if not isinstance(value, dict):
        return value
    # A threshold step (it alone has a colour and a value) starts at null: the lowest value.
    is_step = value.keys() == {"color", "value"}
    return {key: _pruned(item) for key, item in value.items() if item is not None or is_step}


def _panel(tree: Json) -> Json:
    if tree["type"] == "row":
        row = _picked(tree, _ROW_KEYS)
        return {**row, "panels": [_panel(panel) for panel in row["panels"]]}
    panel = _picked(tree, _PANEL_KEYS)
    if not panel["fieldConfig"]["defaults"]["thresholds"]["steps"]:
        # Not every panel colours values, but grafanalib gives each an empty list of steps.
        del panel["fieldConfig"]["defaults"]["thresholds"]
    return panel


def _picked(tree: Json, keys: tuple[str, ...]) -> Json:
    return {key: tree[key] for key in keys if key in tree}
