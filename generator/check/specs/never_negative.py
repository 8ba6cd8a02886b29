"""Bounds at 0 or below it on gauges that are never negative."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from generator.check.shape import Check, Fault
from generator.check.specs.whole import Whole
from generator.core.finding import Place, Related, Rule, Severity
from generator.core.units import Family
from generator.recipes.base import Series
from generator.resolve.estate import Bound, Estate, Indicator

_SPANS: Final = frozenset({"age", "duration", "elapsed", "latency", "timestamp", "uptime"})
# What may well be negative, whatever its unit and whatever it is said to count.
_SIGNED: Final = frozenset(
    {
        *("balance", "celsius", "change", "degrees", "delta", "diff", "difference", "drift"),
        *("fahrenheit", "net", "offset", "skew", "slope", "temperature"),
    }
)
_WORD: Final = re.compile(r"[a-z]+")


def _find(whole: Whole) -> Iterator[Fault]:
    estate = whole.estate
    for indicator, threshold in estate.thresholds():
        yield from _of_bounds(estate, indicator, threshold.side, threshold.bounds)
    for slo in estate.slos.values():
        indicator = estate.indicators[slo.indicator]
        if slo.side is not None:
            yield from _of_bounds(estate, indicator, slo.side, slo.bounds)


def _of_bounds(
    estate: Estate, indicator: Indicator, side: str, bounds: Iterable[Bound]
) -> Iterator[Fault]:
    reason = _reason(indicator.use.series("of")) if indicator.recipe.name == "value" else ""
    for bound in bounds if reason else ():
        outcome = "always above" if side == "above" else "never below"
        if bound.value < 0 or (bound.value == 0 and side == "below"):
            message = f"this is {outcome} `{bound.quantity}`: {reason}"
            related = None
            if bound.constant:
                constant = Place(estate.project_file, ("constants", bound.constant, "value"))
                related = Related(
                    estate.origin(constant, indicator.service), f"the value of `${bound.constant}`"
                )
            yield Fault(estate.origin(bound.place, indicator.service), message, related=related)


def _reason(series: Series) -> str:
    """Return why a gauge is never below 0; nothing where it may be."""
    words = set(_WORD.findall(series.metric))
    if series.unit.per is not None or _SIGNED & (words | set(_WORD.findall(series.noun.lower()))):
        return ""
    if series.unit.family is Family.BYTES:
        return f"`{series.metric}` is in bytes, of which there are never less than none"
    if series.unit.family is Family.COUNT and series.noun:
        return f"`{series.metric}` counts {series.noun}, of which there are never less than none"
    if series.unit.family is Family.TIME and _SPANS & words:
        return f"`{series.metric}` is a time that has passed, never less than none"
    return ""


_EXAMPLE = """\
component: queue
title: Queue
metrics:
  queue_size:
    {type: gauge, help: Waiting., noun: orders, aggregate: sum, presence: on_traffic}
indicators:
  size:
    title: Size
    value: {of: queue_size}
    by: []
    thresholds:
      warning: {above: BOUND}
"""

CHECK = Check(
    Rule(
        "PS375",
        "bound below what there can be",
        "the alert fires all the time, or never, and neither tells anybody anything",
        "write a bound above 0",
        Severity.WARNING,
    ),
    bad=_EXAMPLE.replace("BOUND", "-1"),
    good=_EXAMPLE.replace("BOUND", "100"),
    find=_find,
)
