"""What every visualisation has: queries, field defaults, overrides, thresholds."""

import dataclasses
from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from generator.plan.dashboards import Panel, Query
from generator.render.grafana.ids import ref_id
from generator.render.grafana.json_text import Json, number_text
from generator.render.grafana.units import grafana_unit


class Target(NamedTuple):
    """One query as Grafana's Prometheus data source takes it."""

    ref: str
    query: Query
    instant: bool
    format: str = "time_series"


@dataclasses.dataclass(frozen=True, slots=True)
class Shape:
    """A panel of Grafana without place, identity or words."""

    type: str
    options: Json
    targets: tuple[Target, ...] = ()
    defaults: Json = dataclasses.field(default_factory=dict)
    steps: tuple[Json, ...] = ()
    overrides: tuple[Json, ...] = ()
    transformations: tuple[Json, ...] = ()


def targets(panel: Panel, *, instant: bool, form: str = "time_series") -> tuple[Target, ...]:
    """Return the queries of a panel with their letters, all of one form."""
    return tuple(
        Target(ref_id(index), query, instant=instant, format=form)
        for index, query in enumerate(panel.queries)
    )


def field_defaults(panel: Panel, **more: object) -> Json:
    """Return the field settings that all visualisations of numbers share."""
    return {
        "unit": grafana_unit(panel.unit, panel.noun),
        "decimals": panel.decimals,
        "min": panel.minimum,
        "max": panel.maximum,
        "noValue": panel.no_value,
        "mappings": [],
        **more,
    }


def own_unit(panel: Panel, query: Query) -> str | None:
    """Return the Grafana unit of a query that shows another unit than its panel, else None."""
    if query.unit is None or query.unit == panel.unit:
        return None
    # Not the panel's noun: a query of another unit counts something else.
    return grafana_unit(query.unit, query.noun)


def word_mappings(names: Iterable[tuple[Fraction, str]]) -> list[Json]:
    """Return the mapping of values to words; none if there are no words."""
    words = {
        number_text(value): {"index": index, "text": word}
        for index, (value, word) in enumerate(names)
    }
    return [{"options": words, "type": "value"}] if words else []


def override(matcher: str, what: str, properties: Json) -> Json:
    """Return an override of fields: ``byFrameRefID`` of a letter, ``byName`` of a column."""
    return {
        "matcher": {"id": matcher, "options": what},
        "properties": [{"id": key, "value": value} for key, value in properties.items()],
    }


def unit_overrides(panel: Panel) -> tuple[Json, ...]:
    """Return the overrides that give queries their own units."""
    units = ((target.ref, own_unit(panel, target.query)) for target in targets(panel, instant=True))
    return tuple(override("byFrameRefID", ref, {"unit": unit}) for ref, unit in units if unit)


def last_value() -> Json:
    """Return the reduction of a series to its last value."""
    return {"calcs": ["lastNotNull"], "fields": "", "values": False}


def legend(
    *, shown: bool, mode: str = "list", place: str = "bottom", calcs: Iterable[str] = ()
) -> Json:
    """Return the options of a legend."""
    return {"calcs": list(calcs), "displayMode": mode, "placement": place, "showLegend": shown}
