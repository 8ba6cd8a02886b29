"""``quantile``: what so many percent of the events stay under, from a histogram."""

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import ClassVar

from generator.core.fields import Names, OperandText, SpecModel
from generator.core.units import RATIO, Unit, decimal_text
from generator.promql import build as p
from generator.promql.expr import Aggregate, Expr, Selector
from generator.recipes.base import Accepts, Builder, Limit, Recipe, RecipeError, Use, Wording
from generator.recipes.forms import bucket, events, fraction_within, native

_PERCENTILE = re.compile(r"p[0-9]{1,2}(\.[0-9]{1,6})?")


class QuantileParams(SpecModel):
    """Percentiles of a histogram."""

    of: OperandText
    """The histogram, without a suffix."""
    q: Names
    """The percentiles: `[p50, p95, p99]`, `p99.9`."""


class Quantile(Recipe):
    r"""What so many percent of the events stay at or under; no events give no sample.

    Formula: ``histogram_quantile(0.99, bucket) >= 0`` with
    ``bucket = sum by (L, le) (rate(S_bucket[w]))``. A bound on it is compared as a share,
    ``1 - sum without (le) (bucket{le=~"1000(\\.0)?"}) / (count > 0) > 0.01``: equal in meaning,
    but it needs only the bound's own bucket and cannot saturate at the last one. With
    ``min_bad_events`` so many events must lie beyond the bound in one window: at night a single
    slow request of fifty is P99. Of a native histogram the buckets are one series,
    ``sum by (L) (rate(S[w]))``, and the share under a bound is
    ``histogram_fraction(0, 1000, …) >= 0``.

    Unit: the histogram's.
    """

    name = "quantile"
    params: ClassVar[type[SpecModel]] = QuantileParams
    accepts: ClassVar[Mapping[str, Accepts]] = {"of": Accepts(types=("histogram",))}
    meaning = "What so many percent of the events stay at or under; no events give no sample."
    zoomable = True

    def unit(self, use: Use) -> Unit:
        """Return the histogram's unit."""
        return use.series("of").unit

    def check(self, use: Use) -> None:
        """Refuse what is no percentile, and percentiles that stand twice or not at all."""
        names = self.quantiles(use)
        if not names:
            raise RecipeError("no percentile is named", "q", "write `q: [p50, p95, p99]`")
        if len({fraction(name) for name in names}) < len(names):
            raise RecipeError("a percentile stands twice", "q", "remove one")

    def quantiles(self, use: Use) -> tuple[str, ...]:
        """Return the percentiles by name."""
        return tuple(use.param("q"))

    def build(self, use: Use, to: Builder) -> Mapping[str, Expr]:
        """Build the buckets once, the count beside them, and each percentile from the buckets."""
        series, window = use.series("of"), use.window_text
        if series.native:
            rates = native(series, use.level, to)
            buckets = to.step("bucket", f"rate{window}", rates, part="_histogram")
            count: Expr = p.call("histogram_count", buckets)
        else:
            rates = events(series, "_bucket", (*use.level, "le"), to)
            buckets = to.step("bucket", f"rate{window}", rates, part="_bucket")
            count = events(series, "_count", use.level, to)
        to.step("count", f"rate{window}", count, part="_count")
        return {
            name: to.step(
                name,
                f"{name.replace('.', '_')}_rate{window}",
                p.op(p.call("histogram_quantile", fraction(name), buckets), ">=", 0),
            )
            for name in self.quantiles(use)
        }

    def counts_events(self, use: Use) -> bool:
        """Every histogram counts events, whatever it measures of them."""
        del use
        return True

    def condition(self, use: Use, steps: Mapping[str, Selector], limit: Limit) -> Expr:
        """Compare the share of events above the bound's own bucket.

        With ``min_bad_events``, only where so many were beyond the bound in the window; the
        comparison is with one below, as it is for ratios.
        """
        name, matchers = limit.variant.quantile, limit.variant.matchers
        events_by_size, count = steps["bucket"].where(*matchers), steps["count"].where(*matchers)
        if use.series("of").native:
            share = fraction_within(events_by_size, limit.value)
            under: Expr = p.multiply(share, count)
        else:
            under = Aggregate("sum", ("le",), bucket(events_by_size, limit.value), without=True)
            share = p.divide(under, p.positive(count))
        if limit.side == "below":
            crossed = p.op(share, ">", fraction(name))
        else:
            crossed = p.op(p.subtract(1, share), ">", 1 - fraction(name))
        if not limit.min_bad_events:
            return crossed
        bad = under if limit.side == "below" else p.subtract(count, under)
        return p.op(
            crossed, "and", p.op(p.multiply(bad, use.window), ">", limit.min_bad_events - 1)
        )

    def sentence(self, use: Use, limit: Limit, wording: Wording) -> str:
        """Speak of the share of events beyond the bound, which is what the alert compares."""
        del use
        if limit.side == "below":
            return f"{wording.subject}: {wording.value(RATIO)} stayed within {wording.bound}"
        allowed = decimal_text((1 - fraction(limit.variant.quantile)) * 100)
        return (
            f"{wording.subject}: {wording.value(RATIO)} took more than {wording.bound} "
            f"({wording.rule(limit.side)} for {limit.variant.quantile}, that is for {allowed}%)"
        )


def fraction(name: str) -> Fraction:
    """Return the share a percentile's name stands for: ``p99.9`` is 0.999.

    Raises:
        RecipeError: the name is no percentile.
    """
    if not _PERCENTILE.fullmatch(name) or not Fraction(name[1:]):
        raise RecipeError(f"`{name}` is no percentile", "q", "write `p50`, `p95`, `p99` or `p99.9`")
    return Fraction(name[1:]) / 100


RECIPE = Quantile()
