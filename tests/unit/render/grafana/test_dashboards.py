"""The frame of a dashboard: rows, variables, links, annotations."""

import dataclasses
import json
import subprocess
import sys
from pathlib import Path

import pytest

from generator.plan.dashboards import Link, PanelKind, Row
from generator.render.grafana import render_dashboard
from tests.unit.render.grafana.rendered import panel_tree, tree
from tests.unit.render.grafana.sample import ALL, PANELS, dashboard

GOLDEN = Path(__file__).parent / "golden"


def test_a_small_dashboard_is_this_file() -> None:
    small = dashboard(dataclasses.replace(PANELS[PanelKind.TEXT], width=24, height=3))
    small = dataclasses.replace(small, variables=(), links=(), alert_matchers="")
    artifact = render_dashboard(small, grafana_version="11.6.0")
    assert artifact.content == (GOLDEN / "note.json").read_text(encoding="utf-8")


def test_the_file_is_named_by_the_id_and_knows_its_source() -> None:
    artifact = render_dashboard(ALL, grafana_version="11")
    assert artifact.path == "grafana/provisioning/dashboards/dashboards/overview.json"
    assert artifact.source == "dashboards/overview.yaml"
    assert json.loads(artifact.content)["panels"][1]["pluginVersion"] == "11.0.0"


def test_what_is_no_version_is_refused() -> None:
    with pytest.raises(ValueError, match="`latest` is no version"):
        render_dashboard(ALL, grafana_version="latest")


def test_panels_of_a_collapsed_row_are_inside_it_and_take_no_room() -> None:
    top = tree(ALL)["panels"]
    assert [(panel["type"], panel["gridPos"]["y"]) for panel in top] == [
        ("row", 0),
        ("stat", 1),
        ("stat", 1),
        ("row", 9),
        ("row", 10),
        ("timeseries", 11),
    ]
    rows = [panel for panel in top if panel["type"] == "row"]
    assert [(row["collapsed"], len(row["panels"])) for row in rows] == [
        (False, 0),
        (True, 6),
        (False, 0),
    ]
    assert rows[1]["panels"][0]["gridPos"]["y"] == 10
    assert rows[1].keys() == {"collapsed", "gridPos", "id", "panels", "title", "type"}


def test_inserting_a_panel_changes_the_id_of_no_other() -> None:
    stat, text = PANELS[PanelKind.STAT], PANELS[PanelKind.TEXT]
    before = tree(dashboard(stat))["panels"][1]
    after = tree(dashboard(text, stat))["panels"][2]
    assert (before["id"], before["title"]) == (after["id"], after["title"])


def test_the_data_source_comes_first_and_all_means_no_filter() -> None:
    source, instance = tree(ALL)["templating"]["list"]
    assert (source["name"], source["type"], source["query"], source["label"]) == (
        *("datasource", "datasource", "prometheus", "Data source"),
    )
    assert "current" not in source
    assert instance["query"]["query"] == 'label_values(up{job="shop"}, instance)'
    assert (instance["allValue"], instance["multi"], instance["refresh"], instance["sort"]) == (
        *(".*", True, 2, 1),
    )


def test_a_known_data_source_is_chosen() -> None:
    known = dataclasses.replace(ALL, datasource_uid="shop-prometheus")
    assert tree(known)["templating"]["list"][0]["current"] == {
        "text": "shop",
        "value": "shop-prometheus",
    }


def test_firing_alerts_of_the_project_are_marked() -> None:
    built_in, alerts = tree(ALL)["annotations"]["list"]
    assert built_in["builtIn"] == 1
    assert alerts["expr"] == 'ALERTS{alertstate="firing",project="shop"}'
    assert alerts["titleFormat"] == "{{alertname}}"


def test_links_inside_the_project_carry_filters_and_time_along() -> None:
    state, wiki, menu = tree(ALL)["links"]
    assert (state["url"], state["includeVars"], state["keepTime"]) == ("/d/shop-state", True, True)
    assert (wiki["url"], wiki["includeVars"], wiki["targetBlank"]) == (
        *("https://wiki.example.com", False, True),
    )
    assert (menu["type"], menu["tags"], menu["asDropdown"]) == ("dashboards", ["shop"], True)


def test_links_of_a_panel_do_so_in_their_url() -> None:
    links = (Link("State", dashboard="state"), Link("Runbook", url="https://example.com/r"))
    assert panel_tree(dataclasses.replace(PANELS[PanelKind.STAT], links=links))["links"] == [
        {
            "targetBlank": False,
            "title": "State",
            "url": "/d/shop-state?${__url_time_range}&${__all_variables}",
        },
        {"targetBlank": True, "title": "Runbook", "url": "https://example.com/r"},
    ]


def test_there_is_no_null_but_the_id_and_the_lowest_steps() -> None:
    nulls: list[str] = []

    def walk(value: object, path: str) -> None:
        if value is None:
            nulls.append(path)
        for key, item in value.items() if isinstance(value, dict) else ():
            walk(item, f"{path}.{key}")
        for index, item in enumerate(value) if isinstance(value, list) else ():
            walk(item, f"{path}[{index}]")

    walk(tree(ALL), "")
    assert ".id" in nulls
    assert all(path.endswith(".steps[0].value") for path in nulls if path != ".id")


def test_an_empty_row_is_a_title() -> None:
    top = tree(dashboard(rows=(Row("a", "A", ()), Row("b", "B", ()))))["panels"]
    assert [panel["gridPos"]["y"] for panel in top] == [0, 1]


def test_grafanalib_is_not_imported_before_it_is_needed() -> None:
    code = "import sys, generator.render.grafana; sys.exit('grafanalib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
