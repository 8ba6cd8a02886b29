"""The kind ``component``: metrics, indicators with thresholds, SLOs, hand-written alerts."""

from fractions import Fraction
from typing import Any, Literal

import pydantic
from pydantic import StrictBool

from generator.core.fields import (
    AlertName,
    BoundField,
    ComponentId,
    Count,
    Duration,
    ItemId,
    LabelName,
    MetricName,
    Names,
    NumberField,
    PositiveDuration,
    QuantityField,
    Sentence,
    Slug,
    SpecModel,
    UnitField,
    fail,
)
from generator.recipes.registry import recipes
from generator.spec.common import Item, LabelMap, SeverityName


class Metric(Item):
    """A metric as the application exposes it."""

    type: Literal["counter", "gauge", "histogram"]
    """Its Prometheus type."""
    help: Sentence
    """What it counts or measures."""
    unit: UnitField | None = None
    """Its unit; read from the name's ending by default, else a count."""
    noun: Sentence | None = None
    """What is counted, in prose: `requests`."""
    labels: tuple[LabelName, ...] = ()
    """Its own labels; those that scraping adds are implied."""
    buckets: tuple[NumberField, ...] = ()
    """Upper bounds of a histogram's finite buckets, in the metric's unit."""
    aggregate: Literal["sum", "max", "min", "avg"] | None = None
    """How a gauge's series combine."""
    shared: StrictBool | dict[LabelName, tuple[str, ...]] = False
    """Whether every instance reports the same thing, or for which values of a label it does."""
    selector: LabelMap | None = None
    """Labels of the job that exposes it, if it is not the project's."""
    presence: Literal["always", "on_traffic", "optional"] = "always"
    """When its series exist."""
    stability: Literal["development", "stable"] = "stable"
    """Whether its name and labels may still change."""
    deprecated: Sentence | None = None
    """Why it goes away, and what replaces it."""
    cardinality: Count | None = None
    """Series of it at most, where the product of its labels says too much."""

    @pydantic.model_validator(mode="after")
    def _complete(self) -> "Metric":
        if self.type == "histogram" and not self.buckets:
            raise fail(
                "buckets", "a histogram needs its buckets", "add `buckets: [100, 500, 1000]`"
            )
        if self.type != "histogram" and self.buckets:
            raise fail("buckets", f"a {self.type} has no buckets", "remove `buckets`")
        if list(self.buckets) != sorted(set(self.buckets)):
            raise fail("buckets", "buckets must grow and not repeat", "sort them")
        if self.type == "gauge" and self.aggregate is None:
            fix = "add `aggregate: sum`, `max`, `min` or `avg`"
            raise fail("aggregate", "a gauge must say how its series combine", fix)
        if self.type != "gauge" and (self.aggregate or self.shared):
            raise fail(
                "aggregate",
                f"`aggregate` and `shared` are for gauges, this is a {self.type}",
                "remove them",
            )
        return self


class Threshold(Item):
    """A bound that an indicator should not cross."""

    above: BoundField | None = None
    """It is bad above this."""
    below: BoundField | None = None
    """It is bad below this."""
    for_: Duration | None = pydantic.Field(None, alias="for")
    """How long before the alert fires; the project's default."""
    keep_firing_for: Duration = Fraction(0)
    """How long the alert goes on after the bound is kept again."""
    alert: AlertName | None = None
    """The alert's name; made from the indicator's id by default."""
    min_bad_events: Count | None = None
    """Bad events in one window below which nothing fires; only for shares of events."""
    runbook: Slug | None = None
    """The runbook that says what to do."""
    summary: Sentence | None = None
    """One sentence about what is happening; made from title, value and bound by default."""
    description: Sentence | None = None
    """More about it: what it means and the first thing to do."""
    inhibits: Names = ()
    """Ids, `component` or `project`: whose notifications are held back while this fires."""

    @pydantic.model_validator(mode="after")
    def _one_side(self) -> "Threshold":
        if (self.above is None) == (self.below is None):
            raise fail(
                "side", "a threshold has one bound: `above` or `below`", "keep one of the two"
            )
        return self


