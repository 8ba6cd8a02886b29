"""When a test looks: how often events are sampled, and rules evaluated."""

import bisect
import dataclasses
import functools
import math
from collections.abc import Sequence
from fractions import Fraction

from generator.core.units import TIME_UNITS
from generator.resolve.estate import Estate, Slo, Tier

RAW_MAX = TIME_UNITS["h"]
"""Up to here a window is counted from raw events, as the language says."""
# Steps of sevenths divide no window that people choose. Prometheus 2 takes the sample on a window's
# left edge in and Prometheus 3 does not, so there should be none.
_SEVENTHS = Fraction(7, 30)
_MOST = Fraction(9, 10)
"""The share of all events that may have to be bad; more is no case that differs from all."""
_FASTER = Fraction(1, 5)
"""Beyond that, twice as many evaluations cost more than they save."""
_STRIDES = range(1, 52)


@dataclasses.dataclass(frozen=True)
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

    @functools.cached_property
    def stride(self) -> int:
        """How many samples lie between two evaluations."""
        return int(self.every / self.step)


def clocks_of(estate: Estate, slos: Sequence[Slo]) -> dict[str, Clock]:
    """Return the slowest clock that shows each tier, by its id; each evaluation costs time.

    Tiers of equal windows share one that is not much faster, if they read other metrics: then they
    share evaluations.
    """
    slowest = {tier.id: _slowest(estate, slo, tier) for slo in slos for tier in slo.tiers}
    alike: dict[tuple[Fraction, Fraction], set[tuple[Clock, frozenset[str]]]] = {}
    tiers = [(tier, _metrics(estate, slo)) for slo in slos for tier in slo.tiers]
    for tier, metrics in tiers:
        alike.setdefault((tier.long, tier.short), set()).add((slowest[tier.id], metrics))
    found: dict[str, Clock] = {}
    for tier, metrics in tiers:
        own = slowest[tier.id]
        others = {one for one, read in alike[tier.long, tier.short] if not read & metrics}
        near = [one for one in others if own.every * _FASTER <= one.every < own.every]
        found[tier.id] = min(near, key=lambda one: one.every, default=own)
    return found


def _metrics(estate: Estate, slo: Slo) -> frozenset[str]:
    operands = estate.indicators[slo.indicator].use.operands.values()
    return frozenset(getattr(one, "metric", "") for some in operands for one in some)


def _slowest(estate: Estate, slo: Slo, tier: Tier) -> Clock:
    project, rates = estate.project.evaluation, estate.project.defaults.window
    step = Fraction(math.floor(rates * _SEVENTHS * 1000), 1000)  # promtool knows no finer one
    limit = tier.factor * slo.budget

    def too_slow(stride: int) -> bool:
        clock = Clock(step, stride * step, project, rates)
        return clock.every > tier.short / 2 or limit > _MOST * clock.known(tier.long)

    # A slower clock knows no more, so those that are too slow come after all others.
    fit = bisect.bisect_left(_STRIDES, True, key=too_slow)  # noqa: FBT003 (a key's value)
    return Clock(step, _STRIDES[max(fit, 1) - 1] * step, project, rates)
