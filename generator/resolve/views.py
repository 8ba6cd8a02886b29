"""References of dashboards and runbooks: every one must lead somewhere."""

from collections.abc import Iterator

from generator.core.finding import Place
from generator.core.spelling import listed
from generator.resolve import codes
from generator.resolve.context import Context
from generator.resolve.estate import Estate
from generator.resolve.names import Names
from generator.spec.views import Dashboard, Panel, Runbook, Shown, Symptom


def check_views(context: Context, estate: Estate, names: Names) -> None:
    """Check what dashboards and runbooks refer to."""
    checker = _Checker(context, estate, names)
    for file, dashboard in estate.dashboards.values():
        checker.dashboard(file, dashboard)
    for file, runbook in estate.runbooks.values():
        checker.runbook(file, runbook)


class _Checker:
    def __init__(self, context: Context, estate: Estate, names: Names) -> None:
        self._context, self._estate, self._names = context, estate, names

    def dashboard(self, file: str, dashboard: Dashboard) -> None:
        """Check one dashboard."""
        context, place = self._context, Place(file)
        context.check_decisions(dashboard, place)
        context.owner_of(dashboard, None, place)
        titles = self._estate.dashboard_titles
        for index, name in enumerate(dashboard.links):
            if name not in titles:
                context.unknown(
                    codes.UNKNOWN_ID,
                    place.child("links", index),
                    f"dashboard `{name}` is not defined",
                    sought=("dashboard", name),
                    known=titles,
                    fix=f"dashboards are {listed(titles, 'and')}",
                )
        for index, label in enumerate(dashboard.filters):
            context.need_label(label, place.child("filters", index))
        for row_id, row in dashboard.rows.items():
            for panel_id, panel in row.panels.items():
                self._panel(place.child("rows", row_id, "panels", panel_id), panel)

    def _panel(self, place: Place, panel: Panel) -> None:
        context, names = self._context, self._names
        context.check_decisions(panel, place)
        context.owner_of(panel, None, place)
        for index, shown in enumerate(panel.show):
            where = place.child("show", index)
            if isinstance(shown, Shown):
                names.need(shown.of, where.child("of"), "indicator", "slo", "metric")
            else:
                names.need(shown, where, "indicator", "slo", "metric")
        for index, line in enumerate(panel.lines):
            names.need(line, place.child("lines", index), "threshold", "slo")
        shown_ids = [one.of if isinstance(one, Shown) else one for one in panel.show]
        self._labels(panel.by or (), place, shown_ids[:1])

    def runbook(self, file: str, runbook: Runbook) -> None:
        """Check one runbook."""
        context, place = self._context, Place(file)
        context.check_decisions(runbook, place)
        context.owner_of(runbook, None, place)
        for where, name in _symptoms(place, runbook):
            self._names.need(name, where, "indicator", "threshold", "slo")
        for part, items in (("diagnosis", runbook.diagnosis), ("steps", runbook.steps)):
            for index, item in enumerate(items):
                if item.look is not None:
                    where = place.child(part, index)
                    self._names.need(item.look, where.child("look"), "indicator")
                    self._labels(item.by or (), where, [item.look])

    def _labels(self, by: tuple[str, ...], place: Place, subjects: list[str]) -> None:
        """Check that what is shown has the labels by which it is broken down."""
        for name in subjects:
            indicator = self._estate.indicators.get(name)
            if indicator is None:
                continue
            known = indicator.recipe.labels(indicator.use.params, indicator.use.operands)
            for index, label in enumerate(by if known is not None else ()):
                self._label(label, place.child("by", index), name, known or ())

    def _label(self, label: str, where: Place, name: str, known: tuple[str, ...]) -> None:
        context = self._context
        identity = context.project.series_identity
        if label in identity:
            message = f"`{label}` is an identity label"
            context.report(codes.IDENTITY_IN_BY, where, message)
        elif label not in known:
            own = [one for one in known if one not in identity]
            context.unknown(
                codes.UNKNOWN_LABEL,
                where,
                f"`{name}` has no label `{label}`",
                sought=("label", label),
                known=own,
                fix=f"its labels are {listed(own, 'and')}",
            )


def _symptoms(place: Place, runbook: Runbook) -> Iterator[tuple[Place, str]]:
    for index, one in enumerate(runbook.symptoms):
        if isinstance(one, Symptom) and one.look is not None:
            yield place.child("symptoms", index, "look"), one.look
