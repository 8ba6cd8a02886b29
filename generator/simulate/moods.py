"""How the metrics behind an indicator behave while it is within its bounds, and while it is not.

One function for each recipe that has bounds; each brings the sums that the indicator is made of to
a value that :mod:`generator.simulate.limits` chooses.
"""

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any, Final, TypeAlias

from generator.core.units import RATIO, Quantity
from generator.recipes.base import Constant, Reference, Series
from generator.resolve.estate import Indicator
from generator.simulate.behaviour import Moment, Spread, spread
from generator.simulate.children import Child, Labels
from generator.simulate.limits import Limit, crossing, healthy, limits, slos_of
from generator.simulate.scene import Group, Scene, is_shared, matching, selections

Aim: TypeAlias = Callable[[Scene, Indicator, Labels], Fraction | None]
"""Returns the value that the sample with some labels shall have, None to leave it as it is."""


def within(scene: Scene, indicator: Indicator, labels: Labels) -> Fraction | None:
    """Aim at a value that keeps every bound, or at an ordinary share of a whole."""
    value = healthy(limits(scene.estate, indicator, dict(labels)), indicator)
    if value is None and indicator.recipe.name == "ratio" and indicator.unit == RATIO:
        return _ORDINARY
    return value


def beyond(wanted: str) -> Aim:
    """Return the aim at a value that crosses the bounds of an id."""

    def aim(scene: Scene, indicator: Indicator, labels: Labels) -> Fraction | None:
        return crossing(limits(scene.estate, indicator, dict(labels)), indicator, wanted)

    return aim


def settle(scene: Scene, indicator: Indicator, aim: Aim) -> None:
    """Let what an indicator is made of behave as an aim says."""
    mood = _MOODS.get(indicator.recipe.name)
    if mood is not None:
        mood(scene, indicator, aim)


def reached(scene: Scene, indicator: Indicator, value: Fraction) -> None:
    """Bring an indicator without labels of its own to a value, for one that refers to it."""
    settle(scene, indicator, lambda *_: value)


def _aimed(
    scene: Scene, indicator: Indicator, series: Series, aim: Aim
) -> Iterator[tuple[Group, Fraction]]:
    for labels, group in scene.groups(indicator, series).items():
        value = aim(scene, indicator, labels)
        if value is not None:
            yield group, value


def _rate(scene: Scene, indicator: Indicator, aim: Aim) -> None:
    series = indicator.use.series("of")
    for group, value in _aimed(scene, indicator, series, aim):
        scene.count(group.children, value / scene.copies(indicator, series))


def _increase(scene: Scene, indicator: Indicator, aim: Aim) -> None:
    series, window = indicator.use.series("of"), indicator.use.window
    for group, value in _aimed(scene, indicator, series, aim):
        scene.count(group.children, value / window / scene.copies(indicator, series))


def _value(scene: Scene, indicator: Indicator, aim: Aim) -> None:
    series = indicator.use.series("of")
    for group, value in _aimed(scene, indicator, series, aim):
        copies = scene.copies(indicator, series)
        scene.set_level(series, group.children, value, Fraction(0), copies)


def _growth(scene: Scene, indicator: Indicator, aim: Aim) -> None:
    """Let what is there rise so fast; the bound is in the indicator's unit, which is per time."""
    series = indicator.use.series("of")
    for group, value in _aimed(scene, indicator, series, aim):
        slope = value * indicator.unit.size / series.unit.size
        level = scene.level(series, group.children)
        still = aim is within
        copies = scene.copies(indicator, series)
        scene.set_level(series, group.children, level, Fraction(0) if still else slope, copies)


def _age(scene: Scene, indicator: Indicator, aim: Aim) -> None:
    series = indicator.use.series("of")
    for child in scene.members(series):
        value = aim(scene, indicator, child.labels)
        stands = value is not None and aim is not within
        behind = value * series.unit.scale if stands and value is not None else Fraction(0)
        scene.behaviours[child] = Moment(behind, stands)


