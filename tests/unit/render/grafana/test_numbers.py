"""Single numbers, dials, bars and words."""

from dataclasses import replace
from fractions import Fraction

import pytest

from generator.core.units import BYTES, COUNT, RATIO
from generator.plan.dashboards import Panel, PanelKind, Query
from tests.unit.render.grafana.rendered import overrides, panel_tree
from tests.unit.render.grafana.sample import ERRORS, LOW, PANELS

SINGLE = (PanelKind.STAT, PanelKind.STATUS, PanelKind.GAUGE, PanelKind.BAR, PanelKind.SLO)


@pytest.mark.parametrize("kind", SINGLE)
def test_a_number_is_the_last_value_of_an_instant_query(kind: PanelKind) -> None:
    panel = panel_tree(PANELS[kind])
    assert [(one["instant"], one["range"]) for one in panel["targets"]] == [(True, False)]
    assert panel["options"]["reduceOptions"] == {
        "calcs": ["lastNotNull"],
        "fields": "",
        "values": False,
    }
    assert panel["fieldConfig"]["defaults"]["color"] == {"mode": "thresholds"}
    assert panel["pluginVersion"] == "11.6.0"


def test_a_stat_is_coloured_by_its_bounds_else_not_at_all() -> None:
    stat = PANELS[PanelKind.STAT]
    assert panel_tree(stat)["fieldConfig"]["defaults"]["thresholds"]["steps"][0]["color"] == "green"
    bare = panel_tree(replace(stat, lines=()))["fieldConfig"]["defaults"]["thresholds"]
    assert bare == {"mode": "absolute", "steps": [{"color": "text", "value": None}]}


def test_a_status_says_a_word_on_a_coloured_ground() -> None:
    panel = panel_tree(PANELS[PanelKind.STATUS])
    assert (panel["type"], panel["options"]["colorMode"]) == ("stat", "background")
    assert panel["fieldConfig"]["defaults"]["mappings"] == [
        {
            "type": "value",
            "options": {"0": {"index": 0, "text": "DOWN"}, "1": {"index": 1, "text": "UP"}},
        }
    ]
    assert panel["fieldConfig"]["defaults"]["thresholds"]["steps"] == [
        {"color": "red", "value": None},
        {"color": "green", "value": 1},
    ]


def test_a_budget_is_red_once_spent() -> None:
    defaults = panel_tree(PANELS[PanelKind.SLO])["fieldConfig"]["defaults"]
    assert defaults["decimals"] == 1
    assert defaults["thresholds"]["steps"] == [
        {"color": "red", "value": None},
        {"color": "orange", "value": 0},
        {"color": "green", "value": 0.25},
    ]


def test_the_plan_has_the_last_word_on_a_budget() -> None:
    defaults = panel_tree(replace(PANELS[PanelKind.SLO], decimals=3, lines=(LOW,)))["fieldConfig"][
        "defaults"
    ]
    assert defaults["decimals"] == 3
    assert [step["value"] for step in defaults["thresholds"]["steps"]] == [None, 0.8]


def test_a_dial_runs_from_zero_and_a_share_to_one() -> None:
    def limits(panel: Panel) -> tuple[object, object]:
        defaults = panel_tree(panel)["fieldConfig"]["defaults"]
        return defaults["min"], defaults.get("max")

    gauge = PANELS[PanelKind.GAUGE]
    assert limits(gauge) == (0, 1)
    assert limits(replace(gauge, unit=BYTES)) == (0, None)
    assert limits(replace(gauge, unit=RATIO.rate())) == (0, None)
    assert limits(replace(gauge, minimum=Fraction(-1), maximum=Fraction(2))) == (-1, 2)


def test_bars_start_at_zero_whatever_they_show() -> None:
    panel = panel_tree(PANELS[PanelKind.BAR])
    assert (panel["type"], panel["fieldConfig"]["defaults"]["min"]) == ("bargauge", 0)
    assert panel["fieldConfig"]["defaults"]["unit"] == "decbytes"


def test_numbers_of_several_units_have_their_own() -> None:
    stat = replace(PANELS[PanelKind.STAT], queries=(ERRORS, Query("n", "n", unit=COUNT)))
    assert overrides(panel_tree(stat)) == {"B": {"unit": "short"}}


def test_a_text_asks_nothing() -> None:
    panel = panel_tree(PANELS[PanelKind.TEXT])
    assert panel["options"]["content"] == "# Ärger?\n\nAsk us."
    assert panel["fieldConfig"] == {"defaults": {}, "overrides": []}
    assert panel.keys().isdisjoint({"datasource", "targets"})
