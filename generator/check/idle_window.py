"""Windows of indicators whose recipe has no range.

Bad: ``value: {of: queue_size}`` with ``window: 1h``. Good: no `window`, or another recipe.
"""

import dataclasses
from collections.abc import Iterator

from generator.check import codes
from generator.core.finding import Finding
from generator.plan.build import Recordings
from generator.resolve.estate import Estate, Indicator


def idle_windows(estate: Estate) -> Iterator[Finding]:
    """Yield windows that change nothing of what is recorded."""
    for name, indicator in estate.indicators.items():
        place = indicator.place.child("window")
        if estate.trace(place, service=indicator.service) and not window_matters(estate, name):
            yield codes.IDLE_WINDOW.at(
                estate.origin(place, indicator.service).key(),
                f"`{indicator.recipe.name}` here measures a moment, not a while",
            )


def window_matters(estate: Estate, name: str) -> bool:
    """Tell whether what is recorded of an indicator depends on its window."""
    indicator = estate.indicators[name]
    longer = dataclasses.replace(indicator.use, window=indicator.use.window * 2)
    other = dataclasses.replace(indicator, use=longer)
    return _recorded(estate, indicator) != _recorded(estate, other)


def _recorded(estate: Estate, indicator: Indicator) -> list[str]:
    changed = dataclasses.replace(estate, indicators={**estate.indicators, indicator.id: indicator})
    return [f"{one.name} {one.expr}" for one in Recordings(changed).of(indicator.id).records]
