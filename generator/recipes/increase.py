"""``increase``: how much a counter grew in the window."""

from collections.abc import Mapping
from typing import ClassVar

from generator.core.fields import OperandText, SpecModel
from generator.core.units import Unit
from generator.promql.expr import Expr
from generator.recipes.base import Accepts, Builder, Recipe, Use
from generator.recipes.forms import counter


class IncreaseParams(SpecModel):
    """Events within the window."""

    of: OperandText
    """The counter."""


class Increase(Recipe):
    """How much a counter grew within the window.

    Formula: ``sum by (L) (increase(S[w]))``; panels keep the window, or zooming would change the
    value.

    Unit: the counter's.
    """

    name = "increase"
    params: ClassVar[type[SpecModel]] = IncreaseParams
    accepts: ClassVar[Mapping[str, Accepts]] = {"of": Accepts(types=("counter",))}
    meaning = "How much a counter grew within the window."

    def unit(self, use: Use) -> Unit:
        """Return the counter's unit."""
        return use.series("of").unit

    def build(self, use: Use, to: Builder) -> Mapping[str, Expr]:
        """Build one step."""
        value = counter(use.series("of"), use.level, to, "increase")
        return {"": to.step("", f"increase{use.window_text}", value)}


RECIPE = Increase()
