"""Two units in one sum, difference or comparison."""

import itertools
from collections.abc import Iterator

from generator.check.promql.base import Check, Hit, Subject
from generator.check.promql.measure import Measure
from generator.core.finding import Rule
from generator.core.units import Family
from generator.promql import tree as t
from generator.promql.expr import COMPARISONS


def _find(subject: Subject) -> Iterator[Hit]:
    for node in subject.binaries():
        if node.op in {"+", "-", "%", *COMPARISONS}:
            if any(isinstance(t.bare(one), t.Number) for one in node.children()):
                continue
            left, right = subject.measure(node.left), subject.measure(node.right)
            # A count is also what has no unit of its own, so it may be anything.
            if Family.COUNT in {left.family, right.family} or left.equal(right):
                continue
            left, right = _closest(left, right)
            message = f"the left side is in {left}, the right side in {right}"
            cause = (node.right.start, node.right.end, f"in {right}")
            at = node.operator
            yield Hit(at.start, at.end, message, _fix(left, right), cause=cause)


def _closest(left: Measure, right: Measure) -> tuple[Measure, Measure]:
    """Return what both sides most likely are, of all that they may be: the same kind of thing."""
    pairs = itertools.product(left.readings, right.readings)
    alike = [pair for pair in pairs if pair[0].like(pair[1])]
    return min(alike, key=lambda pair: pair[0].per != pair[1].per, default=(left, right))


def _fix(left: Measure, right: Measure) -> str:
    """Return what brings both sides to one unit, or that nothing does."""
    if left.like(right):
        factor = right.rate / left.rate
        scaled = f"multiply it by {_digits(factor)}"
        if factor < 1:
            scaled = f"divide it by {_digits(1 / factor)}"
        return f"bring the right side to the unit of the left one: {scaled}"
    if (left.family, left.currency) != (right.family, right.currency):
        return "compare what measures the same thing"
    side, other = ("left", "right") if left.per else ("right", "left")
    return (
        f"multiply the {side} side by the seconds that are meant, such as `* 3600` for an hour, "
        f"or take a rate on the {other} side, too"
    )


def _digits(factor: float) -> str:
    return f"{factor:.6g}".replace("e+0", "e").replace("e+", "e")


CHECK = Check(
    Rule(
        "PS534",
        "two units in one operation",
        "numbers of different units are added and compared as if they were of one",
        "bring both sides to one unit, such as `time() * 1000` for milliseconds",
    ),
    bad="time() - seen_timestamp_ms > 60",
    good="time() - seen_timestamp_ms / 1000 > 60",
    find=_find,
    needs=frozenset({"+", "-", "%", *COMPARISONS}),
)
