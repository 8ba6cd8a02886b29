"""Buckets of a metric in seconds that were listed in milliseconds."""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from generator.check.shape import Check, Fault
from generator.check.specs.whole import Whole
from generator.core.finding import Rule, Severity
from generator.core.units import SECONDS, decimal_text, duration_text
from generator.recipes.base import Series

_MANY: Final = 4
_LONG: Final = 1000
_THOUSAND: Final = 1000
# What ends within seconds; jobs, builds and backups may take hours.
_QUICK: Final = frozenset(
    {
        *("request", "requests", "response", "responses", "http", "grpc", "rpc", "call", "calls"),
        *("query", "queries", "latency"),
    }
)
_ROUND: Final = frozenset(map(Fraction, ("1", "2", "2.5", "3", "4", "5", "7.5")))
"""What buckets in milliseconds begin with; those of long times are multiples of a minute."""


def _find(whole: Whole) -> Iterator[Fault]:
    for metric in whole.estate.metrics.values():
        if metric.component and _looks_like_ms(metric.series):
            longest = duration_text(max(metric.series.buckets))
            right = ", ".join(decimal_text(one / _THOUSAND) or "" for one in metric.series.buckets)
            yield Fault(
                metric.place.child("buckets"),
                f"`{metric.name}` is in seconds, so that its buckets end at {longest}",
                f"if they are milliseconds, write `[{right}]`",
            )


def _looks_like_ms(series: Series) -> bool:
    ends = series.buckets
    return (
        series.unit == SECONDS
        and len(ends) >= _MANY
        and min(ends) >= 1
        and max(ends) >= _LONG
        and bool(_QUICK & set(re.findall(r"[a-z]+", series.metric)))
        and all(_mantissa(one) in _ROUND for one in ends)
    )


def _mantissa(value: Fraction) -> Fraction:
    """Return a number of 1 or more without its power of ten."""
    while value >= 10:  # noqa: PLR2004 (the base of our numbers)
        value /= 10
    return value


_EXAMPLE = """\
component: http
title: HTTP
metrics:
  http_request_duration_seconds: {type: histogram, help: Time to answer., buckets: BUCKETS}
indicators:
  latency:
    title: Latency
    quantile: {of: http_request_duration_seconds, q: p99}
    record: true
    by: []
"""

CHECK = Check(
    Rule(
        "PS376",
        "buckets that look like milliseconds",
        "buckets are in the unit of their metric: read as seconds, milliseconds hold everything in "
        "the first of them",
        "write the buckets in seconds",
        Severity.ADVICE,
    ),
    bad=_EXAMPLE.replace("BUCKETS", "[50, 100, 250, 500, 1000, 2500]"),
    good=_EXAMPLE.replace("BUCKETS", "[0.05, 0.1, 0.25, 0.5, 1, 2.5]"),
    find=_find,
)
