"""``change``: how much an indicator rose or fell against some time ago."""

from collections.abc import Mapping
from typing import ClassVar

from generator.core.fields import OperandText, PositiveDuration, SpecModel
from generator.core.units import RATIO, Unit, duration_text
from generator.promql import build as p
from generator.promql.expr import Expr
from generator.recipes.base import Accepts, Builder, Recipe, Reference, Use
from generator.recipes.forms import need_level


class ChangeParams(SpecModel):
    """An indicator against its own past."""

    of: OperandText
    """The indicator."""
    ago: PositiveDuration
    """How long ago it is compared with."""


class Change(Recipe):
    """How much an indicator rose or fell against some time ago, as a share of what it was.

    Formula: ``x / (x offset 1h > 0) - 1`` (`ago: 1h`); 0 is no change, 50% half as much again.
    What was nothing then gives no sample.

    Unit: a share.
    """

    name = "change"
    params: ClassVar[type[SpecModel]] = ChangeParams
    accepts: ClassVar[Mapping[str, Accepts]] = {"of": Accepts(reference=True)}
    meaning = "How much an indicator rose or fell against some time ago, as a share of what it was."
    signed = True

    def unit(self, use: Use) -> Unit:
        """Return a share."""
        del use
        return RATIO

    def check(self, use: Use) -> None:
        """Refuse other labels than the indicator has."""
        need_level(use, "of", use.one("of"))

    def build(self, use: Use, to: Builder) -> Mapping[str, Expr]:
        """Build one step; in panels the offset goes into each selector."""
        of, ago = use.one("of"), duration_text(use.param("ago"))
        if not isinstance(of, Reference):
            raise TypeError("of is no indicator")  # accepted types were checked before
        now = to.refer(of, level=use.level)
        then = to.refer(of, ago, level=use.level)
        value = p.subtract(p.divide(now, p.positive(then)), 1)
        return {"": to.step("", f"change{ago}", value)}


RECIPE = Change()
