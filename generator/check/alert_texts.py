"""Texts that authors write beside bounds and promises, and that Prometheus reads as templates.

Those of alerts that are written by hand are looked at together with their expressions.
"""

from collections.abc import Iterator
from typing import NamedTuple

from generator.check.promql import broken_template, lost_in_template, wrong_number
from generator.check.specs.whole import Whole
from generator.core.finding import Finding, Place
from generator.resolve.estate import Estate, Indicator


class _Text(NamedTuple):
    """A text, what it stands beside, and one of the alerts that say it."""

    indicator: Indicator
    place: Place
    field: str
    text: str
    alert_id: str


def text_findings(whole: Whole) -> Iterator[Finding]:
    """Yield what is no template, labels that an alert does not have, and numbers it has not.

    One text that is no template keeps every rule of its file from being loaded.
    """
    alerts = {one.alert_id: one for one in whole.registrar.alerts}
    for one in _texts(whole.estate):
        where = whole.estate.origin(one.place.child(one.field), one.indicator.service)
        for hit in broken_template.faults(one.field, one.text):
            place = where.within(hit.start, hit.end)
            yield broken_template.CHECK.rule.at(place, hit.message)
        if "{{" not in one.text or one.alert_id not in alerts:
            continue
        subject = whole.registrar.subject(alerts[one.alert_id])
        for hit in wrong_number.told(subject, one.field, one.text):
            place = where.within(hit.start, hit.end)
            yield wrong_number.CHECK.rule.at(place, hit.message, fix=hit.fix)
        for label, hit in lost_in_template.lost(subject, one.field, one.text):
            if label not in one.indicator.labels:  # else it is the expression that loses it
                place = where.within(hit.start, hit.end)
                yield lost_in_template.CHECK.rule.at(place, hit.message)


def _texts(estate: Estate) -> Iterator[_Text]:
    for indicator, threshold in estate.thresholds():
        fields = (("summary", threshold.summary), ("description", threshold.description))
        for field, text in fields if threshold.notifies else ():
            if text is not None:
                alert_id = threshold.bounds[0].id
                yield _Text(indicator, threshold.place, field, text, alert_id)
    for slo in estate.slos.values():
        if slo.description is not None:
            indicator = estate.indicators[slo.indicator]
            alert_id = slo.tiers[0].id if slo.tiers else ""
            yield _Text(indicator, slo.place, "description", slo.description, alert_id)
