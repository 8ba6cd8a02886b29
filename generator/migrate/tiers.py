"""Burn-rate alerts of other programs as tiers."""

import math
from fractions import Fraction
from typing import Final

from generator.core.units import TIME_UNITS, decimal_text, duration_text
from generator.migrate.measures import UntoldError
from generator.migrate.promise import OwnTier
from generator.resolve.slo_tiers import BASE_PERIOD, SHORTEST, fit, reachable
from generator.spec.common import SeverityName
from generator.spec.project import Tier, usual_tiers

_FINEST = 10**8
"""Shares of a budget have at most eight digits: six of a percentage."""
_SHORT_PART = 12
"""The short window is a twelfth of the long one (Google SRE workbook, table 5-8)."""
USUAL: Final = usual_tiers()
"""The tiers of a project that says nothing about them, from the fastest on."""


def without_use(tier: Tier, period: Fraction, objective: Fraction) -> str:
    """Return why a tier cannot fire for an SLO; nothing if it can."""
    fitted = fit(tier, period)
    if fitted.short < SHORTEST:
        return f"its short window would be {duration_text(fitted.short)}"
    if not reachable(fitted.factor, 1 - objective):
        return (
            f"with everything failing the budget burns {_rounded(1 / (1 - objective))} times too "
            f"fast at most, and it fires above {_rounded(fitted.factor)}"
        )
    return ""


def own_tier(factor: Fraction, long: Fraction, severity: SeverityName, period: Fraction) -> OwnTier:
    """Return a tier that fires above a factor over a window of so many seconds.

    Raises:
        UntoldError: there can be none.
    """
    minute = TIME_UNITS["m"]
    short = max(SHORTEST, math.floor(long / _SHORT_PART / minute) * minute)
    if short >= long or long >= period or long % minute:
        raise UntoldError(
            f"a tier reads whole minutes, more than {duration_text(SHORTEST)} and less than "
            "the period",
            "choose another window",
        )
    budget = Fraction(round(factor * long / period * _FINEST), _FINEST)
    if factor < 1 or budget * BASE_PERIOD < long:
        raise UntoldError(
            "it fires although the budget lasts for the whole period", "choose a larger threshold"
        )
    if budget > 1:
        raise UntoldError("the budget is spent long before it fires", "choose a smaller threshold")
    return OwnTier(long, short, budget, severity)


def factor_of(tier: OwnTier, period: Fraction) -> Fraction:
    """Return the factor above which a tier fires."""
    return tier.budget * period / tier.long


def usual_name(tier: OwnTier) -> str:
    """Return the name of the usual tier that is the same; nothing if none is."""
    for name, one in USUAL.items():
        same = (one.long, one.short, one.budget.base, one.severity)
        if same == (tier.long, tier.short, tier.budget, tier.severity):
            return name
    return ""


def _rounded(value: Fraction) -> str:
    return decimal_text(Fraction(round(value * 1000), 1000)) or ""
