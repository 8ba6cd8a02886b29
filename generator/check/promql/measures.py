"""What the parts of an expression measure: units followed through functions and operations.

Only what is sure is followed. A factor is taken for a change of unit only if it is one of those
that units differ by (60, 100, 1000, 1024, …); any other is a weight: ``x > 2 * y``. What can be
read in several ways keeps all of them: a rate times 3600 is per hour, or what an hour brings.
"""

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Protocol, TypeAlias

from generator.check.promql.measure import (
    UNKNOWN,
    Measure,
    each_second,
    either_of,
    near,
    of_unit,
)
from generator.check.promql.parts import is_part_of_whole, plain_factor
from generator.core.units import COUNT, RATIO, SECONDS, Family
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
_LEAST_TIME: Final = 10.0
"""From so many on a factor of a rate may be seconds: ``rate(x[5m]) * 300``."""
_PERCENT: Final = 100.0
_CAPACITY: Final = re.compile(r"(^|_)(max|limit|limits|capacity|quota)(_[a-z]+)?$")
_Found: TypeAlias = Mapping[int, Measure]


class Units(Protocol):
    """What tells the unit of a series by its name."""

    def measure(self, name: str) -> Measure:
        """Return what it measures."""


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
        plain = (one for one in inner.readings if not one.per)
        return either_of([rate for one in plain for rate in each_second(one)])
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
    """Return a share where a part is divided by its whole; two sizes are none by themselves."""
    if left.family in {None, Family.RATIO} or right.family is None or not left.equal(right):
        return UNKNOWN
    if left.family is Family.COUNT and not _is_capacity(t.bare(node.right)):
        return UNKNOWN
    factor = plain_factor(node)
    if factor not in {1.0, _PERCENT} or not is_part_of_whole(node):
        return UNKNOWN
    return Measure(Family.RATIO, 1 / factor)


def _is_capacity(node: t.Node) -> bool:
    """Tell whether a series says by its name how much there is room for."""
    while isinstance(node, t.Aggregate):
        node = t.bare(node.operand)
    return isinstance(node, t.Selector) and _CAPACITY.search(node.metric) is not None


def _times(measure: Measure, factor: float) -> Measure:
    if measure.family is None or not factor > 0:
        return UNKNOWN
    return either_of([new for one in measure.readings for new in _multiplied(one, factor)])


def _multiplied(one: Measure, factor: float) -> Iterator[Measure]:
    """Yield what something is times a number: a change of unit, and where it may be a time, both.

    What a rate brings in some seconds is plain, and what is spread over some is a rate.
    """
    if one.per and any(near(factor, time) or near(1 / factor, time) for time in _TIMES):
        yield dataclasses.replace(one, per=one.per * factor)
    elif _changes_unit(one, factor):
        yield dataclasses.replace(one, size=one.size / factor)
        if not any(near(1 / factor, time) for time in _TIMES):
            return
    else:
        yield one
    if one.per and factor >= _LEAST_TIME:
        yield dataclasses.replace(one, per=0.0)
    elif not one.per and 1 / factor >= _LEAST_TIME and one.family is not Family.RATIO:
        yield from each_second(one)


def _changes_unit(one: Measure, factor: float) -> bool:
    changes = _FACTORS[one.family] if one.family is not None else ()
    return any(near(factor, known) or near(1 / factor, known) for known in changes)


def _inverse(value: float) -> float:
    return 1 / value if value else 0.0
