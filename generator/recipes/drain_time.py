"""``drain_time``: how long the backlog lasts at the speed it is worked off."""

from collections.abc import Mapping
from fractions import Fraction
from typing import ClassVar

from generator.core.fields import OperandText, QuantityField, SpecModel
from generator.core.units import SECONDS, Unit
from generator.promql import build as p
from generator.promql.expr import Expr
from generator.recipes.base import Accepts, Builder, Recipe, RecipeError, Use
from generator.recipes.forms import counter, gauge, in_unit, need_labels, same_unit


class DrainTimeParams(SpecModel):
    """The time that a backlog takes to be worked off."""

    backlog: OperandText
    """A gauge of what waits."""
    drained: OperandText
    """A counter of what was worked off."""
    min_backlog: QuantityField
    """Up to this much counts as nothing: a rest that never drains is no fault."""


class DrainTime(Recipe):
    """How long the backlog lasts at the speed it is worked off.

    Formula: ``(b > 100) / d or 0 * b`` (`min_backlog: 100`) with ``b = G(backlog, L)`` and
    ``d = sum by (L) (rate(drained[w])) or 0 * b``. A backlog that nothing drains takes for ever
    (``+Inf``), also where the counter is gone; one up to `min_backlog` takes no time. The whole
    backlog counts, not only what is above `min_backlog`.

    Unit: seconds.
    """

    name = "drain_time"
    params: ClassVar[type[SpecModel]] = DrainTimeParams
    accepts: ClassVar[Mapping[str, Accepts]] = {
        "backlog": Accepts(types=("gauge",)),
        "drained": Accepts(types=("counter",)),
    }
    meaning = "How long the backlog lasts at the speed it is worked off; +Inf if nothing drains it."

    def unit(self, use: Use) -> Unit:
        """Return seconds, which rates are made of."""
        del use
        return SECONDS

    def check(self, use: Use) -> None:
        """Refuse a drain that cannot meet the backlog: other labels or another unit."""
        backlog, drained = use.series("backlog"), use.series("drained")
        need_labels(use, "drained", drained)
        if not same_unit(backlog.unit, drained.unit):
            raise RecipeError(
                f"`{drained.metric}` is in another unit than `{backlog.metric}`",
                "drained",
                "use two metrics of one unit",
            )
        if _least(use) < 0:
            raise RecipeError("a backlog is never below 0", "min_backlog", "write 0 or more")

    def build(self, use: Use, to: Builder) -> Mapping[str, Expr]:
        """Build the backlog, its drain, and the time."""
        window, level = use.window_text, use.level
        backlog = to.step("backlog", "backlog", gauge(use.series("backlog"), level, to))
        nothing = p.multiply(0, backlog)
        rate = p.either(counter(use.series("drained"), level, to), nothing)
        drained = to.step("drained", f"drained_rate{window}", rate)
        time = p.divide(p.above(backlog, _least(use)), drained)
        return {"": to.step("", f"drain_time{window}", p.either(time, nothing))}


def _least(use: Use) -> Fraction:
    return in_unit(use, "min_backlog", use.series("backlog").unit)


RECIPE = DrainTime()
