"""Tables: the labels as columns, then one column for each query."""

from collections.abc import Iterator

from generator.plan.dashboards import Drill, Panel
from generator.render.grafana.json_text import Json
from generator.render.grafana.shapes.base import (
    Shape,
    Target,
    field_defaults,
    override,
    own_unit,
    targets,
    word_mappings,
)
from generator.render.grafana.thresholds import UNMARKED, regions


def shape(panel: Panel) -> Shape:
    """Return a table, its greatest first values on top; only what breaks a bound is coloured."""
    queries = targets(panel, instant=True, form="table")
    headers = _headers(panel, queries)
    return Shape(
        "table",
        options={
            "cellHeight": "sm",
            "frameIndex": 0,
            "showHeader": True,
            "sortBy": [{"desc": True, "displayName": header} for header in headers[:1]],
        },
        targets=queries,
        defaults=field_defaults(
            panel,
            color={"mode": "thresholds"},
            custom={"align": "auto", "cellOptions": {"type": "auto"}, "inspect": False},
        ),
        steps=tuple(regions(panel.lines, UNMARKED)),
        overrides=tuple(_overrides(panel, queries, headers)),
        transformations=tuple(_transformations(panel, queries, headers)),
    )


def _column(target: Target, queries: tuple[Target, ...]) -> str:
    """Return the name that Grafana gives the values of a query in table form."""
    return "Value" if len(queries) == 1 else f"Value #{target.ref}"


def _headers(panel: Panel, queries: tuple[Target, ...]) -> list[str]:
    """Return a header for each query; overrides find columns by it, so none occurs twice."""
    headers: list[str] = []
    for target in queries:
        # A legend with labels in it names rows, not a column.
        legend = "" if "{{" in target.query.legend else target.query.legend
        name = target.query.name or legend or panel.title or "Value"
        taken = name in headers or name in panel.labels
        headers.append(f"{name} ({target.ref})" if taken else name)
    return headers


def _transformations(
    panel: Panel, queries: tuple[Target, ...], headers: list[str]
) -> Iterator[Json]:
    columns = [*panel.labels, *(_column(target, queries) for target in queries)]
    if len(queries) > 1:
        # Joins the rows of all queries by all labels they share; those of one query alone stay.
        yield {"id": "merge", "options": {}}
    if panel.labels:
        yield {"id": "filterFieldsByName", "options": {"include": {"names": columns}}}
    names = dict(zip(columns[len(panel.labels) :], headers, strict=True))
    yield {
        "id": "organize",
        "options": {
            "excludeByName": {"Time": True, "__name__": True},
            "indexByName": {column: index for index, column in enumerate(columns)}
            if panel.labels
            else {},
            "renameByName": names,
        },
    }


def _overrides(panel: Panel, queries: tuple[Target, ...], headers: list[str]) -> Iterator[Json]:
    if panel.drill is not None:
        yield override("byName", panel.drill.label, {"links": [_drill_link(panel.drill)]})
    for target, header in zip(queries, headers, strict=True):
        unit = own_unit(panel, target.query)
        words = target.query.value_names
        if words:
            yield override("byName", header, {"mappings": word_mappings(words)})
        elif unit:
            yield override("byName", header, {"unit": unit})
        elif panel.lines:
            # Bounds are in the unit of the panel, so only columns of that unit are coloured.
            cell = {"mode": "basic", "type": "color-background"}
            yield override("byName", header, {"custom.cellOptions": cell})


def _drill_link(drill: Drill) -> Json:
    """Return the link of a row; it carries the data source and the time range along."""
    query = f"var-{drill.label}=${{__data.fields.{drill.label}}}"
    return {
        "targetBlank": False,
        "title": drill.title,
        "url": f"/d/{drill.uid}?{query}&${{datasource:queryparam}}&${{__url_time_range}}",
    }
