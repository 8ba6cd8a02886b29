"""``age``: how long ago the time is that a gauge holds."""

from collections.abc import Mapping
from typing import ClassVar

from generator.core.fields import OperandText, SpecModel
from generator.core.units import Family, Unit
from generator.promql import build as p
from generator.promql.expr import Call, Expr
from generator.recipes.base import Accepts, Builder, Recipe, RecipeError, Use, gauge


class AgeParams(SpecModel):
    """The time since a timestamp."""

    of: OperandText
    """A gauge that holds a Unix time."""


class Age(Recipe):
    """``time() - G``, in the unit of the timestamp."""

    name = "age"
    params: ClassVar[type[SpecModel]] = AgeParams
    accepts: ClassVar[Mapping[str, Accepts]] = {"of": Accepts(types=("gauge",))}
    meaning = "How long ago the moment is that a gauge holds."

    def unit(self, use: Use) -> Unit:
        """Return the timestamp's unit."""
        return use.series("of").unit

    def check(self, use: Use) -> None:
        """Refuse gauges that hold no time."""
        if use.series("of").unit.family is not Family.TIME:
            raise RecipeError("an age needs a gauge that holds a time", "of", "declare its unit")

    def build(self, use: Use, to: Builder) -> Mapping[str, Expr]:
        """Build one step; the clock is brought to the timestamp's unit."""
        series = use.series("of")
        clock: Expr = Call("time")
        if series.unit.scale != 1:
            clock = p.multiply(clock, 1 / series.unit.scale)
        return {"": to.step("", "age", p.subtract(clock, gauge(series, use.level, to)))}


RECIPE = Age()
