"""The estate: everything a project says, complete and with all references followed."""

import dataclasses
from collections.abc import Mapping
from fractions import Fraction

from generator.core.finding import Place
from generator.core.units import Quantity, Unit
from generator.recipes.base import Recipe, Series, Side, Use, Variant
from generator.spec.project import Decision, Label, Owner, Project
from generator.spec.views import Dashboard, Runbook


@dataclasses.dataclass(frozen=True, slots=True)
class Metric:
    """A declared metric: its component, its facts, and where it is declared."""

    name: str
    component: str
    help: str
    series: Series
    place: Place


@dataclasses.dataclass(frozen=True, slots=True)
class Bound:
    """A threshold's bound on one variant; ``value`` is in the indicator's unit, exactly."""

    id: str
    variant: Variant
    variant_name: str
    quantity: Quantity
    value: Fraction
    place: Place


@dataclasses.dataclass(frozen=True, slots=True)
class Threshold:
    """A bound of one severity on an indicator; durations in seconds."""

    id: str
    severity: str
    notifies: bool
    side: Side
    bounds: tuple[Bound, ...]
    for_: Fraction
    keep_firing_for: Fraction
    alert: str
    min_bad_events: int
    runbook: str | None
    summary: str | None
    description: str | None
    inhibits: tuple[str, ...]
    owner: str
    decided: tuple[str, ...]
    place: Place


@dataclasses.dataclass(frozen=True, slots=True)
class Indicator:
    """A measured thing: its recipe with resolved operands, its labels, its bounds."""

    id: str
    component: str
    title: str
    recipe: Recipe
    use: Use
    unit: Unit
    noun: str
    vary: str | None
    better: str | None
    recorded: bool
    thresholds: tuple[Threshold, ...]
    refers: tuple[str, ...]
    owner: str
    note: str | None
    decided: tuple[str, ...]
    place: Place

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of its series: identity, then `by`."""
        return self.use.level


@dataclasses.dataclass(frozen=True, slots=True)
class Component:
    """A part of the service, with the ids of what belongs to it in spec order."""

    id: str
    title: str
    owner: str
    file: str
    indicators: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Estate:
    """A whole project in one environment, resolved."""

    project: Project
    prefix: str
    identity: tuple[str, ...]
    labels: Mapping[str, Label]
    decisions: Mapping[str, Decision]
    owners: Mapping[str, Owner]
    components: Mapping[str, Component]
    metrics: Mapping[str, Metric]
    indicators: Mapping[str, Indicator]
    dashboards: Mapping[str, tuple[str, Dashboard]]
    runbooks: Mapping[str, tuple[str, Runbook]]

    def thresholds(self) -> tuple[tuple[Indicator, Threshold], ...]:
        """Return every threshold with its indicator, in the order of the specs."""
        return tuple(
            (indicator, threshold)
            for indicator in self.indicators.values()
            for threshold in indicator.thresholds
        )
