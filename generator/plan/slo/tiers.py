"""Where the windows and alerts of an SLO stand: a quick group, and a slow one that costs less.

A window stands with the first tier that reads it, so that an alert follows its records in its own
group. Reading three days twice a minute would cost much and show nothing sooner.
"""

import dataclasses
from fractions import Fraction

from generator.core.units import TIME_UNITS
from generator.resolve.estate import Slo, Tier

_MINUTE, _HOUR = TIME_UNITS["m"], TIME_UNITS["h"]
_SLOW_FROM = 2 * _HOUR
# Interval of a group by the shortest of its long windows. Prometheus looks back five minutes for a
# sample, so a longer interval than four would leave gaps between two of them.
_COST_CLASSES = ((6 * _HOUR, 2 * _MINUTE), (None, 4 * _MINUTE))


@dataclasses.dataclass(frozen=True, slots=True)
class Speed:
    """One group of an SLO: its interval (None is the project's), windows to record and tiers."""

    interval: Fraction | None
    windows: tuple[Fraction, ...]
    tiers: tuple[Tier, ...]


def quick(slo: Slo) -> Speed:
    """Return what is evaluated as often as everything else."""
    tiers = tuple(tier for tier in slo.tiers if tier.long < _SLOW_FROM)
    return Speed(None, _windows(tiers), tiers)


def slow(slo: Slo, evaluation: Fraction) -> Speed:
    """Return what may take its time: tiers with long windows, and the period itself."""
    tiers = tuple(tier for tier in slo.tiers if tier.long >= _SLOW_FROM)
    known = set(quick(slo).windows)
    windows = sorted({*_windows(tiers), slo.window} - known)
    return Speed(max(_interval(tiers, slo), evaluation), tuple(windows), tiers)


def group_interval(slo: Slo, tier: Tier, evaluation: Fraction) -> Fraction:
    """Return how often the alert of a tier is evaluated."""
    return evaluation if tier.long < _SLOW_FROM else slow(slo, evaluation).interval or evaluation


def _interval(tiers: tuple[Tier, ...], slo: Slo) -> Fraction:
    shortest = min((tier.long for tier in tiers), default=slo.window)
    return next(one for most, one in _COST_CLASSES if most is None or shortest <= most)


def _windows(tiers: tuple[Tier, ...]) -> tuple[Fraction, ...]:
    return tuple(sorted({window for tier in tiers for window in (tier.short, tier.long)}))
