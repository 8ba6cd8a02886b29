"""Bars of the current values, one below another."""

from fractions import Fraction

from generator.plan.dashboards import Panel
from generator.render.grafana.shapes.base import (
    Shape,
    field_defaults,
    last_value,
    legend,
    targets,
    unit_overrides,
)
from generator.render.grafana.thresholds import regions


def shape(panel: Panel) -> Shape:
    """Return a bar for each series, coloured by the bounds."""
    return Shape(
        "bargauge",
        options={
            "displayMode": "basic",
            "legend": legend(shown=False),
            "maxVizHeight": 300,
            "minVizHeight": 16,
            "minVizWidth": 8,
            "namePlacement": "auto",
            "orientation": "horizontal",
            "reduceOptions": last_value(),
            "showUnfilled": True,
            "sizing": "auto",
            "valueMode": "color",
        },
        targets=targets(panel, instant=True),
        defaults=field_defaults(
            panel,
            color={"mode": "thresholds"},
            # A bar that does not start at 0 lies about proportions.
            min=Fraction(0) if panel.minimum is None else panel.minimum,
        ),
        steps=tuple(regions(panel.lines)),
        overrides=unit_overrides(panel),
    )
