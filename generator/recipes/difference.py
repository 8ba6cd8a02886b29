"""``difference``: what one counter grew more than others in the window."""

from collections.abc import Mapping
from typing import ClassVar

from generator.core.fields import Names, OperandText, SpecModel
from generator.core.units import Unit
from generator.promql import build as p
from generator.promql.expr import Expr
from generator.recipes.base import Accepts, Builder, Recipe, RecipeError, Series, Use
from generator.recipes.forms import counter, need_labels, same_unit


class DifferenceParams(SpecModel):
    """Events of one counter that others did not count."""

    of: OperandText
    """The counter to begin with, such as events received."""
    minus: Names
    """The counters to take away, such as events processed and events dropped."""


class Difference(Recipe):
    """What one counter grew more than others within the window.

    Formula: ``increase(of) - (increase(x) or 0 * increase(of)) - …``, each summed by L, so that a
    counter without any series takes away 0. Panels keep the window, or zooming would change the
    value.

    Unit: the counters'.
    """

    name = "difference"
    params: ClassVar[type[SpecModel]] = DifferenceParams
    accepts: ClassVar[Mapping[str, Accepts]] = {
        "of": Accepts(types=("counter",)),
        "minus": Accepts(types=("counter",), many=True),
    }
    meaning = "What one counter grew more than others within the window."
    signed = True

    def unit(self, use: Use) -> Unit:
        """Return the counters' unit."""
        return use.series("of").unit

    def check(self, use: Use) -> None:
        """Refuse counters that cannot be taken away: other labels, another unit, itself."""
        of, others = use.series("of"), _others(use)
        for other in others:
            need_labels(use, "minus", other)
            if not same_unit(other.unit, of.unit):
                raise RecipeError(
                    f"`{other.metric}` is in another unit than `{of.metric}`",
                    "minus",
                    "use counters of one unit",
                )
        if len({of, *others}) <= len(others):
            raise RecipeError("a counter stands twice", "minus", "remove one")

    def build(self, use: Use, to: Builder) -> Mapping[str, Expr]:
        """Build the first increase, then what is left of it."""
        window, level = use.window_text, use.level
        of = to.step("of", f"of_increase{window}", counter(use.series("of"), level, to, "increase"))
        left = of
        for other in _others(use):
            growth = counter(other, level, to, "increase")
            left = p.subtract(left, p.either(growth, p.multiply(0, of)))
        return {"": to.step("", f"difference{window}", left)}


def _others(use: Use) -> list[Series]:
    return [one for one in use.operands["minus"] if isinstance(one, Series)]


RECIPE = Difference()
