"""Alerts of thresholds: one for each bound, with the labels that are a public contract."""

from generator.plan.build import Recordings
from generator.plan.links import alert_links
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
        carries=indicator.labels,
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
    return (*found, *alert_links(estate, threshold.runbook, indicator.id))
