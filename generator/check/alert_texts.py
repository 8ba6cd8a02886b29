"""Texts that authors write beside bounds and promises, and that Prometheus reads as templates."""

from collections.abc import Iterator

from generator.check.promql.broken_template import CHECK, faults
from generator.core.finding import Finding, Place
from generator.resolve.estate import Estate


def broken_texts(estate: Estate) -> Iterator[Finding]:
    """Yield what is no template; one such text keeps every rule of its file from being loaded.

    Those of alerts that are written by hand are looked at together with their expressions.
    """
    for place, service, field, text in _texts(estate):
        where = estate.origin(place.child(field), service)
        for hit in faults(field, text):
            yield CHECK.rule.at(where.within(hit.start, hit.end), hit.message)


def _texts(estate: Estate) -> Iterator[tuple[Place, str, str, str]]:
    for indicator, threshold in estate.thresholds():
        fields = (("summary", threshold.summary), ("description", threshold.description))
        for field, text in fields if threshold.notifies else ():
            if text is not None:
                yield threshold.place, indicator.service, field, text
    for slo in estate.slos.values():
        if slo.description is not None:
            yield (
                slo.place,
                estate.indicators[slo.indicator].service,
                "description",
                slo.description,
            )
