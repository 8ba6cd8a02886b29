"""What a component measures: indicators, and the bounds on them."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Literal

import pydantic
from pydantic import StrictBool
from pydantic.config import JsonDict

from generator.core.docs import class_docs
from generator.core.fields import (
    AlertName,
    BoundField,
    Count,
    Date,
    Duration,
    LabelName,
    LabelNames,
    MetricName,
    PositiveDuration,
    Problem,
    Sentence,
    UnitField,
    clash,
)
from generator.core.spelling import listed
from generator.recipes.registry import recipes
from generator.spec.case import Case
from generator.spec.common import Inhibits, Item, RunbookRef, SeverityName

_ONE_SIDE: JsonDict = {"oneOf": [{"required": ["above"]}, {"required": ["below"]}]}


class Threshold(Item):
    """A bound that an indicator should not cross."""

    model_config = pydantic.ConfigDict(json_schema_extra=_ONE_SIDE)

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
    """Bad events in one window below which nothing fires; for shares of events and percentiles."""
    runbook: RunbookRef | None = None
    """The runbook that says what to do."""
    summary: Sentence | None = None
    """One sentence about what is happening; made from title, value and bound by default."""
    description: Sentence | None = None
    """More about it: what it means and the first thing to do."""
    inhibits: Inhibits = ()
    """Ids, `component` or `project`: whose notifications are held back while this fires."""
    cases: tuple[Case, ...] = ()
    """Further tests of the alert, beside those that are generated."""

    def clashes(self) -> Iterator[Problem]:
        """Yield what is wrong with the sides of the bound."""
        if self.above is None and self.below is None:
            fix = "say which side is bad, such as `above: 5%` or `below: 1`"
            yield clash("a threshold needs a bound", fix)
        if self.above is not None and self.below is not None:
            fix = "keep one of the two; the other side is a threshold of another indicator"
            yield clash("a threshold has one side, this one has `above` and `below`", fix, "below")


class IndicatorBase(Item):
    """What is measured: one recipe over metrics, by some labels."""

    title: Sentence
    """Its name for people."""
    by: LabelNames
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
    keep_as: dict[MetricName, Date] = pydantic.Field(default_factory=dict)
    """Further names to record under, each with the date until which it is kept."""
    thresholds: dict[SeverityName, Threshold] = pydantic.Field(default_factory=dict)
    """Bounds by severity."""

    @property
    def recipe(self) -> str:
        """The name of the recipe in use."""
        return next(name for name in recipes() if getattr(self, name, None) is not None)

    def clashes(self) -> Iterator[Problem]:
        """Yield what is wrong with the number of recipes."""
        used = [name for name in recipes() if getattr(self, name, None) is not None]
        if not used:
            yield clash("an indicator needs a recipe", f"add {listed(recipes())}")
        for name in used[1:]:
            message = f"an indicator has one recipe, this one has {listed(used, 'and')}"
            yield clash(message, "keep one; the other is an indicator of its own", name)


def _exactly_one_recipe(schema: dict[str, Any]) -> None:
    """Tell editors that one recipe is wanted; a model alone cannot say so in JSON Schema."""
    schema["oneOf"] = [{"required": [name]} for name in recipes()]


def _said_of(model: type) -> str:
    """Return the docstring of a model, read from the source if Python was told to drop it."""
    return model.__doc__ or class_docs(model)


Indicator: type[IndicatorBase] = pydantic.create_model(
    "Indicator",
    __base__=IndicatorBase,
    __module__=__name__,
    __doc__=_said_of(IndicatorBase),
    **{
        name: (recipe.params | None, pydantic.Field(None, description=_said_of(recipe.params)))
        for name, recipe in recipes().items()
    },  # type: ignore[call-overload]
)
Indicator.model_config["json_schema_extra"] = _exactly_one_recipe
