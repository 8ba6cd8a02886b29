"""The data sheet of an SLO: from which error rate a tier fires, how soon, and how soon it clears.

Google SRE workbook, chapter 5, for traffic that does not change and a history without errors:
detection takes ``long * f * (1 - objective) / error rate``; by then ``f * long / period`` of the
budget is spent. What it takes to clear follows from the short window in the same way.
"""

import dataclasses
from fractions import Fraction

from generator.plan.slo.burn import RAW_MAX
from generator.plan.slo.tiers import group_interval
from generator.resolve.estate import Estate, Slo, Tier

_MULTIPLES = (Fraction(2), Fraction(10))


@dataclasses.dataclass(frozen=True, slots=True)
class Failure:
    """What a tier does when a share ``error_rate`` of everything is bad: times in seconds."""

    error_rate: Fraction
    detection: Fraction
    reset: Fraction


@dataclasses.dataclass(frozen=True, slots=True)
class TierSheet:
    """What to expect of a tier.

    ``fires_above`` is the error rate that it bears for ever; ``spent`` the share of the budget that
    is gone when it fires; ``lag`` what detection and reset may take longer at most.
    """

    tier: Tier
    fires_above: Fraction
    spent: Fraction
    lag: Fraction
    failures: tuple[Failure, ...]


def datasheet(estate: Estate, slo: Slo) -> tuple[TierSheet, ...]:
    """Return the data sheet: each tier at twice and ten times its bound, and with all failing."""
    return tuple(_sheet(estate, slo, tier) for tier in slo.tiers)


def _sheet(estate: Estate, slo: Slo, tier: Tier) -> TierSheet:
    bound = tier.factor * slo.budget
    rates = sorted({*(one * bound for one in _MULTIPLES if one * bound < 1), Fraction(1)})
    return TierSheet(
        tier=tier,
        fires_above=bound,
        spent=tier.factor * tier.long / slo.window,
        lag=lag(estate, slo, tier),
        failures=tuple(
            Failure(rate, detection(slo, tier, rate), reset(slo, tier, rate)) for rate in rates
        ),
    )


def detection(slo: Slo, tier: Tier, error_rate: Fraction) -> Fraction:
    """Return the seconds from the first error to the alert.

    The long window exceeds the factor once ``t / long * error rate > f * (1 - objective)``; the
    short one has done so before.

    Raises:
        ValueError: the tier bears this error rate for ever.
    """
    bound = tier.factor * slo.budget
    if error_rate <= bound:
        raise ValueError(f"{tier.id} never fires at an error rate of {error_rate}")
    return tier.long * bound / error_rate


def reset(slo: Slo, tier: Tier, error_rate: Fraction) -> Fraction:
    """Return the seconds from the last error to the end of the alert.

    The failure filled the short window; it clears once the part that is left of it is small
    enough: ``(short - t) / short * error rate <= f * (1 - objective)``.
    """
    return tier.short * (1 - tier.factor * slo.budget / error_rate)


def lag(estate: Estate, slo: Slo, tier: Tier) -> Fraction:
    """Return by how many seconds an alert may come or go later than computed.

    Rules see samples at the next scrape and run at their interval. Windows beyond an hour are sums
    of rates over some minutes, which follow a change by up to that window.
    """
    project = estate.project
    interval = group_interval(slo, tier, project.evaluation)
    staged = slo.kind == "slices" or tier.long > RAW_MAX
    behind = project.defaults.window + project.evaluation if staged else Fraction(0)
    return project.scrape.interval + interval + behind
