"""What a server notes of events at each evaluation, and what follows for an SLO."""

import dataclasses
import functools
import math
from fractions import Fraction

from generator.oracle.clocks import RAW_MAX, Clock
from generator.oracle.flows import Story
from generator.oracle.shares import BAD, GOOD
from generator.resolve.estate import Tier

FLOAT_ERROR = 1e-6
"""Float errors of a quotient are below this share of it."""


@dataclasses.dataclass(frozen=True, slots=True)
class Counted:
    """Shares of bad events in both windows (of what is noted), None without events; bad ones."""

    long: float | None
    short: float | None
    bad: int


class Notes:
    """Events counted at each evaluation; ``edge`` leaves the sample on a window's left edge out.

    Prometheus 2 takes it in, Prometheus 3 does not.
    """

    def __init__(self, story: Story, clock: Clock, edge: int) -> None:
        self._story, self._clock, self._edge = story, clock, edge
        self._known: dict[tuple[int, str], Counted] = {}
        self._bads, self._totals, self._counts = [0.0], [0.0], [0]
        for step in range(0, story.steps, clock.stride):
            bad, total = self._events(step, clock.rates)
            self._bads.append(self._bads[-1] + bad)
            self._totals.append(self._totals[-1] + total)
            # A rate takes two samples.
            self._counts.append(self._counts[-1] + int(step >= story.birth + 1))

    def at(self, number: int, tier: Tier) -> Counted:
        """Return what a tier counts at an evaluation."""
        key = number, tier.name
        if key not in self._known:
            long, short = self._share(number, tier.long), self._share(number, tier.short)
            self._known[key] = Counted(long, short, self._bad(number, tier))
        return self._known[key]

    def _events(self, step: int, window: Fraction) -> tuple[float, float]:
        """Return the events of a window, as one extrapolates that sees all but the edge's."""
        length, scale = self._lengths(window)
        bad = self._story.within(BAD, step, length) * scale
        return bad, bad + self._story.within(GOOD, step, length) * scale

    @functools.cache  # noqa: B019 (lives as long as its notes do)
    def _lengths(self, window: Fraction) -> tuple[int, float]:
        samples = window / self._clock.step
        length = math.ceil(samples) - 1
        if not self._edge and samples.denominator == 1:
            length = int(samples)
        return length, float(samples / length / self._story.parts)

    def _share(self, number: int, window: Fraction) -> float | None:
        if window <= RAW_MAX:
            bad, total = self._events(number * self._clock.stride, window)
            return bad / total if total else None
        first = self._first(number, window)
        bad = self._bads[number + 1] - self._bads[first]
        total = self._totals[number + 1] - self._totals[first]
        known = (self._counts[number + 1] - self._counts[first]) * self._weight(window)
        return bad / total * min(known, 1) if total > 0 else None

    def _bad(self, number: int, tier: Tier) -> int:
        if tier.long <= RAW_MAX:
            bad, _ = self._events(number * self._clock.stride, tier.long)
        else:
            first = self._first(number, tier.long)
            noted = self._bads[number + 1] - self._bads[first]
            bad = noted * self._weight(self._clock.rates)
        return math.floor(bad + 0.5 + FLOAT_ERROR)

    def _first(self, number: int, window: Fraction) -> int:
        return max(0, number + 1 - self._noted(window))

    @functools.cache  # noqa: B019 (lives as long as its notes do)
    def _noted(self, window: Fraction) -> int:
        on_edge = (window / self._clock.every).denominator == 1
        return self._clock.noted(window) + int(on_edge and not self._edge)

    @functools.cache  # noqa: B019 (lives as long as its notes do)
    def _weight(self, window: Fraction) -> float:
        return float(self._clock.project / window)


@functools.lru_cache(maxsize=32)
def notes_of(story: Story, clock: Clock) -> tuple[Notes, Notes]:
    """Return what is noted with and without the samples on the left edges of windows."""
    return Notes(story, clock, 0), Notes(story, clock, 1)
