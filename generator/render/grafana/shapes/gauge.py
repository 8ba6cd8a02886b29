"""A dial between a least and a greatest value."""

from fractions import Fraction

from generator.core.units import Family
from generator.plan.dashboards import Panel
from generator.render.grafana.shapes.base import (
    Shape,
    field_defaults,
    last_value,
    targets,
    unit_overrides,
)
from generator.render.grafana.thresholds import regions


def shape(panel: Panel) -> Shape:
    """Return a dial; a share runs to 100 %, other values as far as the panel says."""
    share = panel.unit.family is Family.RATIO and panel.unit.per is None
    return Shape(
        "gauge",
        options={
            "minVizHeight": 75,
            "minVizWidth": 75,
            "orientation": "auto",
            "reduceOptions": last_value(),
            "showThresholdLabels": False,
            "showThresholdMarkers": True,
            "sizing": "auto",
        },
        targets=targets(panel, instant=True),
        defaults=field_defaults(
            panel,
            color={"mode": "thresholds"},
            # Without them Grafana runs a dial from 0 to 100, whatever the unit.
            min=Fraction(0) if panel.minimum is None else panel.minimum,
            max=Fraction(1) if panel.maximum is None and share else panel.maximum,
        ),
        steps=tuple(regions(panel.lines)),
        overrides=unit_overrides(panel),
    )
