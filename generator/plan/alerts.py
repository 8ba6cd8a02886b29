"""Alerts of thresholds: one for each bound, with the labels that are a public contract."""

from generator.core.names import dashboard_uid
from generator.plan.build import Recordings
from generator.plan.rules import Alert
from generator.plan.wording import summary
from generator.recipes.base import Limit
from generator.resolve.estate import Bound, Estate, Indicator, Threshold


def threshold_alerts(recordings: Recordings, indicator: Indicator) -> tuple[Alert, ...]:
    """Return the alerts of an indicator's thresholds, in spec order."""
    return tuple(
        _alert(recordings, indicator, threshold, bound)
        for threshold in indicator.thresholds
        if threshold.notifies
        for bound in threshold.bounds
    )


def _alert(
    recordings: Recordings, indicator: Indicator, threshold: Threshold, bound: Bound
) -> Alert:
    limit = Limit(threshold.side, bound.value, bound.variant, threshold.min_bad_events)
    steps = recordings.of(indicator.id).steps
    return Alert(
        alert_id=bound.id,
        name=threshold.alert,
        expr=indicator.recipe.condition(indicator.use, steps, limit),
        for_=threshold.for_,
        keep_firing_for=threshold.keep_firing_for,
        labels=contract_labels(
            recordings.estate,
            component=indicator.component,
            subject=indicator.id,
            severity=threshold.severity,
            owner=threshold.owner,
            alert_id=bound.id,
        ),
        annotations=_annotations(recordings.estate, indicator, threshold, bound, limit),
        source=bound.id,
    )


def contract_labels(
    estate: Estate, *, component: str, subject: str, severity: str, owner: str, alert_id: str
) -> tuple[tuple[str, str], ...]:
    """Return the labels of every alert; routes, silences and tests depend on them."""
    return (
        ("project", estate.project.project),
        ("component", component),
        ("severity", severity),
        ("owner", owner),
        ("subject", subject),
        ("alert_id", alert_id),
    )


def _annotations(
    estate: Estate, indicator: Indicator, threshold: Threshold, bound: Bound, limit: Limit
) -> tuple[tuple[str, str], ...]:
    found = [("summary", summary(indicator, threshold, bound, limit, estate.identity))]
    if threshold.description is not None:
        found.append(("description", threshold.description.strip()))
    return (*found, *links(estate, threshold.runbook, indicator.id))


def links(estate: Estate, runbook: str | None, *shown: str) -> tuple[tuple[str, str], ...]:
    """Return the annotations that lead on: to the runbook, and to where one of these is shown.

    A thing of a service is also shown where its template is, with all the other services.
    """
    found: list[tuple[str, str]] = []
    if runbook is not None and estate.project.runbook_url is not None:
        found.append(("runbook_url", estate.project.runbook_url.replace("{runbook}", runbook)))
    names = (*shown, *(name.partition("/")[2] for name in shown if "/" in name))
    dashboards = (_dashboard_of(estate, name) for name in names)
    shown_on = next((one for one in dashboards if one is not None), None)
    if shown_on is not None and estate.project.grafana_url is not None:
        uid = dashboard_uid(estate.deployment, shown_on)
        found.append(("dashboard_url", f"{estate.project.grafana_url.rstrip('/')}/d/{uid}"))
    return tuple(found)


def _dashboard_of(estate: Estate, indicator: str) -> str | None:
    """Return the dashboard that shows an indicator: the one with most of its component's."""
    shows: dict[str, int] = {}
    component = indicator.partition(".")[0]
    for name, (_, dashboard) in estate.dashboards.items():
        panels = [panel for row in dashboard.rows.values() for panel in row.panels.values()]
        shown = [one if isinstance(one, str) else one.of for panel in panels for one in panel.show]
        if indicator in shown:
            shows[name] = sum(one.startswith(f"{component}.") for one in shown)
    return max(shows, key=lambda name: shows[name], default=None)
