"""Templates as dashboards and runbooks show them: all services of a fleet in one view."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from generator.recipes.base import Constant
from generator.resolve.context import Context
from generator.resolve.estate import Indicator, Metric
from generator.resolve.fleet import Resolved
from generator.resolve.instances import Selectors, metric_of_all, view_of_all
from generator.resolve.metrics import resolve_metrics
from generator.resolve.parts import resolve_parts
from generator.spec.component import Component


class Overview(NamedTuple):
    """Indicators and metrics of templates, each of the series of all services that have it."""

    indicators: Mapping[str, Indicator]
    metrics: Mapping[str, Metric]


def overview(
    context: Context,
    specs: Mapping[str, tuple[str, Component]],
    services: Sequence[Resolved],
) -> Overview:
    """Return the templates of services, without what an environment or a service sets for one.

    Every service reports what is wrong with a template, so that is not looked at here. What is
    measured against a constant that differs between services has no view of all of them.
    """
    indicators: dict[str, Indicator] = {}
    metrics: dict[str, Metric] = {}
    differing = {name for one in services for name in one.member.spec.constants}
    for first in _one_of_each_fleet(services):
        names = [name for name in first.member.uses if name in specs]
        project = context.project.model_copy(update={"selector": first.selector})
        silent = dataclasses.replace(context, project=project, findings=[])
        known = resolve_metrics(silent, specs)
        parts = resolve_parts(silent, {name: specs[name] for name in names}, known)
        for name in names:
            selectors = _selectors(name, first, services)
            for one in parts.indicators.values():
                if one.component == name and not _constants(one) & differing:
                    indicators.setdefault(one.id, view_of_all(one, selectors))
            for metric in known.values():
                if metric.component == name:
                    metrics.setdefault(metric.name, metric_of_all(metric, selectors))
    return Overview(indicators, metrics)


def _one_of_each_fleet(services: Sequence[Resolved]) -> list[Resolved]:
    found: dict[str, Resolved] = {}
    for one in services:
        found.setdefault(one.member.fleet.fleet, one)
    return list(found.values())


def _selectors(component: str, first: Resolved, services: Sequence[Resolved]) -> Selectors:
    others = [one.selector for one in services if component in one.member.uses]
    return [first.selector, *(one for one in others if one is not first.selector)]


def _constants(indicator: Indicator) -> set[str]:
    operands = (one for some in indicator.use.operands.values() for one in some)
    return {one.name for one in operands if isinstance(one, Constant)}
