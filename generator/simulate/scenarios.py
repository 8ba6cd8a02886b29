"""What can happen to the service: the scenarios that every project has, and those of its own."""

import dataclasses
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Final

from generator.core.units import Family
from generator.recipes.base import Operand, Series
from generator.resolve.estate import Estate, Indicator, Setting
from generator.simulate.limits import slos_of

HEALTHY = "healthy"


@dataclasses.dataclass(frozen=True, slots=True)
class Scenario:
    """What happens: whose bounds are crossed, which instances do not answer, what is set by hand.

    ``down`` are numbers of instances, from 0; None stands for all of them. With ``restart`` one
    instance after the other is away for a short while and begins anew.
    """

    name: str
    title: str
    breach: tuple[str, ...] = ()
    down: tuple[int, ...] | None = ()
    restart: bool = False
    settings: tuple[tuple[Series, Setting], ...] = ()

    def is_down(self, instance: int) -> bool:
        """Tell whether an instance does not answer as long as this goes on."""
        return self.down is None or instance in self.down


def scenarios(estate: Estate) -> dict[str, Scenario]:
    """Return all scenarios of a project by name; its own may replace those that all have."""
    found = {
        HEALTHY: Scenario(HEALTHY, "Everything is within its bounds."),
        "outage": Scenario("outage", "No instance answers.", down=None),
        "restart": Scenario("restart", "The instances restart one by one.", restart=True),
    }
    for name, (title, is_meant) in _TROUBLES.items():
        breach = tuple(
            one.id for one in estate.indicators.values() if _bounded(estate, one) and is_meant(one)
        )
        if breach:
            found[name] = Scenario(name, title, breach)
    for name, own in estate.scenarios.items():
        found[name] = Scenario(name, own.title, own.breach, own.down, own.restart, own.settings)
    return found


def restart_pause(estate: Estate) -> Fraction:
    """Return for how many seconds a restarting instance is away.

    It is half of what the most impatient alert on instances waits, for a restart is no outage.
    """
    waits = [
        threshold.for_
        for indicator, threshold in estate.thresholds()
        if indicator.recipe.name == "availability" and threshold.for_
    ]
    return min(waits, default=Fraction(60)) / 2


def _bounded(estate: Estate, indicator: Indicator) -> bool:
    return bool(indicator.thresholds or slos_of(estate, indicator)) and not indicator.template


def _type(operand: Operand) -> str:
    return operand.type if isinstance(operand, Series) else ""


def _is_slow(indicator: Indicator) -> bool:
    return indicator.recipe.name in {"quantile", "share_below", "mean"}


def _is_events(indicator: Indicator) -> bool:
    operands = [one for some in indicator.use.operands.values() for one in some]
    return indicator.recipe.name == "ratio" and {_type(one) for one in operands} == {"counter"}


def _is_failing(indicator: Indicator) -> bool:
    return _is_events(indicator) and indicator.better != "higher"


def _is_cold(indicator: Indicator) -> bool:
    return _is_events(indicator) and indicator.better == "higher"


def _is_leaking(indicator: Indicator) -> bool:
    if indicator.recipe.name == "growth":
        return True
    of = indicator.use.operands.get("of", (None,))[0]
    is_gauge = isinstance(of, Series) and of.type == "gauge" and of.unit.family is Family.BYTES
    return indicator.recipe.name == "ratio" and is_gauge


def _is_behind(indicator: Indicator) -> bool:
    return indicator.recipe.name in {"value", "age", "difference", "drain_time"}


def _is_busy(indicator: Indicator) -> bool:
    others = (_is_slow, _is_events, _is_leaking, _is_behind)
    known = indicator.recipe.name in {"ratio", "rate", "increase"}
    return known and not any(other(indicator) for other in others)


_TROUBLES: Final[Mapping[str, tuple[str, Callable[[Indicator], bool]]]] = {
    "errors": ("Too many events fail.", _is_failing),
    "slow": ("Everything takes too long.", _is_slow),
    "leak": ("Memory, disk and state fill up.", _is_leaking),
    "lag": ("Work comes in faster than it is done.", _is_behind),
    "cold-cache": ("Too few lookups are answered by a cache.", _is_cold),
    "overload": ("What has a capacity or a budget is used up.", _is_busy),
}
