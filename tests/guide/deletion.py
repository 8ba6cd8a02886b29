"""An estate from which one thing was deleted."""

import dataclasses
from collections.abc import Mapping
from typing import Any, TypeVar

from generator.resolve.estate import Estate, Indicator, Threshold
from generator.spec.views import Dashboard

_T = TypeVar("_T")
KINDS = ("metric", "label", "indicator", "threshold", "slo", "dashboard", "panel", "runbook")
_FIELDS = {
    "metric": "metrics",
    "label": "labels",
    "indicator": "indicators",
    "slo": "slos",
    "dashboard": "dashboards",
    "runbook": "runbooks",
}


def without(estate: Estate, kind: str, name: str) -> Estate:
    """Return the estate as it would be without one thing; nothing that refers to it changes."""
    if kind == "threshold":
        indicators = {key: _indicator(one, name) for key, one in estate.indicators.items()}
        return dataclasses.replace(estate, indicators=indicators)
    if kind == "panel":
        board, _, panel = name.partition(".")
        file, dashboard = estate.dashboards[board]
        changed = {**estate.dashboards, board: (file, _dashboard(dashboard, panel))}
        return dataclasses.replace(estate, dashboards=changed)
    field = _FIELDS[kind]
    changes: dict[str, Any] = {field: _but(getattr(estate, field), name)}
    return dataclasses.replace(estate, **changes)


def _but(things: Mapping[str, _T], name: str) -> dict[str, _T]:
    assert name in things
    return {key: one for key, one in things.items() if key != name}


def _indicator(indicator: Indicator, bound: str) -> Indicator:
    thresholds = (_threshold(one, bound) for one in indicator.thresholds)
    return dataclasses.replace(indicator, thresholds=tuple(thresholds))


def _threshold(threshold: Threshold, bound: str) -> Threshold:
    kept = tuple(one for one in threshold.bounds if one.id != bound)
    return dataclasses.replace(threshold, bounds=kept)


def _dashboard(dashboard: Dashboard, panel: str) -> Dashboard:
    rows = {
        key: row.model_copy(update={"panels": {k: p for k, p in row.panels.items() if k != panel}})
        for key, row in dashboard.rows.items()
    }
    return dashboard.model_copy(update={"rows": rows})
