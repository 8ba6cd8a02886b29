"""References of dashboards, runbooks and alerts: every one must lead somewhere."""

from generator.core.finding import Place
from generator.resolve import codes
from generator.resolve.context import Context, meant
from generator.resolve.estate import Estate
from generator.spec.views import Dashboard, Panel, Runbook


def check_views(context: Context, estate: Estate, *, complete: bool) -> None:
    """Check what dashboards, runbooks and thresholds refer to.

    Indicators are looked up only if all could be resolved: one mistake in an indicator would
    otherwise be reported again wherever the indicator is shown.
    """
    for _, threshold in estate.thresholds():
        if threshold.runbook is not None and threshold.runbook not in estate.runbooks:
            context.report(
                codes.UNKNOWN_ID,
                threshold.place.child("runbook"),
                f"runbook `{threshold.runbook}` is not written",
                fix=meant(threshold.runbook, estate.runbooks),
            )
    for file, dashboard in estate.dashboards.values():
        context.check_decisions(dashboard, Place(file))
        _check_dashboard(context, estate, file, dashboard, complete=complete)
    for file, runbook in estate.runbooks.values():
        context.check_decisions(runbook, Place(file))
        if complete:
            _check_runbook(context, estate, file, runbook)


def _check_dashboard(
    context: Context, estate: Estate, file: str, dashboard: Dashboard, *, complete: bool
) -> None:
    for index, name in enumerate(dashboard.links):
        if name not in estate.dashboards:
            context.report(
                codes.UNKNOWN_ID,
                Place(file, ("links", index)),
                f"dashboard `{name}` is not defined",
                fix=meant(name, estate.dashboards),
            )
    for index, label in enumerate(dashboard.filters):
        if label not in context.labels:
            context.report(
                codes.UNDECLARED_LABEL,
                Place(file, ("filters", index)),
                f"label `{label}` is not defined",
                fix=meant(label, context.labels),
            )
    if not complete:
        return
    for row_id, row in dashboard.rows.items():
        for panel_id, panel in row.panels.items():
            _check_panel(context, estate, Place(file, ("rows", row_id, "panels", panel_id)), panel)


def _check_panel(context: Context, estate: Estate, place: Place, panel: Panel) -> None:
    known = [*estate.indicators, *estate.metrics]
    if not panel.show and panel.text is None:
        context.report(
            codes.UNKNOWN_ID, place.key(), "the panel shows nothing", fix="add `show:` or `text:`"
        )
    for index, shown in enumerate(panel.show):
        name = shown if isinstance(shown, str) else shown.of
        where = place.child("show", index)
        if name not in known:
            at = where if isinstance(shown, str) else where.child("of")
            context.report(codes.UNKNOWN_ID, at, f"`{name}` is not defined", fix=meant(name, known))


def _check_runbook(context: Context, estate: Estate, file: str, runbook: Runbook) -> None:
    for part, items in (("diagnosis", runbook.diagnosis), ("steps", runbook.steps)):
        for index, item in enumerate(items):
            if item.look is not None and item.look not in estate.indicators:
                context.report(
                    codes.UNKNOWN_ID,
                    Place(file, (part, index, "look")),
                    f"`{item.look}` is not defined",
                    fix=meant(item.look, estate.indicators),
                )
