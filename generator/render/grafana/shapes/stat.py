"""Single numbers: stat, status (a word on a coloured ground) and the error budget of an SLO."""

from collections.abc import Sequence
from fractions import Fraction

from generator.plan.dashboards import Panel, Severity
from generator.render.grafana.json_text import Json
from generator.render.grafana.shapes.base import (
    Shape,
    field_defaults,
    last_value,
    targets,
    unit_overrides,
    word_mappings,
)
from generator.render.grafana.thresholds import COLOURS, NEUTRAL, OK, regions, step

# Where the plan says nothing else: a budget is red once it is spent, orange in its last quarter.
_BUDGET_STEPS = (
    step(COLOURS[Severity.CRITICAL], None),
    step(COLOURS[Severity.WARNING], Fraction(0)),
    step(OK, Fraction(1, 4)),
)
_BUDGET_DECIMALS = 1


def shape(panel: Panel) -> Shape:
    """Return a number, coloured by its bounds; without bounds in the colour of text."""
    return _stat(panel, regions(panel.lines, OK if panel.lines else NEUTRAL), colour="value")


def status_shape(panel: Panel) -> Shape:
    """Return a word for a value, on a ground coloured by the bounds."""
    mappings = word_mappings(panel.value_names)
    steps = regions(panel.lines, OK if panel.lines else NEUTRAL)
    return _stat(panel, steps, colour="background", mappings=mappings)


def slo_shape(panel: Panel) -> Shape:
    """Return the share of an error budget that is left."""
    steps = regions(panel.lines) if panel.lines else _BUDGET_STEPS
    decimals = _BUDGET_DECIMALS if panel.decimals is None else panel.decimals
    return _stat(panel, steps, colour="background", decimals=decimals)


def _stat(panel: Panel, steps: Sequence[Json], *, colour: str, **defaults: object) -> Shape:
    return Shape(
        "stat",
        options={
            "colorMode": colour,
            "graphMode": "none",
            "justifyMode": "auto",
            "orientation": "auto",
            "percentChangeColorMode": "standard",
            "reduceOptions": last_value(),
            "showPercentChange": False,
            "textMode": "auto",
            "wideLayout": True,
        },
        targets=targets(panel, instant=True),
        defaults=field_defaults(panel, color={"mode": "thresholds"}, **defaults),
        steps=tuple(steps),
        overrides=unit_overrides(panel),
    )
