"""Events that flow: so many of each kind at every step, phase by phase, counted exactly.

Whether an alert must fire is decided by counting the events of the last window, never by an
expression.
"""

import bisect
import itertools
import math
import operator
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from generator.core.units import decimal_text
from generator.oracle.timeline import Phase

NEAR = Fraction(1, 1000)
"""Float errors of a quotient are far below this, and a bound is told from its neighbours by it."""


class Flow(NamedTuple):
    """A phase: events of each kind at every step.

    ``born`` tells whether there are series yet, ``complete`` whether all kinds have some. With
    ``restarts`` counters begin at 0 again.
    """

    phase: Phase
    counts: tuple[Fraction, ...]
    born: bool = True
    complete: bool = True
    restarts: bool = False


class Story:
    """Phases one after the other."""

    def __init__(self, flows: Sequence[Flow]) -> None:
        """Add up what happens before each phase."""
        self.flows = tuple(flows)
        self.ends = tuple(itertools.accumulate(one.phase.steps for one in flows))
        # Whole numbers of parts of an event, because fractions are slow.
        self.parts = math.lcm(*(count.denominator for one in flows for count in one.counts))
        self.counts = tuple(
            tuple(one.numerator * (self.parts // one.denominator) for one in flow.counts)
            for flow in flows
        )
        self._sums: dict[int, list[int]] = {}
        self.birth = next(
            (end - one.phase.steps for one, end in zip(flows, self.ends, strict=True) if one.born),
            self.ends[-1],
        )

    @property
    def steps(self) -> int:
        """How long it takes."""
        return self.ends[-1]

    @property
    def phases(self) -> tuple[Phase, ...]:
        """The phases without what flows."""
        return tuple(one.phase for one in self.flows)

    def at(self, step: int) -> Flow:
        """Return the phase of a step."""
        return self.flows[bisect.bisect_right(self.ends, step)]

    def within(
        self, kind: int, length: int, every: int = 1, looks: range | None = None
    ) -> list[int]:
        """Return how many parts of events of a kind there were in so many last steps.

        That is told of the first step and then of one in ``every``, or of some of these ``looks``.
        """
        return sliding(self._until(kind), length, every, looks)

    def _until(self, kind: int) -> list[int]:
        """Return how many parts of events of a kind there were before each step."""
        if kind not in self._sums:
            each = (
                itertools.repeat(counts[kind], one.phase.steps)
                for one, counts in zip(self.flows, self.counts, strict=True)
            )
            steps = itertools.chain.from_iterable(each)
            self._sums[kind] = list(itertools.accumulate(steps, initial=0))
        return self._sums[kind]

    def lasting(self, case: str, *counts: Fraction | int, complete: bool = True) -> "Story":
        """Return a story of one phase, as long as this one."""
        found = tuple(map(Fraction, counts))
        return Story([Flow(Phase(case, self.steps), found, complete=complete)])


def counter(
    story: Story,
    kind: int | None,
    *,
    share: Fraction = Fraction(1),
    part: bool = False,
    start: Fraction = Fraction(0),
) -> str:
    """Return the samples of a counter that counts a share of the events of a kind, or of all.

    A ``part`` has no series where kinds are missing. It begins at ``start``.
    """
    # In whole numbers, because fractions are slow.
    fine = math.lcm(story.parts, start.denominator)
    parts, one_part = fine * share.denominator, fine // story.parts * share.numerator
    words: list[str] = []
    value = start.numerator * (parts // start.denominator)
    for one, counts in zip(story.flows, story.counts, strict=True):
        count = one.phase.steps
        if not one.born or (part and not one.complete):
            words.append(f"_x{count}" if count > 1 else "_")
            continue
        gap = (sum(counts) if kind is None else counts[kind]) * one_part
        first = (0 if one.restarts else value) + gap
        value = first + gap * (count - 1)
        word = number_text(first, parts)
        words.append(f"{word}+{number_text(gap, parts)}x{count - 1}" if count > 1 else word)
    return " ".join(words)


def number_text(value: int, parts: int) -> str:
    """Return a number as promtool reads it: exact where a decimal is."""
    whole, rest = divmod(value, parts)
    if not rest:
        return str(whole)
    exact = Fraction(value, parts)
    return decimal_text(exact) or repr(float(exact))


def sliding(
    sums: Sequence[int], length: int, every: int = 1, looks: range | None = None
) -> list[int]:
    """Return from sums, which begin with 0, what was added in so many last steps.

    That is told of the first step and then of one in ``every``, or of some of these ``looks``.
    """
    first, stop = (looks.start, looks.stop) if looks is not None else (0, len(sums))
    # Until then a window reaches back to the beginning.
    begun = min(max(first, math.ceil(length / every)), stop)
    until = stop * every + 1
    earlier = [
        *itertools.repeat(0, begun - first),
        *sums[begun * every + 1 - length : until - length : every],
    ]
    return list(map(operator.sub, sums[first * every + 1 : until : every], earlier))


def start_of(story: Story) -> Fraction:
    """Return a value for counters to begin at, high enough that nothing is cut off at zero.

    Prometheus believes that counters begin there, and extrapolates less far.
    """
    most = max(abs(one) for counts in story.counts for one in counts)
    return Fraction(-(-20 * most // story.parts))  # rounded up


def dyadic(value: Fraction) -> Fraction:
    """Return a number close to one, of which floats add up many without an error.

    A sum that is off by a hair would look like a counter that begins anew.
    """
    fine = 1
    while value and abs(value) * fine < 2**14:
        fine *= 2
    return Fraction(round(value * fine), fine)
