"""Pages whose data may go missing without anybody noticing."""

from collections.abc import Iterator

from generator.check.shape import Check, Fault
from generator.check.specs.cannot_fire import made_at
from generator.check.specs.example import QUEUE
from generator.check.specs.whole import Whole
from generator.core.finding import Rule, Severity


def _find(whole: Whole) -> Iterator[Fault]:
    registrar = whole.registrar
    places = made_at(whole.estate)
    severities = whole.estate.project.severities
    for alert in registrar.alerts:
        place = places.get(alert.alert_id)
        pages = severities.get(dict(alert.labels).get("severity", "")) == "page"  # type: ignore[call-overload]
        shown = registrar.certificate(alert) if place is not None and pages else None
        # Counters of events are missing whenever there are none.
        if place is not None and shown is not None and shown.unnoticed and shown.reads_gauge:
            message = f"nobody notices if `{alert.alert_id}` has no data to look at"
            yield Fault(place, message)


_WATCHED = """\
  alive:
    title: Alive
    availability: {of: up}
    by: []
    thresholds:
      warning: {below: 1}
"""
_ALWAYS = QUEUE.replace(", presence: on_traffic", "")

CHECK = Check(
    Rule(
        "PS351",
        "page that goes blind unseen",
        "without data an alert is silent, which looks as if all were well",
        "add an indicator `availability: {of: up}` with a bound, or say that the metric comes and "
        "goes: `presence: on_traffic`",
        Severity.ADVICE,
    ),
    bad=_ALWAYS,
    good=_ALWAYS + _WATCHED,
    find=_find,
)
