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


@dataclasses.dataclass(frozen=True, slots=True)
class _Window:
    """A window: whether it is counted raw, its samples and evaluations, and the part of each."""

    raw: bool
    samples: int
    evaluations: int
    part: float

    @classmethod
    def of(cls, window: Fraction, clock: Clock) -> "_Window":
        """Return a window as a clock divides it."""
        return cls(
            window <= RAW_MAX,
            int(window / clock.step),
            int(window / clock.every),
            float(clock.project / window),
        )


class Notes:
    """Events counted at each evaluation; ``edge`` leaves the sample on a window's left edge out.

    Prometheus 2 takes it in, Prometheus 3 does not.
    """

    def __init__(self, story: Story, clock: Clock, edge: int) -> None:
        self._story, self._clock, self._edge = story, clock, edge
        self._known: dict[tuple[int, str], Counted] = {}
        # By the tier's name: a tier and its windows are slow keys.
        self._windows: dict[str, tuple[_Window, _Window]] = {}
        self._each = float(clock.project) / float(clock.rates)
        self._bads, self._totals, self._counts = [0.0], [0.0], [0]
        rates = _Window.of(clock.rates, clock)
        for step in range(0, story.steps, clock.stride):
            bad, total = self._events(step, rates)
            self._bads.append(self._bads[-1] + bad)
            self._totals.append(self._totals[-1] + total)
            # A rate takes two samples.
            self._counts.append(self._counts[-1] + int(step >= story.birth + 1))

    def at(self, number: int, tier: Tier) -> Counted:
        """Return what a tier counts at an evaluation."""
        key = number, tier.name
        if key not in self._known:
            long, short = self._windows_of(tier)
            self._known[key] = Counted(
                self._share(number, long), self._share(number, short), self._bad(number, long)
            )
        return self._known[key]

    def _windows_of(self, tier: Tier) -> tuple[_Window, _Window]:
        found = self._windows.get(tier.name)
        if found is None:
            found = _Window.of(tier.long, self._clock), _Window.of(tier.short, self._clock)
            self._windows[tier.name] = found
        return found

    def _events(self, step: int, window: _Window) -> tuple[float, float]:
        """Return the events of a window, as one extrapolates that sees all but the edge's."""
        length = window.samples - self._edge
        bad = self._story.about(BAD, step, length) * window.samples / length
        good = self._story.about(GOOD, step, length) * window.samples / length
        return bad, bad + good

    def _share(self, number: int, window: _Window) -> float | None:
        if window.raw:
            bad, total = self._events(number * self._clock.stride, window)
            return bad / total if total else None
        first = self._first(number, window)
        bad = self._bads[number + 1] - self._bads[first]
        total = self._totals[number + 1] - self._totals[first]
        known = (self._counts[number + 1] - self._counts[first]) * window.part
        return bad / total * min(known, 1) if total > 0 else None

    def _bad(self, number: int, window: _Window) -> int:
        if window.raw:
            bad, _ = self._events(number * self._clock.stride, window)
        else:
            first = self._first(number, window)
            bad = (self._bads[number + 1] - self._bads[first]) * self._each
        return math.floor(bad + 0.5 + FLOAT_ERROR)

    def _first(self, number: int, window: _Window) -> int:
        return max(0, number + self._edge - window.evaluations)


@functools.lru_cache(maxsize=32)
def notes_of(story: Story, clock: Clock) -> tuple[Notes, Notes]:
    """Return what is noted with and without the samples on the left edges of windows."""
    return Notes(story, clock, 0), Notes(story, clock, 1)
