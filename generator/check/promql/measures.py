"""What the parts of an expression measure: units followed through functions and operations.

Only what is sure is followed. A factor is taken for a change of unit only if it is one of those
that units differ by (60, 100, 1000, 1024, …); any other is a weight: ``x > 2 * y``.
"""

import dataclasses
import re
from collections.abc import Mapping, Sequence
from typing import Final, Protocol, TypeAlias

from generator.core.units import (
    COUNT,
    RATIO,
    SECONDS,
    Family,
    Unit,
    describe,
)
from generator.promql import tree as t
from generator.promql.expr import COMPARISONS

_PER_SECOND: Final = frozenset({"rate", "irate", "deriv"})
_SAME: Final = frozenset(
    {
        *("increase", "delta", "idelta", "abs", "ceil", "floor", "round", "clamp", "clamp_min"),
        *("clamp_max", "sort", "sort_desc", "label_replace", "label_join", "scalar", "vector"),
        *("avg_over_time", "max_over_time", "min_over_time", "sum_over_time", "last_over_time"),
        *("quantile_over_time", "stddev_over_time", "predict_linear", "first_over_time"),
        *("sort_by_label", "sort_by_label_desc"),
    }
)
_OWN: Final = {
    **dict.fromkeys(("time", "timestamp"), SECONDS),
    **dict.fromkeys(("count_over_time", "changes", "resets"), COUNT),
}
_KEEPING: Final = frozenset(
    {"sum", "avg", "max", "min", "topk", "bottomk", "quantile", "stddev", "limitk", "limit_ratio"}
)
_TIMES: Final = (60.0, 3600.0, 86400.0, 604800.0)
_FACTORS: Final[Mapping[Family, tuple[float, ...]]] = {
    Family.RATIO: (100.0,),
    Family.TIME: (1e3, 1e6, 1e9, *_TIMES),
    Family.BYTES: (8.0, *(base**power for base in (1000.0, 1024.0) for power in (1, 2, 3, 4))),
    Family.COUNT: (),
    Family.MONEY: (100.0,),
}
_NEAR: Final = 1e-6
_CAPACITY: Final = re.compile(r"(^|_)(max|limit|limits|capacity|quota)(_[a-z]+)?$")
_NAMES: Final = {
    Family.TIME: {1e-9: "ns", 1e-6: "µs", 1e-3: "ms", 1.0: "s", 60.0: "min", 3600.0: "h"},
    Family.BYTES: {1.0: "bytes", 1e3: "kB", 1e6: "MB", 1e9: "GB", 1024.0: "KiB", 0.125: "bits"},
    Family.RATIO: {1.0: "a share from 0 to 1", 0.01: "percent"},
}


@dataclasses.dataclass(frozen=True, slots=True)
class Measure:
    """What a value measures: ``size`` base units each, per ``per`` seconds if it is a rate.

    ``family`` None says that nothing is known.
    """

    family: Family | None = None
    size: float = 1.0
    per: float = 0.0
    currency: str = ""

    def like(self, other: "Measure") -> bool:
        """Tell whether both measure the same thing, in whichever unit; unknown ones may."""
        if self.family is None or other.family is None:
            return True
        same = (self.family, self.currency) == (other.family, other.currency)
        return same and bool(self.per) == bool(other.per)

    def equal(self, other: "Measure") -> bool:
        """Tell whether both can be compared number by number; unknown ones may."""
        if self.family is None or other.family is None:
            return True
        return self.like(other) and _near(self.rate, other.rate)

    @property
    def rate(self) -> float:
        """Base units per second, or plain base units."""
        return self.size / self.per if self.per else self.size

    def __str__(self) -> str:
        """Return what it is, for people."""
        if self.family is None:
            return "something"
        names = _NAMES.get(self.family, {})
        close = (name for size, name in names.items() if _near(size, self.size))
        text = next(close, describe(Unit(self.family, currency=self.currency)))
        per = {0.0: "", 1.0: " per second", 60.0: " per minute", 3600.0: " per hour"}
        return text + per.get(self.per, " per time")


UNKNOWN: Final = Measure()
_Found: TypeAlias = Mapping[int, Measure]


class Units(Protocol):
    """What tells the unit of a series by its name."""

    def measure(self, name: str) -> Measure:
        """Return what it measures."""


def of_unit(unit: Unit | None) -> Measure:
    """Return what a unit measures."""
    if unit is None:
        return UNKNOWN
    per = float(unit.per) if unit.per else 0.0
    return Measure(unit.family, float(unit.scale), per, unit.currency)


