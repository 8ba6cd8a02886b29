"""``mean``: the average of a histogram's events."""

from collections.abc import Mapping
from typing import ClassVar

from generator.core.fields import OperandText, SpecModel
from generator.core.units import Unit
from generator.promql import build as p
from generator.promql.expr import Expr
from generator.recipes.base import Accepts, Builder, Recipe, Use
from generator.recipes.forms import events


class MeanParams(SpecModel):
    """The mean of a histogram."""

    of: OperandText
    """The histogram, without a suffix."""


class Mean(Recipe):
    """The average of the events within the window; no events give no sample.

    Formula: ``sum by (L) (rate(S_sum[w])) / (sum by (L) (rate(S_count[w])) > 0)``; of a native
    histogram ``histogram_sum`` and ``histogram_count`` of its summed rate.

    Unit: the histogram's.
    """

    name = "mean"
    params: ClassVar[type[SpecModel]] = MeanParams
    accepts: ClassVar[Mapping[str, Accepts]] = {"of": Accepts(types=("histogram",))}
    meaning = "The average of the events within the window; no events give no sample."
    zoomable = True

    def unit(self, use: Use) -> Unit:
        """Return the histogram's unit."""
        return use.series("of").unit

    def build(self, use: Use, to: Builder) -> Mapping[str, Expr]:
        """Build one step."""
        series, level = use.series("of"), use.level
        count = p.positive(events(series, "_count", level, to))
        value = p.divide(events(series, "_sum", level, to), count)
        return {"": to.step("", f"mean_rate{use.window_text}", value)}


RECIPE = Mean()
