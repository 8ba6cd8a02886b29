"""When a test looks: how often events are sampled, and rules evaluated."""

import dataclasses
import math
from fractions import Fraction

from generator.core.units import TIME_UNITS
from generator.resolve.estate import Estate, Slo, Tier

RAW_MAX = TIME_UNITS["h"]
"""Up to here a window is counted from raw events, as the language says."""
# Steps of sevenths divide no window that people choose. Prometheus 2 takes the sample on a window's
# left edge in and Prometheus 3 does not, so there should be none.
_SEVENTHS = Fraction(7, 30)
_STRIDES = (51, 25, 15, 12, 10, 8, 6, 5, 4, 3, 2, 1)


@dataclasses.dataclass(frozen=True, slots=True)
class Clock:
    """Seconds between samples and evaluations, here and in the project; the window of rates."""

    step: Fraction
    every: Fraction
    project: Fraction
    rates: Fraction

    def noted(self, window: Fraction) -> int:
        """Return how many evaluations lie within a window, one on its left edge left out."""
        return math.ceil(window / self.every)

    def known(self, window: Fraction) -> Fraction:
        """Return the share of a window that is noted; short ones are counted from raw events."""
        if window <= RAW_MAX:
            return Fraction(1)
        return min(Fraction(1), self.noted(window) * self.project / window)

    @property
    def stride(self) -> int:
        """How many samples lie between two evaluations."""
        return int(self.every / self.step)


def clock_of(estate: Estate, slo: Slo, tier: Tier) -> Clock:
    """Return the slowest clock that shows a tier; each evaluation costs time."""
    project, rates = estate.project.evaluation, estate.project.defaults.window
    step = rates * _SEVENTHS
    limit = tier.factor * slo.budget
    # The short window is shown while the long one goes on burning, which takes some room.
    most = _ROOM if tier.short <= RAW_MAX < tier.long else _MOST
    clocks = [Clock(step, stride * step, project, rates) for stride in _STRIDES]
    return next(
        (
            one
            for one in clocks
            if one.every <= tier.short / 4 and limit <= most * one.known(tier.long)
        ),
        clocks[-1],
    )


# The share of all events that may have to be bad; more is no case that differs from all.
_ROOM, _MOST = Fraction(45, 100), Fraction(9, 10)