def measured(nodes: Sequence[t.Node], units: Units) -> dict[int, Measure]:
    """Return what each part measures; ``nodes`` are all of an expression, outer ones first."""
    found: dict[int, Measure] = {}
    for node in reversed(nodes):
        found[id(node)] = _measure(node, found, units)
    return found


def _measure(node: t.Node, found: _Found, units: Units) -> Measure:
    measure = UNKNOWN
    match node:
        case t.Selector() if node.metric:
            measure = units.measure(node.metric)
        case t.Call():
            measure = _call(node, found, units)
        case t.Aggregate():
            measure = _aggregate(node, found)
        case t.Binary():
            measure = _binary(node, found)
        case t.Paren() | t.Subquery() | t.Unary():
            measure = found[id(node.operand)]
        case _:
            pass
    return measure


def _call(node: t.Call, found: _Found, units: Units) -> Measure:
    if node.function in _OWN:
        return of_unit(_OWN[node.function])
    if node.function == "histogram_quantile":
        return _of_buckets(node.args[-1], units)
    vectors = [one for one in node.args if not isinstance(one, t.Text)]
    if not vectors:
        return UNKNOWN
    inner = found[id(vectors[-1 if node.function == "quantile_over_time" else 0])]
    if node.function in _PER_SECOND and inner.family is not None and not inner.per:
        return dataclasses.replace(inner, per=1.0)
    return inner if node.function in _SAME else UNKNOWN


def _of_buckets(node: t.Node, units: Units) -> Measure:
    """Return what the histogram measures whose buckets a part reads."""
    for one in node.walk():
        if isinstance(one, t.Selector) and one.metric.endswith("_bucket"):
            return units.measure(one.metric.removesuffix("_bucket"))
    return UNKNOWN


def _aggregate(node: t.Aggregate, found: _Found) -> Measure:
    if node.op in {"count", "count_values"}:
        return of_unit(COUNT)
    return found[id(node.operand)] if node.op in _KEEPING else UNKNOWN


def _binary(node: t.Binary, found: _Found) -> Measure:
    left, right = found[id(node.left)], found[id(node.right)]
    if node.op in COMPARISONS:
        return UNKNOWN if node.returns_bool else found[id(t.compared(node))]
    if node.op in {"and", "unless"}:
        return left
    if node.op in {"+", "-", "or"}:
        return _either(node, left, right)
    if node.op in {"*", "/"}:
        return _scaled(node, left, right)
    return UNKNOWN


def _either(node: t.Binary, left: Measure, right: Measure) -> Measure:
    numbers = [isinstance(t.bare(one), t.Number) for one in (node.left, node.right)]
    if any(numbers):
        return right if numbers[0] else left
    if left.family is None or right.family is None:
        return UNKNOWN
    return left if left.equal(right) else UNKNOWN


def _scaled(node: t.Binary, left: Measure, right: Measure) -> Measure:
    first, second = t.bare(node.left), t.bare(node.right)
    if isinstance(second, t.Number):
        return _times(left, second.value if node.op == "*" else _inverse(second.value))
    if isinstance(first, t.Number) and node.op == "*":
        return _times(right, first.value)
    if node.op == "/":
        return _quotient(node, left, right)
    for one, other in ((left, right), (right, left)):
        if one == of_unit(RATIO):
            return other
    return UNKNOWN


def _quotient(node: t.Binary, left: Measure, right: Measure) -> Measure:
    """Return a share where equals are divided; two counts may be anything but a use of places."""
    if left.family in {None, Family.RATIO} or right.family is None or not left.equal(right):
        return UNKNOWN
    if left.family is Family.COUNT and not _is_capacity(t.bare(node.right)):
        return UNKNOWN
    return of_unit(RATIO)


def _is_capacity(node: t.Node) -> bool:
    """Tell whether a series says by its name how much there is room for."""
    while isinstance(node, t.Aggregate):
        node = t.bare(node.operand)
    return isinstance(node, t.Selector) and _CAPACITY.search(node.metric) is not None


def _times(measure: Measure, factor: float) -> Measure:
    if measure.family is None or not factor > 0:
        return UNKNOWN
    if measure.per and any(_near(factor, one) for one in _TIMES):
        return dataclasses.replace(measure, per=measure.per * factor)
    changes = _FACTORS[measure.family]
    if any(_near(factor, one) or _near(1 / factor, one) for one in changes):
        return dataclasses.replace(measure, size=measure.size / factor)
    return measure


def _inverse(value: float) -> float:
    return 1 / value if value else 0.0


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= _NEAR * max(abs(one), abs(other))


__all__ = ["UNKNOWN", "Measure", "Units", "measured", "of_unit"]
