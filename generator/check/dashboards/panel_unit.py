"""A panel that shows numbers without a unit."""

from collections.abc import Iterator
from typing import Any

from generator.check.dashboards.example import GOOD, changed
from generator.check.dashboards.habits import lacking
from generator.check.dashboards.subject import Boards, Panel
from generator.check.shape import Check, Fault
from generator.core.finding import Rule, Severity

_NUMBERS = frozenset(
    {
        *("timeseries", "graph", "stat", "singlestat", "gauge", "bargauge", "barchart", "table"),
        *("heatmap", "histogram", "piechart"),
    }
)


def _find(found: Boards) -> Iterator[Fault]:
    for board in found.boards:
        panels = [
            one
            for one in board.panels
            if one.asks and one.kind in _NUMBERS and not _shows_words(one)
        ]
        yield from lacking(board, panels, lambda one: any(_units(one.fields)), "unit")


def _units(tree: dict[str, Any] | Any) -> Iterator[object]:
    """Yield the units of a panel, wherever Grafana has kept them over the years."""
    config = _mapping(tree.get("fieldConfig"))
    yield _mapping(config.get("defaults")).get("unit")
    for override in _list(config.get("overrides")):
        for one in _list(_mapping(override).get("properties")):
            yield _mapping(one).get("id") == "unit" and _mapping(one).get("value")
    options = _mapping(tree.get("options"))
    yield _mapping(options.get("yAxis")).get("unit")
    yield tree.get("format")
    yield _mapping(tree.get("yAxis")).get("format")
    for key, name in (("yaxes", "format"), ("styles", "unit")):
        yield from (_mapping(one).get(name) for one in _list(tree.get(key)))


def _shows_words(panel: Panel) -> bool:
    """Tell whether it shows texts in the place of numbers: mapped values, names or labels."""
    defaults = _mapping(_mapping(panel.fields.get("fieldConfig")).get("defaults"))
    options = _mapping(panel.fields.get("options"))
    fields = _mapping(options.get("reduceOptions")).get("fields")
    return bool(defaults.get("mappings") or options.get("textMode") == "name" or fields)


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


CHECK = Check(
    Rule(
        "PS667",
        "panel without a unit",
        "0.3 may be seconds, a share or a percentage, and 1536 reads as `1.5 KiB` only with a unit",
        "choose one in `fieldConfig.defaults.unit`; `short` is one for plain counts",
        Severity.ADVICE,
    ),
    bad=changed(
        '"fieldConfig": {"defaults": {"unit": "reqps"}},', '"fieldConfig": {"defaults": {}},'
    ),
    good=GOOD,
    find=_find,
)
