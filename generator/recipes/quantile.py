"""``quantile``: the time that so many percent of the events stay under, from a histogram."""

from collections.abc import Mapping
from fractions import Fraction
from typing import ClassVar

from generator.core.fields import Names, OperandText, SpecModel
from generator.core.units import RATIO, Unit, decimal_text
from generator.promql import build as p
from generator.promql.expr import Aggregate, Expr, Matcher, Selector
from generator.recipes.base import (
    Accepts,
    Builder,
    Limit,
    Recipe,
    RecipeError,
    Use,
    Wording,
    bucket_pattern,
)


class QuantileParams(SpecModel):
    """Percentiles of a histogram."""

    of: OperandText
    """The histogram, without a suffix."""
    q: Names
    """The percentiles: `[p50, p95, p99]`, `p99.9`."""


class Quantile(Recipe):
    """``histogram_quantile(q, sum by (L, le) (rate(S_bucket[w]))) >= 0``."""

    name = "quantile"
    params: ClassVar[type[SpecModel]] = QuantileParams
    accepts: ClassVar[Mapping[str, Accepts]] = {"of": Accepts(types=("histogram",))}
    meaning = "What so many percent of the events stay at or under; no events give no sample."
    zoomable = True

    def unit(self, use: Use) -> Unit:
        """Return the histogram's unit."""
        return use.series("of").unit

    def check(self, use: Use) -> None:
        """Refuse what is no percentile."""
        for name in self.quantiles(use):
            fraction(name)

    def quantiles(self, use: Use) -> tuple[str, ...]:
        """Return the percentiles by name."""
        return tuple(getattr(use.params, "q", ()))

    def build(self, use: Use, to: Builder) -> Mapping[str, Expr]:
        """Build the buckets once, the count beside them, and each percentile from the buckets."""
        series, window = use.series("of"), use.window_text
        rates = p.over("rate", to.select(series, "_bucket"), to.window)
        bucket = to.step(
            "bucket", f"rate{window}", p.total((*use.level, "le"), rates), part="_bucket"
        )
        events = p.over("rate", to.select(series, "_count"), to.window)
        to.step("count", f"rate{window}", p.total(use.level, events), part="_count")
        return {
            name: to.step(
                name,
                f"{name.replace('.', '_')}_rate{window}",
                p.op(p.call("histogram_quantile", fraction(name), bucket), ">=", 0),
            )
            for name in self.quantiles(use)
        }

    def condition(self, use: Use, steps: Mapping[str, Selector], limit: Limit) -> Expr:
        """Compare the share of events above the bound's own bucket.

        Equal in meaning to the percentile beyond the bound, but a quantile saturates at the last
        finite bucket and this does not.
        """
        name = limit.variant.quantile
        matchers = limit.variant.matchers
        le = Matcher("le", "=~", bucket_pattern(limit.value, decimal_text(limit.value) or ""))
        under = Aggregate("sum", ("le",), steps["bucket"].where(*matchers, le), without=True)
        share = p.divide(under, p.positive(steps["count"].where(*matchers)))
        if limit.side == "below":
            return p.op(share, ">", fraction(name))
        return p.op(p.subtract(1, share), ">", 1 - fraction(name))

    def sentence(self, use: Use, limit: Limit, wording: Wording) -> str:
        """Speak of the share of events beyond the bound, which is what the alert compares."""
        share = fraction(limit.variant.quantile)
        if limit.side == "below":
            return f"{wording.subject}: {wording.value(RATIO)} stayed within {wording.bound}"
        allowed = decimal_text((1 - share) * 100)
        return (
            f"{wording.subject}: {wording.value(RATIO)} took more than {wording.bound} "
            f"({wording.rule(limit.side)} for {limit.variant.quantile}, that is for {allowed}%)"
        )


def fraction(name: str) -> Fraction:
    """Return the share a percentile's name stands for: ``p99.9`` is 0.999.

    Raises:
        RecipeError: the name is no percentile.
    """
    try:
        share = Fraction(name.removeprefix("p")) / 100
    except (ValueError, ZeroDivisionError):
        share = Fraction(0)
    if not name.startswith("p") or not 0 < share < 1 or not name[1:].replace(".", "").isdigit():
        raise RecipeError(f"`{name}` is no percentile", "q", "write `p50`, `p95`, `p99` or `p99.9`")
    return share


RECIPE = Quantile()
