"""A bound that was written in another unit than the expression has.

Told only where the number says so: a percentage compared with less than one (powers of ten are
left alone, as promises of several nines are written so), a bound that is a bucket once it is
multiplied by 1000, bytes per second compared with what an hour brings.
"""

import math
import re
from collections.abc import Iterator

from generator.check.promql.base import Check, Hit, Subject
from generator.check.promql.measure import Measure
from generator.check.promql.ranges import buckets_of, range_of
from generator.core.finding import Rule, Severity
from generator.core.units import Family
from generator.promql import tree as t
from generator.promql.expr import COMPARISONS
from generator.promql.read import seconds

_THOUSAND = 1000
_PERCENT = 100
_MANY = 10
"""So many times more than there is room for is no bound that anybody means."""
_FAST = 1e8
"""Bytes per second that no store of state grows by: 360 GB in an hour."""
_LONG = 1800
_ROOM = re.compile(r"(?i)free|avail|remaining|left")
_TURNED = {">": "<", "<": ">", ">=": "<=", "<=": ">="}


def _find(subject: Subject) -> Iterator[Hit]:
    for node in subject.binaries():
        if node.op in COMPARISONS:
            turned = _TURNED.get(node.op, node.op)
            for side, other, op in (
                (node.left, node.right, node.op),
                (node.right, node.left, turned),
            ):
                bound = t.bare(other)
                if isinstance(bound, t.Number) and bound.value > 0:
                    said = _said(subject, side, op, bound.value)
                    if said is not None:
                        message, fix = said
                        cause = (side.start, side.end, "this")
                        yield Hit(bound.start, bound.end, message, fix, cause=cause)


def _said(subject: Subject, side: t.Node, op: str, bound: float) -> tuple[str, str] | None:
    measure = subject.measure(side)
    values = range_of(side, subject.catalogue)
    percent = bool(values.share) and values.high == _PERCENT
    return (
        _of_share(measure, bound, percent=percent)
        or _of_buckets(subject, side, bound)
        or _of_growth(side, measure, bound)
        or _of_few(side, measure, op, bound)
    )


def _of_share(measure: Measure, bound: float, *, percent: bool) -> tuple[str, str] | None:
    shares = 0.0 if measure.family is not Family.RATIO else round(1 / measure.size)
    if (percent or shares == _PERCENT) and bound < 1 and not math.log10(bound).is_integer():
        return f"this is a percentage, and {bound:g} is {bound:g} %", f"write {bound * 100:g}"
    if not percent and shares == 1 and _MANY <= bound <= _PERCENT:
        return f"this is a share, and {bound:g} is {bound * 100:g} %", f"write {bound / 100:g}"
    return None


def scaled_bucket(subject: Subject, side: t.Node, bound: float) -> float | None:
    """Return the bucket that a bound below all of them is once it is multiplied by 1000."""
    side = t.bare(side)
    if not isinstance(side, t.Call) or side.function != "histogram_quantile":
        return None
    buckets = buckets_of(side, subject.catalogue)
    if not buckets or bound >= min(buckets):
        return None
    return next((one for one in buckets if math.isclose(one, bound * _THOUSAND)), None)


def _of_buckets(subject: Subject, side: t.Node, bound: float) -> tuple[str, str] | None:
    bucket = scaled_bucket(subject, side, bound)
    if bucket is None:
        return None
    unit = subject.measure(side)
    return f"this is in {unit}, and no bucket is as small as {bound:g}", f"write {bucket:g}"


def _of_growth(side: t.Node, measure: Measure, bound: float) -> tuple[str, str] | None:
    call = t.bare(side)
    while isinstance(call, t.Aggregate):
        call = t.bare(call.operand)
    if not isinstance(call, t.Call) or call.function not in {"rate", "irate", "deriv"}:
        return None
    inner = t.bare(call.args[0])
    window = inner.window if isinstance(inner, t.Selector | t.Subquery) else None
    long = window is not None and seconds(window.text.partition(":")[0]) >= _LONG
    if measure.family is Family.BYTES and measure.per == 1 and long and bound >= _FAST:
        hourly = bound * 3600 / 1e9
        message = f"this is per second: {bound:g} bytes each second are {hourly:g} GB in an hour"
        return message, f"for {bound / 1e9:g} GB in an hour multiply the expression by 3600"
    return None


def _of_few(side: t.Node, measure: Measure, op: str, bound: float) -> tuple[str, str] | None:
    """Doubt a few bytes, unless the question is whether there are any, or exactly so many.

    Below a few bytes files and backups are that hold nothing; of room that is one unit forgotten.
    """
    if bound <= 1 or op in {"==", "!="} or (op in {"<", "<="} and not _is_room(side)):
        return None
    plain = measure.family is Family.BYTES and measure.rate == 1 and not measure.per
    if plain and bound < _THOUSAND:
        return f"this is in bytes, and {bound:g} is hardly anything", f"write {bound:g}e9 for GB"
    return None


def _is_room(side: t.Node) -> bool:
    names = (one.metric for one in side.walk() if isinstance(one, t.Selector))
    return any(_ROOM.search(name) for name in names)


CHECK = Check(
    Rule(
        "PS533",
        "bound in another unit",
        "PromQL knows no units: a bound in seconds is compared with milliseconds without a word, "
        "and the alert fires always or never",
        "write the bound in the unit that the expression has",
        Severity.WARNING,
    ),
    bad='sum(rate(http_requests_total{status="500"}[5m]))'
    " / sum(rate(http_requests_total[5m])) * 100 > 0.05",
    good='sum(rate(http_requests_total{status="500"}[5m]))'
    " / sum(rate(http_requests_total[5m])) * 100 > 5",
    find=_find,
    needs=frozenset({*COMPARISONS}),
)
