"""Graphs: bounds as lines, axes, legends."""

from dataclasses import replace
from fractions import Fraction

import pytest

from generator.core.units import COUNT, RATIO
from generator.plan.dashboards import Line, Panel, PanelKind, Query, Severity
from tests.unit.render.grafana.rendered import overrides, panel_tree
from tests.unit.render.grafana.sample import ERRORS, HIGH, HIGHER, LOW, MS, PANELS

TWO_AXES = PANELS[PanelKind.TIMESERIES]
ONE = replace(TWO_AXES, queries=(ERRORS,))


def test_a_graph_asks_for_a_range_and_draws_plain_lines() -> None:
    panel = panel_tree(replace(ONE, lines=()))
    assert panel["targets"][0] == {
        "datasource": {"type": "prometheus", "uid": "${datasource}"},
        "editorMode": "code",
        "exemplar": False,
        "expr": "job:errors:ratio_rate5m",
        "format": "time_series",
        "instant": False,
        "legendFormat": "errors",
        "range": True,
        "refId": "A",
    }
    assert panel["fieldConfig"]["defaults"]["custom"] == {
        "drawStyle": "line",
        "fillOpacity": 10,
        "gradientMode": "none",
        "lineInterpolation": "linear",
        "lineWidth": 1,
        "showPoints": "never",
        "spanNulls": False,
        "stacking": {"group": "A", "mode": "none"},
        "thresholdsStyle": {"mode": "off"},
    }
    assert panel["options"]["tooltip"] == {"mode": "multi", "sort": "desc"}


def test_bounds_are_lines_in_sight() -> None:
    defaults = panel_tree(ONE)["fieldConfig"]["defaults"]
    assert defaults["thresholds"]["steps"] == [
        {"color": "green", "value": None},
        {"color": "orange", "value": 0.02},
        {"color": "red", "value": 0.05},
    ]
    assert defaults["custom"]["thresholdsStyle"] == {"mode": "line"}
    assert defaults["custom"]["axisSoftMax"] == 0.022
    assert defaults["min"] == 0
    assert "axisSoftMin" not in defaults["custom"]


def test_the_axis_reaches_down_to_a_bound_from_below() -> None:
    custom = panel_tree(replace(ONE, lines=(LOW,), minimum=None))["fieldConfig"]["defaults"][
        "custom"
    ]
    assert (custom["axisSoftMin"], custom["axisSoftMax"]) == (0.72, 0.88)


def test_a_fixed_limit_needs_no_soft_one() -> None:
    defaults = panel_tree(replace(ONE, maximum=Fraction(1)))["fieldConfig"]["defaults"]
    assert defaults["max"] == 1
    assert "axisSoftMax" not in defaults["custom"]


def test_a_bound_without_an_alert_is_dashed() -> None:
    line = Line(Fraction(1, 10), Severity.INFO, "worth a look")
    for lines, mode in (((line,), "dashed"), ((line, HIGHER), "line")):
        custom = panel_tree(replace(ONE, lines=lines))["fieldConfig"]["defaults"]["custom"]
        assert custom["thresholdsStyle"] == {"mode": mode}


def test_a_second_axis_has_its_unit_and_neither_bounds_nor_limits_of_the_first() -> None:
    panel = panel_tree(TWO_AXES)
    assert panel["fieldConfig"]["defaults"]["unit"] == "percentunit"
    assert panel["fieldConfig"]["defaults"].keys().isdisjoint({"min", "max"})
    assert overrides(panel) == {
        "A": {"custom.axisSoftMax": 0.022, "min": 0},
        "B": {
            "custom.axisLabel": "Load",
            "custom.axisPlacement": "right",
            "custom.fillOpacity": 0,
            "custom.thresholdsStyle": {"mode": "off"},
            "unit": "count:/s",
        },
    }


def test_a_query_of_another_unit_gets_it_on_the_same_side_too() -> None:
    queries = (ERRORS, Query("batches", "batches", unit=COUNT.rate(), noun="batches"))
    panel = panel_tree(replace(ONE, queries=queries, lines=(), minimum=None))
    assert overrides(panel) == {
        "B": {
            "custom.fillOpacity": 0,
            "custom.thresholdsStyle": {"mode": "off"},
            "unit": "count:batches/s",
        }
    }


@pytest.mark.parametrize(
    ("legends", "width", "form"),
    [
        (("errors",), 12, "hidden"),
        (("a", "b"), 12, "list"),
        (("a", "b", "c", "d", "e"), 12, "table"),
        (("{{endpoint}}",), 12, "table"),
        (("{{endpoint}}",), 8, "list"),
    ],
)
def test_the_legend_grows_with_the_series(legends: tuple[str, ...], width: int, form: str) -> None:
    queries = tuple(Query("errors", legend) for legend in legends)
    panel = Panel("p", "P", PanelKind.TIMESERIES, queries, RATIO, width=width)
    assert panel_tree(panel)["options"]["legend"] == {
        "calcs": ["lastNotNull", "max"] if form == "table" else [],
        "displayMode": "table" if form == "table" else "list",
        "placement": "right" if form == "table" else "bottom",
        "showLegend": form != "hidden",
    }


def test_a_heatmap_takes_counted_buckets() -> None:
    panel = panel_tree(replace(PANELS[PanelKind.HEATMAP], lines=(HIGH,), decimals=1))
    assert panel["targets"][0]["format"] == "heatmap"
    assert panel["targets"][0]["range"] is True
    assert panel["options"]["calculate"] is False
    assert panel["options"]["yAxis"] == {
        "axisPlacement": "left",
        "decimals": 1,
        "reverse": False,
        "unit": "ms",
    }
    assert panel["options"]["filterValues"] == {"le": 1e-9}
    assert panel["fieldConfig"]["defaults"].keys() == {"custom", "noValue"}
    assert PANELS[PanelKind.HEATMAP].unit == MS
