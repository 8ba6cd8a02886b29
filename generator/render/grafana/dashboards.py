"""A dashboard of the plan as the JSON file that Grafana provisions."""

from collections.abc import Iterator
from types import ModuleType

from generator.core.artifact import Artifact
from generator.core.names import dashboard_path, panel_id
from generator.plan.dashboards import Dashboard
from generator.render.grafana.encode import encode
from generator.render.grafana.ids import check_ids, row_id
from generator.render.grafana.json_text import dumps
from generator.render.grafana.layout import RowSizes, stack
from generator.render.grafana.links import panel_links
from generator.render.grafana.shapes import shape_of
from generator.render.grafana.versions import full_version


def render_dashboard(dashboard: Dashboard, *, grafana_version: str) -> Artifact:
    """Return the file of a dashboard, written for a version of Grafana (``11.6``).

    Raises:
        ValueError: two panels share an id, a panel fits no grid, or the version is none.
    """
    check_ids(dashboard)
    model = _model()
    panels = list(_panels(dashboard, full_version(grafana_version), model))
    tree = encode(model.dashboard_object(dashboard, panels))
    return Artifact(dashboard_path(dashboard.id, dashboard.team), dumps(tree), dashboard.source)


def _model() -> ModuleType:
    # grafanalib takes a fifth of a second to import; most commands render no dashboard.
    from generator.render.grafana import _grafanalib  # noqa: PLC0415

    return _grafanalib


def _panels(dashboard: Dashboard, version: str, model: ModuleType) -> Iterator[object]:
    sizes = [
        RowSizes(tuple((panel.width, panel.height) for panel in row.panels), row.collapsed)
        for row in dashboard.rows
    ]
    for row, boxes in zip(dashboard.rows, stack(sizes), strict=True):
        panels = [
            model.Viz(
                shape_of(panel),
                version=version,
                id=panel_id(dashboard.id, panel.key),
                title=panel.title,
                description=panel.description,
                gridPos=model.grid_pos(box),
                links=panel_links(dashboard.project, panel),
            )
            for panel, box in zip(row.panels, boxes.panels, strict=True)
        ]
        nested, following = (panels, []) if row.collapsed else ([], panels)
        number = row_id(dashboard.id, row.key)
        yield model.row_panel(
            row.title, number, boxes.title, collapsed=row.collapsed, panels=nested
        )
        yield from following
