"""``rate``: how often a counter counts, per second."""

from collections.abc import Mapping
from typing import ClassVar

from generator.core.fields import OperandText, SpecModel
from generator.core.units import Unit
from generator.promql.expr import Expr
from generator.recipes.base import Accepts, Builder, Recipe, Use, counter, per_second


class RateParams(SpecModel):
    """Events per second of a counter."""

    of: OperandText
    """The counter."""


class Rate(Recipe):
    """``sum by (L) (rate(S[w]))``."""

    name = "rate"
    params: ClassVar[type[SpecModel]] = RateParams
    accepts: ClassVar[Mapping[str, Accepts]] = {"of": Accepts(types=("counter",))}
    meaning = "How much a counter grows each second, averaged over the window."
    zoomable = True

    def unit(self, use: Use) -> Unit:
        """Return the counter's unit per second."""
        return per_second(use.series("of").unit)

    def build(self, use: Use, to: Builder) -> Mapping[str, Expr]:
        """Build one step."""
        value = counter(use.series("of"), use.level, to)
        return {"": to.step("", f"rate{use.window_text}", value)}


RECIPE = Rate()
