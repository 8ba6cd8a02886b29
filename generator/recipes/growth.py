"""``growth``: how fast a gauge grows."""

import dataclasses
from collections.abc import Mapping
from fractions import Fraction
from typing import ClassVar

from generator.core.fields import OperandText, PositiveDuration, SpecModel
from generator.core.units import TIME_UNITS, Unit, duration_text
from generator.promql import build as p
from generator.promql.expr import Expr, Selector
from generator.recipes.base import Accepts, Builder, Limit, Recipe, RecipeError, Use
from generator.recipes.forms import gauge


class GrowthParams(SpecModel):
    """Growth of a gauge per time."""

    of: OperandText
    """The gauge."""
    per: PositiveDuration
    """The time that the growth is given for: `1s`, `1m`, `1h` or `1d`."""
    over: PositiveDuration
    """The range of readings that the slope is taken from."""


class Growth(Recipe):
    """How fast a gauge grows, by the slope of a straight line through its readings.

    Formula: ``3600 * deriv(level[1h])`` with ``level = G(S, L)`` (`per: 1h`, `over: 1h`). The
    readings are combined before the slope is taken: an instance that a rollout replaces would stay
    in the range with its old readings, and nothing that grew would read as growth. A bound
    must be crossed twice: by the slope, and by how much more there is than there ever was in the
    range before, ``level - max_over_time(level[1h] offset 1h)``. What has just started or restarts
    fills, and a line through its first minutes goes far beyond what it will ever hold; but in the
    end it holds no more than before.

    Unit: the gauge's, per `per`.
    """

    name = "growth"
    params: ClassVar[type[SpecModel]] = GrowthParams
    accepts: ClassVar[Mapping[str, Accepts]] = {"of": Accepts(types=("gauge",))}
    meaning = "How fast a gauge grows, by the slope of a straight line through its readings."
    signed = True

    def unit(self, use: Use) -> Unit:
        """Return the gauge's unit per time."""
        return use.series("of").unit.rate(_seconds(use, "per"))

    def check(self, use: Use) -> None:
        """Refuse gauges that are rates already, and times that no unit is named after."""
        series = use.series("of")
        if series.unit.per is not None:
            raise RecipeError(
                f"`{series.metric}` is a rate already", "of", "use a gauge of the thing itself"
            )
        if _seconds(use, "per") not in TIME_UNITS.values():
            raise RecipeError(
                "growth is given per second, minute, hour or day", "per", "write `1h`"
            )

    def reach(self, use: Use) -> Fraction:
        """Return the range of the slope."""
        return _seconds(use, "over")

    def build(self, use: Use, to: Builder) -> Mapping[str, Expr]:
        """Build the combined reading, then its slope."""
        over = duration_text(_seconds(use, "over"))
        level = to.step("level", "level", gauge(use.series("of"), use.level, to))
        value: Expr = p.call("deriv", to.recent(level, over))
        per = _seconds(use, "per")
        if per != 1:
            value = p.multiply(per, value)
        return {"": to.step("", f"deriv{over}", value)}

    def condition(self, use: Use, steps: Mapping[str, Selector], limit: Limit) -> Expr:
        """Compare the slope, and what there is with the most (or least) of the range before."""
        level = steps["level"].where(*limit.variant.matchers)
        over, per = _seconds(use, "over"), _seconds(use, "per")
        extreme = "max_over_time" if limit.side == "above" else "min_over_time"
        earlier = dataclasses.replace(level, offset=duration_text(over))
        net = p.subtract(level, p.over(extreme, earlier, duration_text(over)))
        if per != over:
            net = p.multiply(per / over, net)
        slope = super().condition(use, steps, limit)
        return p.op(slope, "and", p.op(net, limit.sign, limit.value))


def _seconds(use: Use, name: str) -> Fraction:
    return Fraction(use.param(name))


RECIPE = Growth()
