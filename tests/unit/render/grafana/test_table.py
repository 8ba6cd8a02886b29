"""Tables: labels, then one column for each query."""

from dataclasses import replace

from generator.core.units import COUNT
from generator.plan.dashboards import PanelKind, Query
from tests.unit.render.grafana.rendered import overrides, panel_tree
from tests.unit.render.grafana.sample import ERRORS, PANELS

TABLE = PANELS[PanelKind.TABLE]


def test_rows_of_all_queries_are_joined_and_only_asked_for_columns_stay() -> None:
    panel = panel_tree(TABLE)
    assert [(one["format"], one["instant"]) for one in panel["targets"]] == [("table", True)] * 2
    assert panel["transformations"] == [
        {"id": "merge", "options": {}},
        {
            "id": "filterFieldsByName",
            "options": {"include": {"names": ["endpoint", "Value #A", "Value #B"]}},
        },
        {
            "id": "organize",
            "options": {
                "excludeByName": {"Time": True, "__name__": True},
                "indexByName": {"endpoint": 0, "Value #A": 1, "Value #B": 2},
                "renameByName": {"Value #A": "Errors", "Value #B": "Requests"},
            },
        },
    ]
    assert panel["options"]["sortBy"] == [{"desc": True, "displayName": "Errors"}]


def test_a_column_has_its_unit_and_the_bounds_of_that_unit() -> None:
    panel = panel_tree(TABLE)
    assert overrides(panel) == {
        "Errors": {"custom.cellOptions": {"mode": "basic", "type": "color-background"}},
        "Requests": {"unit": "count:/s"},
    }
    assert panel["fieldConfig"]["defaults"]["thresholds"]["steps"] == [
        {"color": "transparent", "value": None},
        {"color": "orange", "value": 0.02},
    ]


def test_a_single_query_needs_no_join() -> None:
    panel = panel_tree(replace(TABLE, queries=(ERRORS,), lines=()))
    assert [one["id"] for one in panel["transformations"]] == ["filterFieldsByName", "organize"]
    assert panel["transformations"][1]["options"]["renameByName"] == {"Value": "Errors"}
    assert overrides(panel) == {}


def test_without_labels_all_columns_stay() -> None:
    panel = panel_tree(replace(TABLE, queries=(ERRORS,), labels=()))
    assert [one["id"] for one in panel["transformations"]] == ["organize"]
    assert panel["transformations"][0]["options"]["indexByName"] == {}


def test_no_two_columns_share_a_header() -> None:
    queries = (
        Query("a", "", name="Errors"),
        Query("b", "", name="Errors"),
        Query("c", "", name="endpoint"),
        Query("d", "{{endpoint}}"),
        Query("e", "all"),
        Query("f", "", unit=COUNT),
    )
    panel = panel_tree(replace(TABLE, queries=queries))
    assert list(panel["transformations"][2]["options"]["renameByName"].values()) == [
        "Errors",
        "Errors (B)",
        "endpoint (C)",
        "Worst endpoints",
        "all",
        "Worst endpoints (F)",
    ]