def _difference(scene: Scene, indicator: Indicator, aim: Aim) -> None:
    """Let the first counter count as much as the others, and what is missing to the value."""
    series = indicator.use.series("of")
    others = [scene.groups(indicator, one) for one in selections(indicator.use.operands["minus"])]
    for labels, group in scene.groups(indicator, series).items():
        rest = sum((scene.rate(matching(labels, one)) for one in others), Fraction(0))
        value = aim(scene, indicator, labels)
        more = Fraction(0)
        if value is not None and aim is not within:
            more = value / indicator.use.window / scene.copies(indicator, series)
        scene.count(group.children, rest + more)


def _drain_time(scene: Scene, indicator: Indicator, aim: Aim) -> None:
    """Let the backlog be drained in the time that is aimed at, and be large enough to count."""
    backlog, drained = indicator.use.series("backlog"), indicator.use.series("drained")
    least = indicator.use.param("min_backlog").to(backlog.unit)
    groups = scene.groups(indicator, drained)
    for group, value in _aimed(scene, indicator, backlog, aim):
        copies = scene.copies(indicator, backlog)
        level = max(scene.level(backlog, group.children), Fraction(1))
        if aim is not within and level <= least:
            level = least * 2 or Fraction(1)
            scene.set_level(backlog, group.children, level, Fraction(0), 1)
        children = matching(group.labels, groups)
        # What all instances report alike, they drain together.
        shared = any(is_shared(backlog, one) for one in group.children)
        rate = level / value / (copies if shared else 1)
        if children and (aim is not within or scene.rate(children) < rate):
            scene.count(children, rate)


def _quantile(scene: Scene, indicator: Indicator, aim: Aim) -> None:
    """Let few or half of the events take longer than every bound on them."""
    series = indicator.use.series("of")
    for child in scene.members(series):
        some = limits(scene.estate, indicator, dict(child.labels))
        bounds = sorted({*(one.value for one in some), *_own_bound(indicator, series)})
        if not bounds:
            continue
        asked = aim(scene, indicator, child.labels) is not None
        trouble = asked and aim is not within
        slow = Fraction(1, 2) if trouble else _few(scene, indicator, some)
        _observe(scene, child, series, bounds, slow)


def _own_bound(indicator: Indicator, series: Series) -> tuple[Fraction, ...]:
    """Return the bound that the recipe itself names, as `share_below` does."""
    bound = getattr(indicator.use.params, "bound", None)
    return (bound.to(series.unit),) if isinstance(bound, Quantity) else ()


def _few(scene: Scene, indicator: Indicator, some: tuple[Limit, ...]) -> Fraction:
    """Return a tenth of the smallest share of slow events that any bound allows."""
    allowed = [1 - Fraction(one.quantile.removeprefix("p")) / 100 for one in some if one.quantile]
    allowed += [slo.budget for slo in scene.estate.slos.values() if slo.indicator == indicator.id]
    return min(allowed, default=Fraction(1, 100)) / 10


def _observe(
    scene: Scene, child: Child, series: Series, bounds: list[Fraction], slow: Fraction
) -> None:
    usual = tuple(one for one in series.buckets if one <= bounds[0]) or (bounds[0],)
    higher = [one for one in series.buckets if one > bounds[-1]]
    beyond_it = (bounds[-1] + higher[0]) / 2 if higher else bounds[-1] * 2
    before = scene.behaviours[child]
    rate = before.rate if isinstance(before, Spread) else Fraction(0)
    scene.behaviours[child] = spread(rate, usual, slow, beyond_it)
    scene.settled.add(child)


