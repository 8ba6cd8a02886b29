"""``rate``: how often a counter counts, per second."""

from collections.abc import Mapping
from fractions import Fraction
from typing import ClassVar

from generator.core.fields import OperandText, SpecModel
from generator.core.units import COUNT, Family, Unit
from generator.promql import build as p
from generator.promql.expr import Expr
from generator.recipes.base import Accepts, Builder, Recipe, Use
from generator.recipes.forms import counter, per_second


class RateParams(SpecModel):
    """Events per second of a counter."""

    of: OperandText
    """The counter."""


class Rate(Recipe):
    """How much a counter grows each second, averaged over the window.

    Formula: ``sum by (L) (rate(S[w]))``. Counters of milliseconds are brought to seconds.

    Unit: the counter's unit per second; of a counter of time a plain number (seconds per second).
    """

    name = "rate"
    params: ClassVar[type[SpecModel]] = RateParams
    accepts: ClassVar[Mapping[str, Accepts]] = {"of": Accepts(types=("counter",))}
    meaning = "How much a counter grows each second, averaged over the window."
    zoomable = True

    def unit(self, use: Use) -> Unit:
        """Return the counter's unit per second."""
        unit = use.series("of").unit
        return COUNT if unit.family is Family.TIME else per_second(unit)

    def build(self, use: Use, to: Builder) -> Mapping[str, Expr]:
        """Build one step."""
        series = use.series("of")
        value: Expr = counter(series, use.level, to)
        scale = series.unit.scale if series.unit.family is Family.TIME else Fraction(1)
        if scale > 1:
            value = p.multiply(value, scale)
        elif scale < 1:
            # 1000 is exact to Prometheus, 0.001 is not.
            value = p.divide(value, 1 / scale)
        return {"": to.step("", f"rate{use.window_text}", value)}


RECIPE = Rate()
