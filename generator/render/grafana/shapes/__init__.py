"""Panels without place or identity: one module a family of Grafana's visualisations."""

from collections.abc import Callable

from generator.plan.dashboards import Panel, PanelKind
from generator.render.grafana.shapes import bar, gauge, heatmap, stat, table, text, timeseries
from generator.render.grafana.shapes.base import Shape

_SHAPES: dict[PanelKind, Callable[[Panel], Shape]] = {
    PanelKind.TIMESERIES: timeseries.shape,
    PanelKind.STAT: stat.shape,
    PanelKind.STATUS: stat.status_shape,
    PanelKind.SLO: stat.slo_shape,
    PanelKind.GAUGE: gauge.shape,
    PanelKind.BAR: bar.shape,
    PanelKind.TABLE: table.shape,
    PanelKind.HEATMAP: heatmap.shape,
    PanelKind.TEXT: text.shape,
}


def shape_of(panel: Panel) -> Shape:
    """Return what Grafana shows for a panel of the plan."""
    return _SHAPES[panel.kind](panel)
