"""Selectors that look like patterns, and are none."""

from collections.abc import Iterator

from generator.check.promql.patterns import looks_like_one
from generator.check.shape import Check, Fault
from generator.check.specs.example import PROJECT
from generator.check.specs.whole import Whole
from generator.core.finding import Place, Rule, Severity
from generator.resolve.estate import Estate


def _find(whole: Whole) -> Iterator[Fault]:
    for place, value in _values(whole.estate):
        if looks_like_one(value):
            message = f"`{value}` looks like a pattern, and only a label of just this text is meant"
            yield Fault(place, message)


def _values(estate: Estate) -> Iterator[tuple[Place, str]]:
    """Yield the values that selectors ask for: of the project, its services and single metrics."""
    for service in ("", *estate.services):
        for label, value in estate.for_service(service).project.selector.items():
            place = Place(estate.project_file, ("selector", label))
            yield estate.origin(place, service), value
    for metric in estate.metrics.values():
        for one in metric.series.matchers if metric.series.elsewhere else ():
            yield estate.origin(metric.place.child("selector", one.label)), one.value


CHECK = Check(
    Rule(
        "PS368",
        "selector that looks like a pattern",
        "selectors compare with `=`, so that series of others are never read; no series has a "
        "label of such a text",
        "write the value of the label; several services with the same metrics are a `fleet`",
        Severity.ADVICE,
    ),
    bad=PROJECT.replace("{job: shop}", "{job: shop.*}"),
    good=PROJECT,
    find=_find,
)
