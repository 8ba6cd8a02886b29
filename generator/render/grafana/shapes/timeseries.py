"""Graphs over time with their bounds as lines, and a second axis where something else is shown."""

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from generator.plan.dashboards import Line, Panel, Query, Severity
from generator.render.grafana.json_text import Json
from generator.render.grafana.shapes.base import (
    Shape,
    Target,
    field_defaults,
    legend,
    override,
    own_unit,
    targets,
)
from generator.render.grafana.thresholds import marks

_FEW_SERIES = 4
_WIDE = 12


class _Axis(NamedTuple):
    """The limits of an axis; the soft ones yield to the data."""

    minimum: Fraction | None = None
    maximum: Fraction | None = None
    soft_min: Fraction | None = None
    soft_max: Fraction | None = None


_FREE = _Axis()
_DASHED: Json = {"custom.fillOpacity": 0, "custom.lineStyle": {"dash": [10, 10], "fill": "dash"}}


def shape(panel: Panel) -> Shape:
    """Return a graph; bounds are lines, and the axis reaches the nearest of them."""
    queries = targets(panel, instant=False)
    axis = _axis(panel)
    # What bounds the panel's own unit must not bound another one, so it moves to overrides then.
    alone = not any(_foreign(panel, query) for query in panel.queries)
    common, own = (axis, _FREE) if alone else (_FREE, axis)
    return Shape(
        "timeseries",
        options={"legend": _legend(panel), "tooltip": {"mode": "multi", "sort": "desc"}},
        targets=queries,
        defaults=field_defaults(
            panel,
            color={"mode": "palette-classic"},
            custom=_custom(panel, common),
            min=common.minimum,
            max=common.maximum,
        ),
        steps=tuple(marks(panel.lines)),
        overrides=tuple(_overrides(panel, queries, own)),
    )


def _foreign(panel: Panel, query: Query) -> bool:
    """Tell whether a query is drawn against another axis than that of the panel's unit."""
    return query.right_axis or own_unit(panel, query) is not None


def _custom(panel: Panel, axis: _Axis) -> Json:
    return {
        "axisSoftMax": axis.soft_max,
        "axisSoftMin": axis.soft_min,
        "drawStyle": "line",
        "fillOpacity": 10,
        "gradientMode": "none",
        "lineInterpolation": "linear",
        "lineWidth": 1,
        "showPoints": "never",
        "spanNulls": False,
        "stacking": {"group": "A", "mode": "none"},
        "thresholdsStyle": {"mode": _line_style(panel.lines)},
    }


def _line_style(lines: tuple[Line, ...]) -> str:
    if not lines:
        return "off"
    # Full lines are bounds that alert; a bound that only informs is dashed.
    return "dashed" if all(line.severity is Severity.INFO for line in lines) else "line"


def _axis(panel: Panel) -> _Axis:
    """Return the limits of the panel's axis; the soft ones keep its bounds in sight.

    Only the bound that is met first counts: a far critical one would press the series flat.
    """
    above = [line.value for line in panel.lines if line.above]
    below = [line.value for line in panel.lines if not line.above]
    nearest = [*([min(above)] if above else []), *([max(below)] if below else [])]
    return _Axis(
        minimum=panel.minimum,
        maximum=panel.maximum,
        soft_min=_beyond(min(nearest), -1) if nearest and panel.minimum is None else None,
        soft_max=_beyond(max(nearest), 1) if nearest and panel.maximum is None else None,
    )


def _beyond(value: Fraction, side: int) -> Fraction:
    """Return a little more than a bound, or less: at the very edge its line is hardly seen."""
    return value + side * abs(value) / 10


def _legend(panel: Panel) -> Json:
    templated = any("{{" in query.legend for query in panel.queries)
    if len(panel.queries) <= 1 and not templated:
        return legend(shown=False)
    if panel.width < _WIDE or (len(panel.queries) <= _FEW_SERIES and not templated):
        return legend(shown=True)
    return legend(shown=True, mode="table", place="right", calcs=["lastNotNull", "max"])


def _overrides(panel: Panel, queries: tuple[Target, ...], axis: _Axis) -> Iterator[Json]:
    for target in queries:
        foreign = _foreign(panel, target.query)
        properties = _foreign_axis(panel, target.query) if foreign else _own_axis(axis)
        properties |= _DASHED if target.query.dashed else {}
        present = {key: value for key, value in properties.items() if value is not None}
        if present:
            yield override("byFrameRefID", target.ref, present)


def _foreign_axis(panel: Panel, query: Query) -> Json:
    right = query.right_axis
    return {
        "custom.axisLabel": (query.name or None) if right else None,
        "custom.axisPlacement": "right" if right else None,
        "custom.fillOpacity": 0,
        # The bounds are in the unit of the panel.
        "custom.thresholdsStyle": {"mode": "off"},
        "unit": own_unit(panel, query),
    }


def _own_axis(axis: _Axis) -> Json:
    return {
        "custom.axisSoftMax": axis.soft_max,
        "custom.axisSoftMin": axis.soft_min,
        "max": axis.maximum,
        "min": axis.minimum,
    }
