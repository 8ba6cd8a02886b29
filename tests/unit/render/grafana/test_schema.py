"""Our own schema of what we write."""

from typing import Any

import jsonschema
import pytest

from generator.plan.dashboards import PanelKind
from generator.render.grafana import schema
from tests.unit.render.grafana.rendered import panel_tree, tree
from tests.unit.render.grafana.sample import ALL, PANELS, dashboard

VALIDATOR = jsonschema.Draft202012Validator(schema())


def objects(value: object) -> list[dict[str, Any]]:
    """Return every object of a schema that says its properties, but those of conditions."""
    if isinstance(value, list):
        return [found for item in value for found in objects(item)]
    if not isinstance(value, dict):
        return []
    inner = [found for key, item in value.items() if key != "allOf" for found in objects(item)]
    return [*inner, value] if value.get("type") == "object" and "properties" in value else inner


def test_the_schema_is_one_and_leaves_no_object_open() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    assert [
        each for each in objects(schema()) if each.get("additionalProperties") is not False
    ] == []


@pytest.mark.parametrize("kind", list(PanelKind))
def test_every_kind_of_panel_meets_it(kind: PanelKind) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(tree(dashboard(PANELS[kind])))] == []


def test_a_whole_dashboard_meets_it() -> None:
    assert [error.message for error in VALIDATOR.iter_errors(tree(ALL))] == []


def panel_errors(change: dict[str, Any], kind: PanelKind = PanelKind.STAT) -> list[str]:
    whole = tree(dashboard(PANELS[kind]))
    whole["panels"][1] |= change
    return [error.json_path for error in VALIDATOR.iter_errors(whole)]


@pytest.mark.parametrize(
    "change",
    [
        {"maxDataPoints": 100},
        {"id": None},
        {"gridPos": {"h": 8, "w": 25, "x": 0, "y": 1}},
        {"options": {"content": "", "mode": "markdown"}},
        {"transformations": [{"id": "merge", "options": {}}]},
        {"pluginVersion": "11.6"},
    ],
)
def test_what_we_never_write_is_refused(change: dict[str, Any]) -> None:
    assert panel_errors(change) == ["$.panels[1]"]


def test_a_threshold_that_starts_with_a_number_is_refused() -> None:
    panel = panel_tree(PANELS[PanelKind.STAT])
    panel["fieldConfig"]["defaults"]["thresholds"]["steps"][0]["value"] = 0
    assert panel_errors(panel) == ["$.panels[1]"]
