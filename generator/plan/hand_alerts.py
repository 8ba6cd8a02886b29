"""Hand-written alerts: as written, with selectors completed and indicators read from records."""

from generator.plan.alerts import contract_labels
from generator.plan.build import Recordings, RuleReader
from generator.plan.carried import carried
from generator.plan.links import alert_links
from generator.plan.rules import Alert, Group
from generator.recipes.expr import written
from generator.resolve.estate import HandAlert


def hand_alert_group(recordings: Recordings, alert: HandAlert) -> Group | None:
    """Return the group of an alert, None where its severity notifies nobody."""
    if not alert.notifies:
        return None
    estate = recordings.estate
    reader = RuleReader(recordings, estate.project.defaults.window)
    annotations = [("summary", alert.summary.strip())]
    if alert.description is not None:
        annotations.append(("description", alert.description.strip()))
    expr = written(alert.query, alert.operands, reader)
    rule = Alert(
        alert_id=alert.id,
        name=alert.name,
        expr=expr,
        for_=alert.for_,
        keep_firing_for=alert.keep_firing_for,
        labels=contract_labels(
            estate,
            component=alert.component,
            subject=alert.id,
            severity=alert.severity,
            owner=alert.owner,
            alert_id=alert.id,
        ),
        annotations=(*annotations, *alert_links(estate, alert.runbook, *alert.refers)),
        source=alert.id,
        carries=carried(recordings, alert, expr),
    )
    return Group(alert.id, (rule,))