def _ratio(scene: Scene, indicator: Indicator, aim: Aim) -> None:
    of, to = indicator.use.one("of"), indicator.use.one("to")
    if isinstance(to, Constant | Quantity):
        _by_constant(scene, indicator, aim, to.quantity if isinstance(to, Constant) else to)
    elif isinstance(of, Series) and of.type == "counter":
        _of_counters(scene, indicator, aim)
    elif isinstance(of, Series) and isinstance(to, Series):
        _of_gauges(scene, indicator, aim, of, to)


def _by_constant(scene: Scene, indicator: Indicator, aim: Aim, to: Quantity) -> None:
    of: Any = indicator.use.one("of")
    if isinstance(of, Reference):
        other = scene.estate.indicators[of.id]
        value = aim(scene, indicator, ())
        if value is not None:
            reached(scene, other, value * to.base / of.unit.size)
        return
    unit = of.unit.rate() if of.type == "counter" else of.unit
    whole = to.base / unit.size if to.unit.comparable(unit) else to.base
    for group, value in _aimed(scene, indicator, of, aim):
        copies = scene.copies(indicator, of)
        if of.type == "counter":
            scene.count(group.children, value * whole / copies)
        else:
            scene.set_level(of, group.children, value * whole, Fraction(0), copies)


def _of_counters(scene: Scene, indicator: Indicator, aim: Aim) -> None:
    """Change the bad events where less is better, and what else there is where more is."""
    of = indicator.use.series("of")
    wholes = selections(indicator.use.operands["to"])
    parts = scene.groups(indicator, of)
    others = [scene.groups(indicator, one) for one in wholes]
    for labels, group in parts.items():
        value = aim(scene, indicator, labels)
        whole = [child for one in others for child in matching(labels, one)]
        rest = [child for child in whole if child not in group.children]
        if value is None or not whole:
            continue
        inside = len(rest) < len(whole)
        total = scene.rate(rest)
        if inside and indicator.better == "higher":
            scene.count(rest, scene.rate(group.children) * (1 - value) / value)
        elif inside:
            scene.count(group.children, total * value / (1 - value) if value < 1 else total * 1000)
        else:
            scene.count(group.children, total * value)


def _of_gauges(scene: Scene, indicator: Indicator, aim: Aim, of: Series, to: Series) -> None:
    """Change the part; while all is well, make the whole fit a part that has bounds of its own."""
    wholes = scene.groups(indicator, to)
    for group, value in _aimed(scene, indicator, of, aim):
        whole = matching(group.labels, wholes)
        if not whole:
            continue
        settled = all(child in scene.settled for child in group.children)
        if aim is within and settled and not any(child in scene.settled for child in whole):
            room = scene.level(of, group.children) * _HEADROOM / value
            scene.set_level(to, whole, room, Fraction(0), 1)
        else:
            part = scene.level(to, whole) * value
            scene.set_level(of, group.children, part, Fraction(0), 1)


# Of a whole that nobody has put a bound on.
_ORDINARY: Final = Fraction(1, 5)
# A part with a bound of its own can cross that one and still be a healthy share of the whole.
_HEADROOM: Final = 8
_MOODS: Final[dict[str, Callable[[Scene, Indicator, Aim], None]]] = {
    "rate": _rate,
    "increase": _increase,
    "value": _value,
    "growth": _growth,
    "age": _age,
    "ratio": _ratio,
    "quantile": _quantile,
    "share_below": _quantile,
    "mean": _quantile,
    "difference": _difference,
    "drain_time": _drain_time,
}
# What is put together of the others comes after them.
_ORDER: Final = tuple(_MOODS)


def well(scene: Scene) -> None:
    """Let everything keep its bounds; what has none first, as it matters least."""

    def rank(indicator: Indicator) -> tuple[int, bool]:
        bounded = bool(indicator.thresholds or slos_of(scene.estate, indicator))
        return _ORDER.index(indicator.recipe.name), bounded

    some = [one for one in scene.estate.indicators.values() if one.recipe.name in _ORDER]
    for indicator in sorted(some, key=rank):
        settle(scene, indicator, within)


__all__ = ["beyond", "settle", "well"]
