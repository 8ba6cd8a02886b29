"""``age``: how long ago the time is that a gauge holds."""

from collections.abc import Mapping
from typing import ClassVar

from generator.core.fields import OperandText, SpecModel
from generator.core.units import COUNT, Family, Unit
from generator.promql import build as p
from generator.promql.expr import Call, Expr
from generator.recipes.base import Accepts, Builder, Recipe, RecipeError, Use
from generator.recipes.forms import gauge


class AgeParams(SpecModel):
    """The time since a timestamp."""

    of: OperandText
    """A gauge that holds a Unix time."""


class Age(Recipe):
    """How long ago the moment is that a gauge holds.

    Formula: ``time() - G(S, L)``; the clock is brought to the timestamp's unit, so
    ``time() * 1000 - G(S, L)`` for milliseconds. ``aggregate: min`` gives the age of the oldest.

    Unit: the timestamp's.
    """

    name = "age"
    params: ClassVar[type[SpecModel]] = AgeParams
    accepts: ClassVar[Mapping[str, Accepts]] = {"of": Accepts(types=("gauge",))}
    meaning = "How long ago the moment is that a gauge holds."
    signed = True

    def unit(self, use: Use) -> Unit:
        """Return the timestamp's unit."""
        return use.series("of").unit

    def check(self, use: Use) -> None:
        """Refuse gauges that hold no time, and sums of times."""
        series = use.series("of")
        if series.unit.family is not Family.TIME or series.unit.per is not None:
            fix = "name another, such as `backup_timestamp_seconds`"
            if series.unit == COUNT:
                fix += f"; if `{series.metric}` holds a Unix time, declare its `unit: s`"
            raise RecipeError("an age needs a gauge that holds a time", "of", fix)
        if series.aggregate == "sum":
            raise RecipeError(
                f"the times of `{series.metric}` would be added up",
                "of",
                "declare `aggregate: min` for the oldest or `max` for the newest",
            )

    def build(self, use: Use, to: Builder) -> Mapping[str, Expr]:
        """Build one step."""
        series = use.series("of")
        clock: Expr = Call("time")
        if series.unit.scale != 1:
            clock = p.multiply(clock, 1 / series.unit.scale)
        return {"": to.step("", "age", p.subtract(clock, gauge(series, use.level, to)))}


RECIPE = Age()
