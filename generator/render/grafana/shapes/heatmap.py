"""A histogram over time, from the buckets that Prometheus counted."""

from fractions import Fraction

from generator.plan.dashboards import Panel
from generator.render.grafana.json_text import Json
from generator.render.grafana.shapes.base import Shape, targets
from generator.render.grafana.units import grafana_unit

_COLOUR: Json = {
    "exponent": Fraction(1, 2),
    "fill": "dark-orange",
    "mode": "scheme",
    "reverse": False,
    "scale": "exponential",
    "scheme": "Oranges",
    "steps": 64,
}
_HIDDEN = {"legend": False, "tooltip": False, "viz": False}


def shape(panel: Panel) -> Shape:
    """Return a heatmap; the unit is that of the buckets' bounds, cells are counts."""
    return Shape(
        "heatmap",
        options={
            # The buckets are counted already; Grafana would count the counts.
            "calculate": False,
            "cellGap": 1,
            "cellValues": {"unit": "short"},
            "color": _COLOUR,
            "exemplars": {"color": "rgba(255,0,255,0.7)"},
            # Empty buckets stay blank, so that rare slow ones stand out.
            "filterValues": {"le": Fraction(1, 10**9)},
            "legend": {"show": True},
            "rowsFrame": {"layout": "auto"},
            "showValue": "never",
            "tooltip": {"mode": "single", "showColorScale": True, "yHistogram": True},
            "yAxis": {
                "axisPlacement": "left",
                "decimals": panel.decimals,
                "reverse": False,
                "unit": grafana_unit(panel.unit, panel.noun),
            },
        },
        targets=targets(panel, instant=False, form="heatmap"),
        defaults={
            "custom": {"hideFrom": _HIDDEN, "scaleDistribution": {"type": "linear"}},
            "noValue": panel.no_value,
        },
    )
