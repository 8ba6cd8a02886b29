"""When a test looks: how often events are sampled, and rules evaluated."""

import dataclasses
from fractions import Fraction

from generator.core.units import TIME_UNITS
from generator.resolve.estate import Estate, Slo, Tier

RAW_MAX = TIME_UNITS["h"]
"""Up to here a window is counted from raw events, as the language says."""
_MINUTE = TIME_UNITS["m"]
_EVERY = tuple(Fraction(one) * _MINUTE for one in (60, 30, 20, 15, 12, 10, 8, 6, 5, 4, 3, 2, 1))


@dataclasses.dataclass(frozen=True, slots=True)
class Clock:
    """Seconds between samples and evaluations, here and in the project; the window of rates."""

    step: Fraction
    every: Fraction
    project: Fraction
    rates: Fraction

    @property
    def known(self) -> Fraction:
        """The share of a long window that is noted."""
        return min(Fraction(1), self.project / self.every)

    @property
    def stride(self) -> int:
        """How many samples lie between two evaluations."""
        return int(self.every / self.step)


def clock_of(estate: Estate, slo: Slo, tier: Tier) -> Clock:
    """Return the slowest clock that shows a tier; each evaluation costs time."""
    project, rates = estate.project.evaluation, estate.project.defaults.window
    staged = tier.long > RAW_MAX
    fits = [
        one
        for one in _EVERY
        if one <= tier.short / 4
        and (tier.long / one).denominator == (tier.short / one).denominator == 1
        and (not staged or tier.factor * slo.budget * one / project <= Fraction(19, 20))
    ]
    every = fits[0] if fits else project
    return Clock(min(every, rates / 5), every, project, rates)
