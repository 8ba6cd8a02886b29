"""What a server notes of events at each evaluation, and what follows for an SLO."""

import itertools
import math
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from generator.oracle.clocks import RAW_MAX, Clock
from generator.oracle.events import BAD, GOOD
from generator.oracle.flows import Story, sliding
from generator.resolve.estate import Tier

FLOAT_ERROR = Fraction(1, 10**6)
"""Float errors of a quotient are below this share of it."""
_HALF = Fraction(1, 2)


class _Counted(NamedTuple):
    """Bad and all events of windows, in parts; ``known`` of ``whole`` says how much is noted."""

    bad: Sequence[int]
    total: Sequence[int]
    known: Sequence[int]
    whole: int


class Notes:
    """Events counted at each evaluation; ``edge`` leaves the sample on a window's left edge out.

    Prometheus 2 takes it in, Prometheus 3 does not. All is counted in whole numbers, because
    fractions are slow; what is asked for is answered for a range of evaluations at once.
    """

    def __init__(self, story: Story, clock: Clock, edge: int) -> None:
        """Add up what is noted."""
        self._story, self._clock, self._edge = story, clock, edge
        bad, total = self._events(clock.rates)
        self._bad = list(itertools.accumulate(bad, initial=0))
        self._total = list(itertools.accumulate(total, initial=0))
        # A rate takes two samples.
        rates = [step > story.birth for step in range(0, story.steps, clock.stride)]
        self._seen = list(itertools.accumulate(rates, initial=0))
        self._known: dict[tuple[Fraction, range], _Counted] = {}
        self._wanted: dict[tuple[Fraction, int], int] = {}

    def beyond(self, window: Fraction, limit: Fraction, looks: range) -> list[bool | None]:
        """Tell whether the share of bad events is beyond a limit; None where it is too close.

        It is not where there are no events.
        """
        counted = self._counted(window, looks)
        most, least = limit.numerator * counted.whole, limit.denominator
        gaps = [
            (bad * known * least, total * most)
            for bad, total, known in zip(counted.bad, counted.total, counted.known, strict=True)
        ]
        sharp = FLOAT_ERROR.denominator
        return [
            None if -other < (one - other) * sharp < other else one > other for one, other in gaps
        ]

    def enough(self, tier: Tier, least: int, looks: range) -> list[bool]:
        """Tell whether a tier counts so many bad events, to the nearest whole number."""
        wanted = self._wanted.get((tier.long, least))
        if wanted is None:
            wanted = self._wanted[tier.long, least] = self._parts_of(tier.long, least)
        return [bad >= wanted for bad in self._counted(tier.long, looks).bad]

    def _parts_of(self, long: Fraction, events: int) -> int:
        """Return how many parts must be noted of a window that so many events are counted in."""
        window = long if long <= RAW_MAX else self._clock.rates
        one = window / self._clock.step / self._length(window) / self._story.parts
        if long > RAW_MAX:
            one *= self._clock.project / window
        return math.ceil((events - _HALF - FLOAT_ERROR) / one)

    def share(self, window: Fraction, look: int) -> Fraction | None:
        """Return the share of bad events at an evaluation; None without events."""
        counted = self._counted(window, range(look, look + 1))
        bad, total, known = counted.bad[0], counted.total[0], counted.known[0]
        return Fraction(bad * known, total * counted.whole) if total else None

    def _counted(self, window: Fraction, looks: range) -> _Counted:
        found = self._known.get((window, looks))
        if found is None:
            found = self._known[window, looks] = self._count(window, looks)
        return found

    def _count(self, window: Fraction, looks: range) -> _Counted:
        if window <= RAW_MAX:
            bad, total = self._events(window, looks)
            return _Counted(bad, total, [1] * len(bad), 1)
        noted = self._noted(window)
        one, whole = (self._clock.project / window).as_integer_ratio()
        bad, total, seen = (
            sliding(sums, noted, looks=looks) for sums in (self._bad, self._total, self._seen)
        )
        enough = whole // one  # so many evaluations note less than the window, or just all of it
        known = [count * one if count <= enough else whole for count in seen]
        return _Counted(bad, total, known, whole)

    def _events(self, window: Fraction, looks: range | None = None) -> tuple[list[int], list[int]]:
        """Return bad and all events that are seen of a window, at evaluations."""
        length, stride = self._length(window), self._clock.stride
        bad, good = (self._story.within(kind, length, stride, looks) for kind in (BAD, GOOD))
        return bad, [one + other for one, other in zip(bad, good, strict=True)]

    def _length(self, window: Fraction) -> int:
        """Return how many steps lie between the samples of a window."""
        samples = window / self._clock.step
        if not self._edge and samples.denominator == 1:
            return int(samples)
        return math.ceil(samples) - 1

    def _noted(self, window: Fraction) -> int:
        on_edge = (window / self._clock.every).denominator == 1
        return self._clock.noted(window) + int(on_edge and not self._edge)


def notes_of(story: Story, clock: Clock) -> tuple[Notes, Notes]:
    """Return what is noted with and without the samples on the left edges of windows."""
    return Notes(story, clock, 0), Notes(story, clock, 1)
