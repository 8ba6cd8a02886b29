"""What SLOs measure, whichever program says it."""

import dataclasses
from fractions import Fraction
from typing import Literal, TypeAlias

from generator.promql.expr import Matcher

Aggregate: TypeAlias = Literal["sum", "max", "min", "avg"]
AGGREGATES: tuple[Aggregate, ...] = ("sum", "max", "min", "avg")


class UntoldError(ValueError):
    """An expression that no recipe says.

    Attributes:
        fix: What to do instead.
    """

    def __init__(self, message: str, fix: str = "") -> None:
        super().__init__(message)
        self.fix = fix or "write an indicator for it by hand, or another query"


@dataclasses.dataclass(frozen=True, slots=True)
class Selection:
    """Series of a metric that conditions take in."""

    metric: str
    matchers: tuple[Matcher, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Share:
    """Events of counters: those that are ``good`` or bad, and what they are a part of."""

    part: Selection
    of: tuple[Selection, ...]
    good: bool
    by: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Within:
    """Events of a histogram up to the bound of a bucket, in the unit of the metric."""

    histogram: Selection
    bound: Fraction
    by: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Level:
    """A gauge whose series are combined."""

    of: Selection
    aggregate: Aggregate
    by: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Expression:
    """PromQL as it stands, with the metrics that it names."""

    query: str
    metrics: tuple[str, ...]
    by: tuple[str, ...] = ()


Measure: TypeAlias = Share | Within | Level | Expression


def selections_of(measure: Measure) -> tuple[Selection, ...]:
    """Return everything that is selected of metrics that are declared."""
    match measure:
        case Share():
            return (measure.part, *measure.of)
        case Within():
            return (measure.histogram,)
        case Level():
            return (measure.of,)
        case Expression():
            return ()
