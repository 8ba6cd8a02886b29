"""Cases that authors write, as they hold in an environment and for a service.

They are written for the selector of ``project.yaml``. Where an environment or a service has another
value, that takes its place, and a label of the selector that a series leaves out is filled in.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from generator.core.finding import Place
from generator.core.names import META
from generator.promql.expr import Matcher, Selector
from generator.promql.input_series import SeriesError, read_series
from generator.resolve.estate import Component, Estate, Metric
from generator.spec.case import Case

_PARTS = ("", "_bucket", "_sum", "_count")


class Written(NamedTuple):
    """The cases of an alert of a component, at the place of the alert."""

    component: Component
    alert_id: str
    place: Place
    cases: tuple[Case, ...]
    by_hand: bool

    def at(self, estate: Estate, *keys: str | int) -> Place:
        """Return the place of something in the cases, in the overlay if one put it there."""
        return estate.origin(self.place.child("cases", *keys), self.component.service)


def written_cases(estate: Estate) -> Iterator[Written]:
    """Yield the cases that authors wrote; those of a template once for each service."""
    for component in estate.components.values():
        if component.id == META:  # these cases are made for the environment
            continue
        for alert in map(estate.alerts.__getitem__, component.alerts):
            yield Written(component, alert.id, alert.place, alert.cases, by_hand=True)
        for indicator in map(estate.indicators.__getitem__, component.indicators):
            for one in indicator.thresholds:
                yield Written(component, one.id, one.place, one.cases, by_hand=False)


def metric_of(estate: Estate, name: str) -> Metric | None:
    """Return the metric that a series is of, or a part of; None if none is declared."""
    stems = (name.removesuffix(part) for part in _PARTS if name.endswith(part))
    return next((estate.metrics[stem] for stem in stems if stem in estate.metrics), None)


def case_here(estate: Estate, component: Component, case: Case) -> Case:
    """Return a case of a component as it holds in this environment."""
    if component.id == META:  # these cases are made for the environment
        return case
    series = {filled_in(estate, component, name): one for name, one in case.series.items()}
    shows = tuple(
        one.model_copy(update={"labels": _as_here(estate, component, one.labels)})
        for one in case.shows
    )
    return case.model_copy(update={"series": series, "shows": shows})


def filled_in(estate: Estate, component: Component, name: str) -> str:
    """Return a series with the labels of the selector; one that cannot be read as it stands."""
    try:
        found = read_series(name)
    except SeriesError:
        return name
    metric = metric_of(estate, found.metric)
    labels = {one.label: one.value for one in found.matchers}
    if metric is not None and metric.series.elsewhere:
        selector = {one.label: one.value for one in metric.series.matchers if one.op == "="}
        changed = {**selector, **labels}
    else:
        selector = dict(estate.for_service(component.service).project.selector)
        changed = {
            **(selector if metric is not None else {}),
            **_as_here(estate, component, labels),
        }
    if changed == labels:
        return name
    return str(Selector(found.metric, tuple(Matcher(key, "=", changed[key]) for key in changed)))


def _as_here(estate: Estate, component: Component, labels: Mapping[str, str]) -> dict[str, str]:
    """Return labels with the values of the selector here instead of those of ``project.yaml``."""
    here = estate.for_service(component.service).project.selector
    written = (
        estate.project.selector if estate.written_selector is None else estate.written_selector
    )
    return {
        name: here[name] if name in here and written.get(name) == value else value
        for name, value in labels.items()
    }
