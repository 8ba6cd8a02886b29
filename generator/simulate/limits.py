"""Which values keep an indicator's bounds, and which cross one of them."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Literal

from generator.core.units import RATIO
from generator.resolve.estate import Bound, Estate, Indicator, Slo


@dataclasses.dataclass(frozen=True, slots=True)
class Limit:
    """A bound with the side that is bad; ``of`` is the id that crossing it is asked for by.

    ``beyond`` is a value that crosses it far enough, where that is not just any.
    """

    side: Literal["above", "below"]
    value: Fraction
    quantile: str = ""
    of: str = ""
    beyond: Fraction | None = None


def limits(estate: Estate, indicator: Indicator, labels: Mapping[str, str]) -> tuple[Limit, ...]:
    """Return the bounds that thresholds and SLOs put on the series with some labels."""
    return tuple(_limits(estate, indicator, labels))


def _limits(estate: Estate, indicator: Indicator, labels: Mapping[str, str]) -> Iterator[Limit]:
    for threshold in indicator.thresholds:
        for bound in _fitting(threshold.bounds, labels):
            yield Limit(threshold.side, bound.value, bound.variant.quantile, threshold.id)
    for slo in slos_of(estate, indicator):
        bad: Literal["above", "below"] = "below" if slo.side == "above" else "above"
        if slo.kind == "events":
            yield _of_events(slo, indicator)
        for bound in _fitting(slo.bounds, labels):
            yield Limit(bad, bound.value, "", slo.id)


def _of_events(slo: Slo, indicator: Indicator) -> Limit:
    """Return the bound that an SLO puts on a share; all of its tiers burn beyond it."""
    factor = max((tier.factor for tier in slo.tiers), default=Fraction(1))
    bad = min(slo.budget * factor * Fraction(5, 4), Fraction(1))
    if indicator.better == "higher":
        return Limit("below", slo.objective, of=slo.id, beyond=1 - bad)
    return Limit("above", slo.budget, of=slo.id, beyond=bad)


def slos_of(estate: Estate, indicator: Indicator) -> tuple[Slo, ...]:
    """Return the SLOs that promise something of an indicator."""
    return tuple(one for one in estate.slos.values() if one.indicator == indicator.id)


def _fitting(bounds: Iterable[Bound], labels: Mapping[str, str]) -> Iterator[Bound]:
    for bound in bounds:
        label = bound.variant.label
        if label is None or labels.get(label.label) == label.value:
            yield bound


def healthy(some: Iterable[Limit], indicator: Indicator) -> Fraction | None:
    """Return a value well within all bounds; None where there are none."""
    above = [one.value for one in some if one.side == "above"]
    below = [one.value for one in some if one.side == "below"]
    if above and below:
        return (min(above) + max(below)) / 2
    if above:
        return min(above) / 3
    if below:
        top = max(below)
        return 1 - (1 - top) / 5 if _is_share(indicator, top) else top * 2
    return None


def crossing(some: Iterable[Limit], indicator: Indicator, wanted: str) -> Fraction | None:
    """Return a value beyond the bounds of one id and within graver ones, or beyond all of them.

    ``wanted`` is a threshold, an SLO, or the indicator itself for all of its bounds.
    """
    every = tuple(some)
    asked = [one for one in every if wanted in {indicator.id, one.of}]
    if len(asked) == 1 and asked[0].beyond is not None and wanted != indicator.id:
        return asked[0].beyond
    above = [one.value for one in asked if one.side == "above"]
    if above:
        bound = max(above)
        graver = [one.value for one in every if one.side == "above" and one.value > bound]
        return (bound + min(graver)) / 2 if graver else _far_above(bound, indicator)
    if asked:
        bound = min(one.value for one in asked)
        graver = [one.value for one in every if one.side == "below" and one.value < bound]
        return (bound + max(graver)) / 2 if graver else bound / 2
    return None


def _far_above(bound: Fraction, indicator: Indicator) -> Fraction:
    double = bound * 2 or Fraction(1)
    return min(double, (1 + bound) / 2) if _is_share(indicator, bound) else double


def _is_share(indicator: Indicator, bound: Fraction) -> bool:
    """Tell whether the values lie between 0 and 1, as they do for a part of a whole."""
    return indicator.unit == RATIO and bound < 1
