"""``share_below``: the share of a histogram's events that stay within a bound."""

from collections.abc import Mapping
from fractions import Fraction
from typing import ClassVar

from generator.core.fields import OperandText, QuantityField, SpecModel
from generator.core.units import RATIO, Unit
from generator.promql import build as p
from generator.promql.expr import Expr
from generator.recipes.base import Accepts, Builder, Recipe, RecipeError, Use
from generator.recipes.forms import bucket, events, fraction_within, in_unit, native


class ShareBelowParams(SpecModel):
    """The share of events within a bound."""

    of: OperandText
    """The histogram, without a suffix."""
    bound: QuantityField
    """Events of at most this much count; it must be a declared bucket, unless it is native."""


class ShareBelow(Recipe):
    r"""The share of a histogram's events that stay within a bound; no events give no sample.

    Formula: ``sum by (L) (rate(S_bucket{le=~"500(\\.0)?"}[w])) / (count > 0)`` with
    ``count = sum by (L) (rate(S_count[w]))`` (`bound: 500ms` of a histogram of milliseconds). No
    finite bucket is needed above the bound. Of a native histogram it is
    ``histogram_fraction(0, 500, sum by (L) (rate(S[w]))) >= 0``.

    Unit: a share.
    """

    name = "share_below"
    params: ClassVar[type[SpecModel]] = ShareBelowParams
    accepts: ClassVar[Mapping[str, Accepts]] = {"of": Accepts(types=("histogram",))}
    meaning = "The share of events that stay at or under a bound; no events give no sample."

    def unit(self, use: Use) -> Unit:
        """Return a share."""
        del use
        return RATIO

    def check(self, use: Use) -> None:
        """Refuse a bound at which no bucket ends: the events up to it are not counted."""
        series = use.series("of")
        if not series.native and _bound(use) not in series.buckets:
            listed = ", ".join(str(float(one)).removesuffix(".0") for one in series.buckets)
            raise RecipeError(
                f"no bucket of `{series.metric}` ends at the bound",
                "bound",
                f"buckets end at {listed}",
            )

    def build(self, use: Use, to: Builder) -> Mapping[str, Expr]:
        """Build one step."""
        series, level, operation = use.series("of"), use.level, f"ratio_rate{use.window_text}"
        if series.native:
            share = fraction_within(native(series, level, to), _bound(use))
            return {"": to.step("", operation, share)}
        within = p.over("rate", bucket(to.select(series, "_bucket"), _bound(use)), to.window)
        count = p.positive(events(series, "_count", level, to))
        value = p.divide(p.total(level, within), count)
        return {"": to.step("", operation, value)}


def _bound(use: Use) -> Fraction:
    return in_unit(use, "bound", use.series("of").unit)


RECIPE = ShareBelow()
