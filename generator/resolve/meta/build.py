"""The component `meta` put into an estate: alerts about the monitoring, with a runbook."""

import dataclasses
import re
from collections.abc import Iterable, Iterator

from generator.core.finding import Place
from generator.core.names import META, WATCHDOG
from generator.core.units import COUNT
from generator.promql.complete import mentions
from generator.promql.expr import Matcher, Selector
from generator.promql.selection import parse_selection
from generator.recipes.base import Reference, Series
from generator.resolve.estate import Component, Estate, HandAlert
from generator.resolve.jobs import jobs_of_others, own_jobs
from generator.resolve.meta.texts import (
    ALWAYS,
    INPUT_MISSING,
    OF_ALERTMANAGER,
    PAGE,
    RUNBOOK,
    Watch,
    input_missing,
    targets_missing,
)
from generator.resolve.receivers import urgency_of
from generator.spec.case import Case
from generator.spec.views import Runbook

_STEP = "30s"


def with_meta(estate: Estate) -> Estate:
    """Return an estate with the component `meta`, if the project asks for it.

    A component of the project of that name is left alone.
    """
    if META not in estate.project.outputs or META in estate.components:
        return estate
    alerts = {one.id: one for one in (_alert(estate, *each) for each in _watches(estate))}
    alerts = _shown_together(alerts)
    component = Component(
        id=META,
        title="Monitoring",
        owner=estate.project.owner or "",
        file=estate.project_file,
        indicators=(),
        alerts=tuple(alerts),
    )
    page = (estate.project_file, Runbook.model_validate(PAGE))
    return dataclasses.replace(
        estate,
        components={**estate.components, META: component},
        alerts={**estate.alerts, **alerts},
        runbooks={RUNBOOK: page, **estate.runbooks},
    )


def is_generated(estate: Estate, alert: HandAlert) -> bool:
    """Tell whether an alert is one of those about the monitoring, which no author wrote."""
    return alert.component == META and WATCHDOG in estate.alerts


def _shown_together(alerts: dict[str, HandAlert]) -> dict[str, HandAlert]:
    """Return alerts of which one shows all missing inputs: without series all are missing."""
    missing = [one for one in alerts.values() if one.name == INPUT_MISSING]
    later = {one.id: dataclasses.replace(one, shown_by=missing[0].id) for one in missing[1:]}
    return {**alerts, **later}


def _watches(estate: Estate) -> Iterator[tuple[Watch, str]]:
    """Yield what is watched, each with its owner."""
    owner = estate.project.owner or ""
    found = [*ALWAYS]
    if "alertmanager" in estate.project.outputs:
        found += OF_ALERTMANAGER
    jobs = (*own_jobs(estate), *_needed(estate))
    if "scrape" in estate.project.outputs and jobs:
        found.append(targets_missing(jobs))
    yield from ((one, owner) for one in found)
    yield from _inputs(estate)


def _needed(estate: Estate) -> Iterator[str]:
    """Yield the jobs of others of which something is not optional."""
    for job in jobs_of_others(estate):
        if any(
            one.presence != "optional" and Matcher("job", "=", job) in one.series.matchers
            for one in estate.metrics.values()
        ):
            yield job


def _inputs(estate: Estate) -> Iterator[tuple[Watch, str]]:
    """Yield an alert for each metric that a page reads, which is always there and unwatched.

    The totals of paging SLOs have an alert of their own, and whether anything answers is what
    availability is about.
    """
    watched = {
        one.metric
        for slo in estate.slos.values()
        if slo.pages
        for one in _series(estate, slo.indicator)
    }
    found: dict[str, tuple[str, str, Selector]] = {}
    readers: dict[str, list[str]] = {}
    for alert, owner, some in _pages(estate):
        for one in some:
            metric = estate.metrics.get(one.metric)
            if metric is None or metric.presence != "always" or not metric.component:
                continue
            if one.metric in watched:
                continue
            selector = _selector(estate, alert, one)
            found.setdefault(str(selector), (one.metric, owner, selector))
            if alert not in readers.setdefault(str(selector), []):
                readers[str(selector)].append(alert)
    for text, (metric_name, owner, selector) in found.items():
        service = readers[text][0].rpartition("/")[0]
        key = re.sub(r"[^a-z0-9]+", "_", f"input_{service}_{metric_name}".lower())
        labels = tuple((two.label, two.value) for two in selector.matchers)
        yield input_missing(key, metric_name, text, readers[text], labels), owner


def _pages(estate: Estate) -> Iterator[tuple[str, str, Iterable[Series]]]:
    """Yield id, owner and all that is read of each page, but for those of SLOs."""
    for indicator, threshold in estate.thresholds():
        if urgency_of(estate, threshold.severity) == "page":
            yield threshold.id, threshold.owner, tuple(_series(estate, indicator.id))
    for alert in estate.alerts.values():
        if urgency_of(estate, alert.severity) == "page":
            own = [one for one in alert.operands if isinstance(one, Series)]
            others = [one for name in alert.refers for one in _series(estate, name)]
            yield alert.id, alert.owner, (*own, *others)


def _series(estate: Estate, indicator: str) -> Iterator[Series]:
    """Yield every selection that an indicator is made of."""
    for some in estate.indicators[indicator].use.operands.values():
        for one in some:
            if isinstance(one, Series):
                yield one
            elif isinstance(one, Reference):
                yield from _series(estate, one.id)


def _selector(estate: Estate, alert: str, series: Series) -> Selector:
    """Return the selector of a metric as a service exposes it, without an author's conditions."""
    project = estate.for_service(alert.rpartition("/")[0]).project
    known = {
        *project.selector,
        *(one.label for one in estate.metrics[series.metric].series.matchers),
    }
    own = tuple(one for one in series.matchers if one.op == "=" and one.label in known)
    classic = series.type == "histogram" and not series.native
    part = "_count" if classic else series.part
    return Selector(f"{series.metric}{part}", own)


def _alert(estate: Estate, watch: Watch, owner: str) -> HandAlert:
    name = f"{META}.{watch.key}"
    case = {
        "name": "as it should",
        "step": _STEP,
        "series": dict(watch.series),
        "fires": watch.fires,
        "silent": watch.silent,
        "shows": [{"labels": dict(watch.shows)}],
    }
    return HandAlert(
        id=name,
        component=META,
        name=watch.name,
        severity=watch.severity,
        notifies=name == WATCHDOG or urgency_of(estate, watch.severity) is not None,
        query=watch.query,
        operands=tuple(_operand(one.text) for one in mentions(watch.query)),
        for_=watch.for_,
        keep_firing_for=type(watch.for_)(0),
        summary=watch.summary,
        description=watch.description,
        runbook=RUNBOOK,
        inhibits=(),
        cases=(Case.model_validate(case),),
        owner=owner,
        decided=(),
        place=Place(estate.project_file, ("outputs",)),
    )


def _operand(text: str) -> Series:
    selection = parse_selection(text)
    return Series(
        metric=selection.metric,
        type="gauge",
        unit=COUNT,
        labels=(),
        target_labels=("instance",),
        identity=("job",),
        matchers=selection.matchers,
    )
