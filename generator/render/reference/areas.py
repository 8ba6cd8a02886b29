"""Areas: what belongs together on the pages of the reference, one for each component."""

from collections.abc import Callable, Container, Iterable, Iterator
from pathlib import PurePosixPath
from typing import NamedTuple, TypeVar

from generator.core.names import rule_path
from generator.plan.plan import Plan
from generator.plan.rules import Alert, RuleFile
from generator.plan.uses import Uses
from generator.resolve.estate import Component, Estate, Indicator, Metric, Slo

_T = TypeVar("_T")
SCRAPING = "of-scraping"
"""The area of what Prometheus makes itself; no component can have this id."""


class Area(NamedTuple):
    """A component, or what only a plan knows; ``path`` names its pages."""

    path: str
    title: str
    owner: str
    source: str
    component: Component | None
    metrics: tuple[Metric, ...]
    indicators: tuple[Indicator, ...]
    slos: tuple[Slo, ...]
    alerts: tuple[Alert, ...]


def areas_of(estate: Estate, plan: Plan) -> tuple[Area, ...]:
    """Return all areas by their paths, what belongs to no component at the end."""
    alerts = {file.path: _alerts(file) for file in plan.rule_files}
    metrics = _grouped(estate.metrics.values(), lambda one: one.component)
    indicators = _grouped(
        estate.indicators.values(),
        lambda one: f"{one.service}/{one.component}" if one.service else one.component,
    )
    titles = {one.id: one for one in estate.components.values()}
    names = {*estate.components, *indicators, *(name for name in metrics if name)}
    found = []
    for name in sorted(names):
        component = estate.components.get(name)
        service, _, plain = name.rpartition("/")
        likeness = component or titles[plain]
        found.append(
            Area(
                path=name,
                title=f"{likeness.title} of {service}" if service else likeness.title,
                owner=likeness.owner,
                source=likeness.file,
                component=component,
                metrics=metrics.get(name, ()),
                indicators=indicators.get(name, ()),
                slos=tuple(estate.slos[one] for one in component.slos) if component else (),
                alerts=alerts.pop(rule_path(component.id, component.service), ())
                if component
                else (),
            )
        )
    rest = [_left(path, some, names) for path, some in alerts.items() if some]
    return (*found, *_scraping(estate, metrics.get("", ())), *rest)


def _alerts(file: RuleFile) -> tuple[Alert, ...]:
    return tuple(rule for group in file.groups for rule in group.rules if isinstance(rule, Alert))


def _grouped(things: Iterable[_T], key: Callable[[_T], str]) -> dict[str, tuple[_T, ...]]:
    found: dict[str, list[_T]] = {}
    for one in things:
        found.setdefault(key(one), []).append(one)
    return {name: tuple(some) for name, some in found.items()}


def _scraping(estate: Estate, metrics: tuple[Metric, ...]) -> Iterator[Area]:
    """Yield the area of what Prometheus makes itself, as far as something reads it."""
    uses = Uses(estate)
    used = tuple(one for one in metrics if uses.of("metric", one.name))
    if used:
        yield Area(SCRAPING, "Scraping", "", estate.project_file, None, used, (), (), ())


def _left(path: str, alerts: tuple[Alert, ...], taken: Container[str]) -> Area:
    """Return the area of rules that belong to no component, such as those about Prometheus."""
    name = PurePosixPath(path).stem
    title = name.replace("-", " ").replace("_", " ").capitalize()
    return Area(f"{name}-rules" if name in taken else name, title, "", "", None, (), (), (), alerts)
