"""Bounds that lie inside a bucket of a native histogram, whatever its resolution."""

import math
from collections.abc import Iterator
from fractions import Fraction

from generator.check.shape import Check, Fault
from generator.check.specs.whole import Whole
from generator.core.finding import Place, Rule, Severity
from generator.core.units import Quantity, Unit, decimal_text
from generator.recipes.base import Series
from generator.resolve.estate import Bound, Estate, Indicator


def _find(whole: Whole) -> Iterator[Fault]:
    estate = whole.estate
    for indicator in estate.indicators.values():
        for series in indicator.use.operands.get("of", ()):
            if isinstance(series, Series) and series.native:
                yield from _faults(estate, indicator, series)


def _faults(estate: Estate, indicator: Indicator, series: Series) -> Iterator[Fault]:
    for quantity, place in _held(estate, indicator):
        value = quantity.to(series.unit)
        if value > 0 and not _is_power(value):
            near = " or ".join(_written(one, series.unit) for one in _around(value))
            yield Fault(
                estate.origin(place, indicator.service),
                f"`{quantity}` lies inside a bucket of `{series.metric}`, so how many events are "
                "within it is an estimate",
                f"take {near}, where a bucket of every resolution ends, or accept the estimate "
                "with `allow:`",
            )


def _held(estate: Estate, indicator: Indicator) -> Iterator[tuple[Quantity, Place]]:
    """Yield the bounds that tell the events of a histogram apart, and where they stand."""
    if indicator.recipe.name == "share_below":
        yield indicator.use.param("bound"), indicator.place.child("share_below", "bound")
    if indicator.recipe.name != "quantile":
        return
    bounds: list[Bound] = [bound for one in indicator.thresholds for bound in one.bounds]
    bounds += [
        bound
        for slo in estate.slos.values()
        if slo.indicator == indicator.id
        for bound in slo.bounds
    ]
    yield from ((one.quantity, one.place) for one in bounds)


def _is_power(value: Fraction) -> bool:
    """Tell whether a number is a power of 2; buckets end there, whatever their resolution.

    At 2^(2^-schema) and its powers, most of which no decimal is equal to, end finer ones.
    """
    return all(one & (one - 1) == 0 for one in value.as_integer_ratio())


def _around(value: Fraction) -> tuple[Fraction, Fraction]:
    """Return the powers of 2 next to a number that is none."""
    exponent = math.floor(math.log2(value))
    while Fraction(2) ** exponent > value:  # floats round
        exponent -= 1
    while Fraction(2) ** (exponent + 1) < value:
        exponent += 1
    return Fraction(2) ** exponent, Fraction(2) ** (exponent + 1)


def _written(value: Fraction, unit: Unit) -> str:
    return f"`{decimal_text(value)}{unit}`"


_EXAMPLE = """\
project: shop
title: Shop
owner: team
selector: {job: shop}
scrape: {interval: 15s}
evaluation: 30s
retention: 40d
outputs: [rules]
target: {prometheus: "3.8"}
---
component: http
title: HTTP
metrics:
  latency_ms: {type: histogram, native: true, help: Latency.}
indicators:
  latency:
    title: Latency
    quantile: {of: latency_ms, q: [p99]}
    by: []
    thresholds:
      warning: {above: {p99: BOUND}}
"""

CHECK = Check(
    Rule(
        "PS363",
        "bound inside a bucket of a native histogram",
        "where in a bucket its events lie is not known, so the share within the bound may be off "
        "by all events of one bucket, and buckets are the wider the coarser the histogram is",
        "take a power of 2 of the metric's unit, where a bucket of every resolution ends",
        Severity.ADVICE,
    ),
    bad=_EXAMPLE.replace("BOUND", "500ms"),
    good=_EXAMPLE.replace("BOUND", "512ms"),
    find=_find,
)
