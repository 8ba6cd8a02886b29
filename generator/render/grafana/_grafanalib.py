"""The only module that knows grafanalib: its objects, with today's panels and queries in them.

Importing it takes a fifth of a second, so that happens only once a dashboard is rendered.
"""

from collections.abc import Iterable
from typing import Any

from grafanalib import core as G  # noqa: N812 - the alias of grafanalib's own documentation

from generator.plan.dashboards import Dashboard
from generator.render.grafana.annotations import annotations
from generator.render.grafana.json_text import Json
from generator.render.grafana.layout import Box
from generator.render.grafana.links import dashboard_links
from generator.render.grafana.shapes.base import Shape, Target
from generator.render.grafana.variables import DATASOURCE, variables


class PromTarget(G.Target):  # type: ignore[misc] # grafanalib ships no types
    """A query with the keys of Grafana's Prometheus data source, and no others."""

    def __init__(self, target: Target) -> None:
        """Take over a query."""
        super().__init__(
            expr=target.query.expr,
            format=target.format,
            legendFormat=target.query.legend or "__auto",
            refId=target.ref,
            instant=target.instant,
            datasource=DATASOURCE,
        )

    def to_json_data(self) -> Json:
        """Return the query; grafanalib would add steps and intervals that coarsen graphs."""
        return {
            "datasource": self.datasource,
            "editorMode": "code",
            "exemplar": False,
            "expr": self.expr,
            "format": self.format,
            "instant": self.instant,
            "legendFormat": self.legendFormat,
            "range": not self.instant,
            "refId": self.refId,
        }


class Viz(G.Panel):  # type: ignore[misc] # grafanalib ships no types
    """A panel whose type, options and field settings are ours; the rest is grafanalib's."""

    def __init__(self, shape: Shape, *, version: str, **common: Any) -> None:
        """Take a shape, the version of Grafana it is for, and attributes of grafanalib's panel."""
        self.shape = shape
        self.version = version
        super().__init__(
            dataSource=DATASOURCE if shape.targets else None,
            targets=[PromTarget(target) for target in shape.targets],
            thresholds=list(shape.steps),
            transformations=list(shape.transformations),
            **common,
        )

    def to_json_data(self) -> Json:
        """Return the panel, stale keys included; :mod:`encode` drops those."""
        tree: Json = self.panel_json(
            {
                "fieldConfig": {
                    "defaults": dict(self.shape.defaults),
                    "overrides": list(self.shape.overrides),
                },
                "options": self.shape.options,
                "pluginVersion": self.version,
                "type": self.shape.type,
            }
        )
        return {key: value for key, value in tree.items() if value or key not in _OPTIONAL}


_OPTIONAL = ("links", "targets", "transformations")


def row_panel(title: str, number: int, box: Box, *, collapsed: bool, panels: list[Viz]) -> object:
    """Return the title of a row; only a collapsed one holds its panels itself."""
    return G.RowPanel(
        title=title, id=number, gridPos=grid_pos(box), collapsed=collapsed, panels=panels
    )


def grid_pos(box: Box) -> object:
    """Return a place as grafanalib's object."""
    return G.GridPos(h=box.h, w=box.w, x=box.x, y=box.y)


def dashboard_object(dashboard: Dashboard, panels: Iterable[object]) -> object:
    """Return the whole dashboard as grafanalib's object."""
    return G.Dashboard(
        title=dashboard.title,
        uid=dashboard.uid,
        description=dashboard.description,
        tags=sorted({dashboard.project, *dashboard.tags}),
        editable=False,
        # One crosshair over all graphs: a spike here is found there.
        graphTooltip=G.GRAPH_TOOLTIP_MODE_SHARED_CROSSHAIR,
        annotations=G.Annotations(list=annotations(dashboard)),
        templating=G.Templating(list=variables(dashboard)),
        links=dashboard_links(dashboard),
        panels=list(panels),
        refresh="1m",
        time=G.Time(dashboard.since, "now"),
        timezone="browser",
    )
