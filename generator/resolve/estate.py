"""The estate: everything a project says, complete and with all references followed."""

import dataclasses
import functools
from collections.abc import Mapping
from fractions import Fraction
from typing import Literal, NamedTuple

from generator.core.finding import Place
from generator.core.names import SLO_DETAIL, SLO_LIST
from generator.core.units import Quantity, Unit
from generator.recipes.base import Operand, Recipe, Reference, Series, Side, Use, Variant
from generator.resolve.provenance import Given, Provenance
from generator.spec.component import Case
from generator.spec.project import Decision, Label, Owner, Project
from generator.spec.receivers import Receiver
from generator.spec.views import Dashboard, Panel, Runbook, Shown


@dataclasses.dataclass(frozen=True, slots=True)
class Metric:
    """A declared metric: its component, its facts, and where it is declared.

    ``presence`` tells when its series exist, ``most`` how many there are at most where the author
    says so.
    """

    name: str
    component: str
    help: str
    series: Series
    place: Place
    owner: str = ""
    presence: str = "always"
    stability: str = "stable"
    deprecated: str | None = None
    most: int | None = None
    note: str | None = None
    decided: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Bound:
    """A threshold's bound on one variant; ``value`` is in the indicator's unit, exactly.

    ``constant`` is the one that the spec names in place of a quantity.
    """

    id: str
    variant: Variant
    variant_name: str
    quantity: Quantity
    value: Fraction
    place: Place
    constant: str = ""


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
    note: str | None = None
    cases: tuple[Case, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Indicator:
    """A measured thing: its recipe with resolved operands, its labels, its bounds.

    ``service`` is the one of a fleet that it belongs to. A ``template`` shows all services of a
    fleet at once; it is recorded nowhere and has no thresholds.
    """

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
    service: str = ""
    template: bool = False

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of its series: identity, then `by`."""
        return self.use.level


@dataclasses.dataclass(frozen=True, slots=True)
class Tier:
    """A burn-rate alert of an SLO, fitted to its period: windows in seconds, an exact factor."""

    id: str
    name: str
    long: Fraction
    short: Fraction
    factor: Fraction
    severity: str
    notifies: Literal["page", "ticket"]


@dataclasses.dataclass(frozen=True, slots=True)
class DroppedTier:
    """A tier of the project that an SLO goes without, and why."""

    name: str
    reason: str


@dataclasses.dataclass(frozen=True, slots=True)
class Slo:
    """A promise: the share ``objective`` of what an indicator measures is good over ``window``.

    ``kind`` tells what is counted: ``events`` of a ratio, events ``within`` a bound, or time
    ``slices`` in which the indicator keeps its bound. ``side`` is the good side: ``below`` where
    less is better. ``traffic`` is events per second in quiet hours.
    """

    id: str
    component: str
    title: str
    indicator: str
    kind: Literal["events", "within", "slices"]
    side: Side | None
    bounds: tuple[Bound, ...]
    objective: Fraction
    window: Fraction
    tiers: tuple[Tier, ...]
    dropped: tuple[DroppedTier, ...]
    min_bad_events: int
    ticket_severity: str | None
    keep_firing_for: Fraction
    traffic: Fraction | None
    alert: str
    runbook: str | None
    description: str | None
    depends_on: tuple[str, ...]
    inhibits: tuple[str, ...]
    owner: str
    note: str | None
    decided: tuple[str, ...]
    place: Place
    service: str = ""

    @property
    def budget(self) -> Fraction:
        """The share that may be bad, exactly."""
        return 1 - self.objective

    @property
    def pages(self) -> bool:
        """Tell whether one of its tiers wakes somebody."""
        return any(tier.notifies == "page" for tier in self.tiers)


@dataclasses.dataclass(frozen=True, slots=True)
class HandAlert:
    """An alert written by hand: its expression with what that names, and cases that show it."""

    id: str
    component: str
    name: str
    severity: str
    notifies: bool
    query: str
    operands: tuple[Operand, ...]
    for_: Fraction
    keep_firing_for: Fraction
    summary: str
    description: str | None
    runbook: str | None
    inhibits: tuple[str, ...]
    cases: tuple[Case, ...]
    owner: str
    decided: tuple[str, ...]
    place: Place
    service: str = ""
    note: str | None = None
    shown_by: str = ""
    """The alert of the same name whose case shows both, as they fire together."""

    @property
    def refers(self) -> tuple[str, ...]:
        """The indicators that its expression reads."""
        return tuple(one.id for one in self.operands if isinstance(one, Reference))


@dataclasses.dataclass(frozen=True, slots=True)
class Setting:
    """How each series of a selection behaves in a scenario: events per second, values, seconds."""

    rate: Fraction | None
    value: Quantity | None
    rises: Quantity | None
    behind: Fraction | None
    stands: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Scenario:
    """Something that can happen to a simulated service; ``down`` is None for all instances."""

    title: str
    breach: tuple[str, ...]
    down: tuple[int, ...] | None
    restart: bool
    settings: tuple[tuple[Series, Setting], ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Component:
    """A part of the project or of a ``service``, with the ids of what belongs to it in order."""

    id: str
    title: str
    owner: str
    file: str
    indicators: tuple[str, ...]
    slos: tuple[str, ...] = ()
    service: str = ""
    alerts: tuple[str, ...] = ()
    note: str | None = None
    decided: tuple[str, ...] = ()


class ShownOn(NamedTuple):
    """A panel with the id of its dashboard, its own key, and the ids that it shows."""

    dashboard: str
    key: str
    panel: Panel
    shown: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Estate:
    """A whole project in one environment, resolved.

    Components, indicators and SLOs of services have ids that begin with ``service/``. Places are
    those of the specs; ``provenance`` (by service, ``""`` for the project itself) tells which
    overlay gave the value that holds there. ``external_labels`` are those of the environment,
    ``services`` the project as it holds for each service. ``written_selector`` is the selector of
    ``project.yaml`` where an environment may have another one. ``environment_file`` says what the
    environment is, ``selectors`` are those of the environments before it, ``""`` the default one.
    """

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
    slos: Mapping[str, Slo] = dataclasses.field(default_factory=dict)
    alerts: Mapping[str, HandAlert] = dataclasses.field(default_factory=dict)
    scenarios: Mapping[str, Scenario] = dataclasses.field(default_factory=dict)
    project_file: str = "specs/project.yaml"
    environment: str = ""
    external_labels: Mapping[str, str] = dataclasses.field(default_factory=dict)
    provenance: Mapping[str, Provenance] = dataclasses.field(default_factory=dict)
    services: Mapping[str, Project] = dataclasses.field(default_factory=dict)
    receivers: Mapping[str, Receiver] = dataclasses.field(default_factory=dict)
    owners_file: str = "specs/owners.yaml"
    written_selector: Mapping[str, str] | None = None
    environment_file: str = ""
    selectors: Mapping[str, Mapping[str, str]] = dataclasses.field(default_factory=dict)

    @property
    def slo_pages(self) -> Mapping[str, str]:
        """The titles of the dashboards that are made of all SLOs and rendered, by id."""
        return self._slo_titles if "dashboards" in self.project.outputs else {}

    @property
    def dashboard_titles(self) -> Mapping[str, str]:
        """The titles of all dashboards by id, whether rendered or not, those of SLOs included."""
        return {
            **self._slo_titles,
            **{name: one.title for name, (_, one) in self.dashboards.items()},
        }

    @property
    def _slo_titles(self) -> Mapping[str, str]:
        wanted = self.project.slo_dashboards and self.slos
        return {SLO_LIST: "SLOs", SLO_DETAIL: "One SLO"} if wanted else {}

    @functools.cached_property
    def shown_by(self) -> Mapping[str, tuple[ShownOn, ...]]:
        """The panels of each dashboard, in the order of the specs."""
        return {
            name: tuple(
                ShownOn(name, key, panel, _ids(panel))
                for row in dashboard.rows.values()
                for key, panel in row.panels.items()
            )
            for name, (_, dashboard) in self.dashboards.items()
        }

    @functools.cached_property
    def shown_on(self) -> Mapping[str, tuple[ShownOn, ...]]:
        """The panels that show an id, by the id."""
        found: dict[str, list[ShownOn]] = {}
        for panels in self.shown_by.values():
            for panel in panels:
                for one in dict.fromkeys(panel.shown):
                    found.setdefault(one, []).append(panel)
        return {name: tuple(some) for name, some in found.items()}

    @property
    def deployment(self) -> str:
        """The name under which Grafana knows the project, apart from its other environments."""
        return f"{self.project.project}-{self.environment}".rstrip("-")

    def for_service(self, service: str) -> "Estate":
        """Return the same with the project as it holds for a service: selector and constants."""
        found = self.services.get(service)
        return self if found is None else dataclasses.replace(self, project=found)

    def origin(self, place: Place, service: str = "") -> Place:
        """Return where a value was given: in an overlay, if one put it there."""
        provenance = self.provenance.get(service)
        return provenance.origin(place) if provenance else place

    def trace(self, *places: Place, service: str = "") -> tuple[Given, ...]:
        """Return who gave the value at the first of some places that is written, newest first."""
        provenance = self.provenance.get(service)
        return provenance.trace(*places) if provenance else ()

    def thresholds(self) -> tuple[tuple[Indicator, Threshold], ...]:
        """Return every threshold with its indicator, in the order of the specs."""
        return tuple(
            (indicator, threshold)
            for indicator in self.indicators.values()
            for threshold in indicator.thresholds
        )


def _ids(panel: Panel) -> tuple[str, ...]:
    """Return what a panel shows."""
    return tuple(one.of if isinstance(one, Shown) else one for one in panel.show)