class IndicatorBase(Item):
    """What is measured: one recipe over metrics, by some labels."""

    title: Sentence
    """Its name for people."""
    by: tuple[LabelName, ...]
    """Labels beside the identity; `[]` is the whole service."""
    vary: LabelName | None = None
    """The label whose values have bounds of their own."""
    window: PositiveDuration | None = None
    """The range of rates; the project's default."""
    better: Literal["lower", "higher"] | None = None
    """Which way is good; follows from `above` and `below`."""
    unit: UnitField | None = None
    """The unit of the result, where it cannot follow from the metrics."""
    record: StrictBool = False
    """Record it even if nothing needs it."""
    keep_as: dict[str, Sentence] = pydantic.Field(default_factory=dict)
    """Further names to record under, each with the date until which it is kept."""
    thresholds: dict[SeverityName, Threshold] = pydantic.Field(default_factory=dict)
    """Bounds by severity."""

    @property
    def recipe(self) -> str:
        """The name of the recipe in use."""
        return next(name for name in recipes() if getattr(self, name, None) is not None)

    @pydantic.model_validator(mode="after")
    def _one_recipe(self) -> "IndicatorBase":
        used = [name for name in recipes() if getattr(self, name, None) is not None]
        if not used:
            fix = f"add one of {', '.join(recipes())}"
            raise fail("recipe", "an indicator needs a recipe", fix)
        if len(used) > 1:
            names = " and ".join(f"`{name}`" for name in used)
            raise fail("recipe", f"an indicator has one recipe, this one has {names}", "keep one")
        return self


def _exactly_one_recipe(schema: dict[str, Any]) -> None:
    """Tell editors that one recipe is wanted; a model alone cannot say so in JSON Schema."""
    schema["oneOf"] = [{"required": [name]} for name in recipes()]
    for name in recipes():
        # A recipe is either absent or a mapping: `rate: null` is not a way to leave it out.
        schema["properties"][name] = next(
            option for option in schema["properties"][name]["anyOf"] if option != {"type": "null"}
        )


Indicator: type[IndicatorBase] = pydantic.create_model(
    "Indicator",
    __base__=IndicatorBase,
    __module__=__name__,
    __doc__=IndicatorBase.__doc__,
    **{
        name: (recipe.params | None, pydantic.Field(None, description=recipe.params.__doc__))
        for name, recipe in recipes().items()
    },  # type: ignore[call-overload]
)
Indicator.model_config["json_schema_extra"] = _exactly_one_recipe


class Slo(Item):
    """A promise: so much of what an indicator measures is good over a period."""

    of: Sentence
    """The indicator; brings its selection, labels and variants."""
    title: Sentence | None = None
    """Its name for people."""
    within: BoundField | None = None
    """For a quantile: events that take at most this long are good."""
    above: BoundField | None = None
    """Time during which the indicator is above this is bad."""
    below: BoundField | None = None
    """Time during which the indicator is below this is good."""
    objective: QuantityField
    """The share that must be good, such as `99.9%`."""
    window: PositiveDuration | None = None
    """The period; the project's default."""
    tiers: tuple[str, ...] | None = None
    """The burn-rate alerts by name; all by default, `[]` for none."""
    min_bad_events: Count = 0
    """Bad events in a long window below which a page is a ticket."""
    keep_firing_for: Duration | None = None
    """How long alerts go on after the burn ends."""
    alert: AlertName | None = None
    """The name of its alerts."""
    runbook: Slug | None = None
    """The runbook that says what to do."""
    inhibits: Names = ()
    """Ids, `component` or `project`: whose notifications are held back while this fires."""


class Case(SpecModel):
    """A test of a hand-written alert: series, and when it fires and is silent."""

    name: Sentence
    """What is shown."""
    series: dict[str, str]
    """Input series in promtool's notation."""
    step: PositiveDuration
    """Time between two samples."""
    fires: tuple[Duration, ...] = ()
    """Times at which the alert fires."""
    silent: tuple[Duration, ...] = ()
    """Times at which it does not."""


class HandAlert(Item):
    """An alert that no bound on an indicator can say, written by hand and so with its proof."""

    name: AlertName
    """The alert's name."""
    severity: SeverityName
    """How grave it is."""
    expr: Sentence
    """The PromQL; it has a sample for each thing that is wrong."""
    for_: Duration | None = pydantic.Field(None, alias="for")
    """How long before it fires; the project's default."""
    keep_firing_for: Duration | None = None
    """How long it goes on after it is over."""
    summary: Sentence
    """One sentence about what is happening."""
    description: Sentence | None = None
    """More about it: what it means and the first thing to do."""
    runbook: Slug | None = None
    """The runbook that says what to do."""
    inhibits: Names = ()
    """Whose notifications are held back while this fires."""
    cases: tuple[Case, ...]
    """Tests that show when it fires."""


class Component(Item):
    """A part of the service: what it exposes, what is measured and promised."""

    component: ComponentId
    """Its id."""
    title: Sentence
    """Its name for people."""
    metrics: dict[MetricName, Metric] = pydantic.Field(default_factory=dict)
    """Metrics by name."""
    indicators: dict[ItemId, Indicator] = pydantic.Field(default_factory=dict)  # type: ignore[valid-type]
    """Indicators by id."""
    slos: dict[ItemId, Slo] = pydantic.Field(default_factory=dict)
    """SLOs by id."""
    alerts: dict[ItemId, HandAlert] = pydantic.Field(default_factory=dict)
    """Hand-written alerts by id."""
