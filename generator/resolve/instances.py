"""What is resolved of a template, made that of one service, or of all services at once."""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from generator.promql.expr import Matcher, one_of
from generator.recipes.base import Operand, Reference, Series, Use
from generator.resolve.estate import Bound, HandAlert, Indicator, Metric, Slo, Threshold
from generator.resolve.parts import Parts

_Rename: TypeAlias = Callable[[str], str]
Selectors: TypeAlias = Sequence[Mapping[str, str]]
"""The selectors of the services that a view covers."""


def instance(parts: Parts, service: str) -> Parts:
    """Return parts with ids that begin with the service.

    The ids are also what recorded series are named after, so that rules of one service read its
    own records, whatever labels those have.
    """

    def rename(name: str) -> str:
        # What is held back may also be a word such as `project`, or something of the project.
        return f"{service}/{name}" if name.partition(".")[0] in parts.components else name

    components = {
        rename(name): dataclasses.replace(
            one,
            service=service,
            indicators=tuple(map(rename, one.indicators)),
            slos=tuple(map(rename, one.slos)),
            alerts=tuple(map(rename, one.alerts)),
        )
        for name, one in parts.components.items()
    }
    indicators = {
        rename(name): _indicator(one, service, rename) for name, one in parts.indicators.items()
    }
    slos = {rename(name): _slo(one, service, rename) for name, one in parts.slos.items()}
    alerts = {rename(name): _alert(one, service, rename) for name, one in parts.alerts.items()}
    return Parts(components, indicators, slos, alerts, parts.complete)


def _indicator(one: Indicator, service: str, rename: _Rename) -> Indicator:
    return dataclasses.replace(
        one,
        id=rename(one.id),
        service=service,
        use=_with_operands(one.use, lambda operand: _referring(operand, rename)),
        refers=tuple(map(rename, one.refers)),
        thresholds=tuple(_threshold(each, rename) for each in one.thresholds),
    )


def _referring(operand: Operand, rename: _Rename) -> Operand:
    if isinstance(operand, Reference):
        return dataclasses.replace(operand, id=rename(operand.id))
    return operand


def _threshold(one: Threshold, rename: _Rename) -> Threshold:
    return dataclasses.replace(
        one,
        id=rename(one.id),
        bounds=_bounds(one.bounds, rename),
        inhibits=tuple(map(rename, one.inhibits)),
    )


def _bounds(bounds: tuple[Bound, ...], rename: _Rename) -> tuple[Bound, ...]:
    return tuple(dataclasses.replace(one, id=rename(one.id)) for one in bounds)


def _slo(one: Slo, service: str, rename: _Rename) -> Slo:
    return dataclasses.replace(
        one,
        id=rename(one.id),
        service=service,
        indicator=rename(one.indicator),
        bounds=_bounds(one.bounds, rename),
        tiers=tuple(dataclasses.replace(each, id=rename(each.id)) for each in one.tiers),
        depends_on=tuple(map(rename, one.depends_on)),
        inhibits=tuple(map(rename, one.inhibits)),
    )


def _alert(one: HandAlert, service: str, rename: _Rename) -> HandAlert:
    return dataclasses.replace(
        one,
        id=rename(one.id),
        service=service,
        operands=tuple(_referring(each, rename) for each in one.operands),
        inhibits=tuple(map(rename, one.inhibits)),
    )


def view_of_all(indicator: Indicator, selectors: Selectors) -> Indicator:
    """Return an indicator of a template as dashboards and runbooks show it: of all services.

    It selects the series of every service, is recorded nowhere and alerts nobody.
    """
    return dataclasses.replace(
        indicator,
        template=True,
        recorded=False,
        thresholds=(),
        use=_with_operands(
            indicator.use,
            lambda one: widened(one, selectors) if isinstance(one, Series) else one,
        ),
    )


def metric_of_all(metric: Metric, selectors: Selectors) -> Metric:
    """Return a metric of a template that selects the series of every service."""
    return dataclasses.replace(metric, series=widened(metric.series, selectors))


def widened(series: Series, selectors: Selectors) -> Series:
    """Return a selection of the first service's series that takes in those of the others too."""
    first = {Matcher(label, "=", value) for label, value in selectors[0].items()}
    return dataclasses.replace(
        series,
        matchers=tuple(
            wide
            for one in series.matchers
            if (wide := _wide(one, selectors) if one in first else one) is not None
        ),
    )


def _wide(matcher: Matcher, selectors: Selectors) -> Matcher | None:
    values = {each.get(matcher.label) for each in selectors}
    known = sorted(value for value in values if value is not None)
    if len(known) < len(values):
        return None
    return matcher if len(known) == 1 else one_of(matcher.label, known)


def _with_operands(use: Use, change: Callable[[Operand], Operand]) -> Use:
    operands = {name: tuple(map(change, some)) for name, some in use.operands.items()}
    return dataclasses.replace(use, operands=operands)
