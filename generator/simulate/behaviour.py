"""How a series behaves from one moment to the next."""

import dataclasses
from fractions import Fraction
from typing import TypeAlias

from generator.core.units import Family
from generator.recipes.base import Series


@dataclasses.dataclass(frozen=True, slots=True)
class Counting:
    """A counter: so much more each second."""

    rate: Fraction


@dataclasses.dataclass(frozen=True, slots=True)
class Level:
    """A gauge: a value, and how much it rises each second from when the scenario began."""

    value: Fraction
    slope: Fraction = Fraction(0)


@dataclasses.dataclass(frozen=True, slots=True)
class Moment:
    """A gauge that holds a time: so many seconds ago; ``stands`` since the scenario began."""

    behind: Fraction = Fraction(0)
    stands: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Spread:
    """A histogram: events per second, and shares of them with the value that they have."""

    rate: Fraction
    values: tuple[tuple[Fraction, Fraction], ...]
    """Pairs of share and value; the shares add up to 1."""


Behaviour: TypeAlias = Counting | Level | Moment | Spread

_COUNTS = {
    Family.COUNT: Fraction(50),
    Family.RATIO: Fraction(1, 100),
    Family.TIME: Fraction(1, 100),
    Family.BYTES: Fraction(100_000),
    Family.MONEY: Fraction(1, 100_000),
}
_LEVELS = {
    Family.COUNT: Fraction(10),
    Family.RATIO: Fraction(1, 2),
    Family.TIME: Fraction(1),
    Family.BYTES: Fraction(100_000_000),
    Family.MONEY: Fraction(1),
}


def ordinary(series: Series) -> Behaviour:
    """Return how a series behaves of which nothing is said but its type and unit."""
    family, scale = series.unit.family, series.unit.scale
    if series.type == "counter":
        return Counting(_COUNTS[family] / scale)
    if series.type == "gauge":
        return Level(_LEVELS[family] / scale)
    low = series.buckets[: max(1, len(series.buckets) // 2)] or (Fraction(1) / scale,)
    return spread(Fraction(50), low)


def spread(
    rate: Fraction,
    usual: tuple[Fraction, ...],
    slow: Fraction = Fraction(0),
    beyond: Fraction = Fraction(0),
) -> Spread:
    """Return a histogram of events in the ``usual`` buckets, a share of them ``beyond``."""
    each = (1 - slow) / len(usual)
    edges = (usual[0] / 2, *usual)
    values = [(each, (low + high) / 2) for low, high in zip(edges, usual, strict=False)]
    return Spread(rate, (*values, (slow, beyond)) if slow else tuple(values))
