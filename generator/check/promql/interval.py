"""From where to where values can lie, and what becomes of that when one calculates with them.

Ends are rounded as Prometheus rounds: a sum, a product or a quotient of ends is what it makes of
the values that lie there, so that nothing it makes of values between them lies beyond.
"""

import math
from collections.abc import Callable
from typing import Final, NamedTuple, TypeAlias

_ROUNDING: Final = 1e-9
"""What is added up in another order may come out so much beyond, as a part of itself."""
_Work: TypeAlias = Callable[[float, float], float]


class Range(NamedTuple):
    """The least and the greatest value; infinite where nothing is known.

    ``above`` and ``below`` are set where the end itself is never reached: `x > 5`. What is no
    number (NaN) lies in every range, since no comparison but `!=` lets it through.
    """

    low: float = -math.inf
    high: float = math.inf
    share: str = ""
    """What makes it a share of something, if it is one."""
    above: bool = False
    below: bool = False
    partial: bool = False
    """Whether there may be no result, or no number, where there are data: a filter, a root."""

    def negated(self) -> "Range":
        """Return the range with the other sign."""
        return Range(-self.high, -self.low, self.share, self.below, self.above, self.partial)

    def plus(self, other: "Range") -> "Range":
        """Return what sums can be."""
        low, high = self.low + other.low, self.high + other.high
        partial = self.partial or other.partial
        return Range(_or(low, -math.inf), _or(high, math.inf), partial=partial)

    def times(self, other: "Range") -> "Range":
        """Return what products can be."""
        return self._corners(other, _product)

    def over(self, other: "Range") -> "Range":
        """Return what quotients can be, 0 as a divisor left to whoever asks."""
        return self._corners(other, _quotient)

    def _corners(self, other: "Range", work: "_Work") -> "Range":
        ends = [work(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        partial = self.partial or other.partial
        return Range(min(ends), max(ends), self.share if other.fixed else "", partial=partial)

    def narrowed(self, op: str, other: "Range") -> "Range":
        """Return what a comparison with something lets through."""
        low, high, above, below = self.low, self.high, self.above, self.below
        if op in {">", ">=", "=="} and other.low >= low:
            above = op == ">" or other.above or (above and other.low == low)
            low = other.low
        if op in {"<", "<=", "=="} and other.high <= high:
            below = op == "<" or other.below or (below and other.high == high)
            high = other.high
        found = Range(low, high, self.share, above, below, partial=True)
        # Of what is never there, everything could be said.
        return Range(partial=True) if found.empty else found

    def joined(self, other: "Range") -> "Range":
        """Return what either of two can be."""
        low, high = min(self.low, other.low), max(self.high, other.high)
        return Range(
            low,
            high,
            self.share if self.share and other.share else "",
            all(one.above for one in (self, other) if one.low == low),
            all(one.below for one in (self, other) if one.high == high),
            self.partial or other.partial,
        )

    def rounded(self, exact: float) -> "Range":
        """Return what is calculated from values in it, ends that are ``exact`` wholes kept."""
        low = self.low if _is_whole(self.low, exact) else self.low - abs(self.low) * _ROUNDING
        high = self.high if _is_whole(self.high, exact) else self.high + abs(self.high) * _ROUNDING
        return Range(low, high, self.share, partial=self.partial)

    @property
    def fixed(self) -> bool:
        """Whether there is one value alone."""
        return self.low == self.high

    @property
    def empty(self) -> bool:
        """Whether no value lies in it."""
        return self.low > self.high or (self.fixed and (self.above or self.below))

    def __str__(self) -> str:
        """Return where the values lie, as the rest of a sentence."""
        low, high = f"{self.low:g}", f"{self.high:g}"
        if self.fixed:
            return f"is always {low}"
        if math.isinf(self.high):
            return f"is always above {low}" if self.above else f"is never below {low}"
        if math.isinf(self.low):
            return f"is always below {high}" if self.below else f"is never above {high}"
        return f"lies between {low} and {high}"


TURNED: Final = {">": "<", "<": ">", ">=": "<=", "<=": ">=", "==": "==", "!=": "!="}
"""What a comparison is called with its sides swapped."""
ANY: Final = Range()
POSITIVE: Final = Range(low=0.0)


def power(base: Range, exponent: Range) -> Range:
    """Return what powers can be: none of what is positive, or a square, is negative."""
    even = exponent.fixed and exponent.low % 2 == 0
    partial = base.partial or exponent.partial
    return Range(0.0 if base.low >= 0 or even else -math.inf, partial=partial)


def _or(value: float, other: float) -> float:
    return other if math.isnan(value) else value


def _product(one: float, other: float) -> float:
    return 0.0 if one == 0 or other == 0 else one * other


def _quotient(one: float, other: float) -> float:
    return 0.0 if math.isinf(other) else one / other


def _is_whole(end: float, exact: float) -> bool:
    return math.isinf(end) or (abs(end) <= exact and end.is_integer())
