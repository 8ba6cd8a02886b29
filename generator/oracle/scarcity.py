"""Windows that hold less than two samples, of which nothing can be proven.

A test could feed such a rule more often than Prometheus scrapes, and show what never happens.
"""

from fractions import Fraction
from typing import Final

from generator.core.units import TIME_UNITS
from generator.resolve.estate import Estate, Indicator, Slo

SCARCE: Final = "its window holds less than two samples"
_RAW_MAX: Final = TIME_UNITS["h"]


def is_scarce(estate: Estate, indicator: Indicator) -> bool:
    """Tell whether an indicator, or one that it reads, has too few samples for a rate."""
    use, project = indicator.use, estate.project
    operands = [one for some in use.operands.values() for one in some]
    counts = any(getattr(one, "type", "") in {"counter", "histogram"} for one in operands)
    if counts and use.window < 2 * project.scrape.interval:
        return True
    # A slope is taken from readings that were combined and recorded.
    over = Fraction(getattr(use.params, "over", 0) or 0)
    if 0 < over < 2 * project.evaluation:
        return True
    return any(is_scarce(estate, estate.indicators[name]) for name in indicator.refers)


def is_scarce_promise(estate: Estate, slo: Slo) -> bool:
    """Tell whether an SLO has too few samples for the rates that it is made of."""
    if slo.kind == "slices":
        return is_scarce(estate, estate.indicators[slo.indicator])
    raw = [one for tier in slo.tiers for one in (tier.short, tier.long) if one <= _RAW_MAX]
    return min([estate.project.defaults.window, *raw]) < 2 * estate.project.scrape.interval
