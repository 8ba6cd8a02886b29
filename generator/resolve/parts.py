"""Components resolved: those of the project itself, or those of one service of a fleet."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from generator.core.finding import Place
from generator.resolve.context import Context
from generator.resolve.estate import Component, HandAlert, Indicator, Metric, Slo
from generator.resolve.hand_alerts import resolve_hand_alerts
from generator.resolve.indicators import IndicatorResolver
from generator.resolve.slos import recorded_for, resolve_slos
from generator.spec.component import Component as ComponentSpec


class Parts(NamedTuple):
    """What components say, by id; ``complete`` tells whether all of it could be resolved."""

    components: Mapping[str, Component]
    indicators: Mapping[str, Indicator]
    slos: Mapping[str, Slo]
    alerts: Mapping[str, HandAlert]
    complete: bool


def resolve_parts(
    context: Context,
    specs: Mapping[str, tuple[str, ComponentSpec]],
    metrics: Mapping[str, Metric],
) -> Parts:
    """Return components with all that belongs to them."""
    resolver = IndicatorResolver(context, specs, metrics)
    indicators = resolver.all()
    alerts = resolve_hand_alerts(context, specs, resolver.lookup)
    slos = resolve_slos(context, specs, indicators)
    indicators = recorded_for(indicators, slos)
    components = {
        name: Component(
            id=name,
            title=spec.title,
            owner=context.owner_of(spec, context.project.owner, Place(file)),
            file=file,
            indicators=_own(name, spec.indicators, indicators),
            slos=_own(name, spec.slos, slos),
            alerts=_own(name, spec.alerts, alerts),
            note=spec.note,
            decided=spec.decided,
        )
        for name, (file, spec) in specs.items()
    }
    wanted = sum(_size(spec) for _, spec in specs.values())
    found = len(indicators) + len(slos) + len(alerts)
    found += sum(len(one.thresholds) for one in indicators.values())
    return Parts(components, indicators, slos, alerts, wanted == found)


def _size(spec: ComponentSpec) -> int:
    """Return how many things a component says that others can name."""
    thresholds = sum(len(one.thresholds) for one in spec.indicators.values())
    return len(spec.indicators) + thresholds + len(spec.slos) + len(spec.alerts)


def joined(parts: Sequence[Parts]) -> Parts:
    """Return all of several parts."""
    return Parts(
        {name: found for one in parts for name, found in one.components.items()},
        {name: found for one in parts for name, found in one.indicators.items()},
        {name: found for one in parts for name, found in one.slos.items()},
        {name: found for one in parts for name, found in one.alerts.items()},
        all(one.complete for one in parts),
    )


def _own(component: str, keys: Iterable[str], found: Mapping[str, object]) -> tuple[str, ...]:
    names = (f"{component}.{key}" for key in keys)
    return tuple(name for name in names if name in found)
