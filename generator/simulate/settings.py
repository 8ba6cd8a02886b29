"""What a scenario of a project sets by hand."""

from collections.abc import Iterable
from fractions import Fraction

from generator.recipes.base import Series
from generator.resolve.estate import Setting
from generator.simulate.behaviour import Behaviour, Counting, Level, Moment, Spread
from generator.simulate.scene import Scene


def apply_settings(scene: Scene, settings: Iterable[tuple[Series, Setting]]) -> None:
    """Let the series of each selection behave as a scenario says, in its order."""
    for series, setting in settings:
        for child in scene.members(series):
            scene.behaviours[child] = _changed(scene.behaviours[child], series, setting)


def _changed(before: Behaviour, series: Series, setting: Setting) -> Behaviour:
    """Return a behaviour with what a setting says; resolving has seen to it that it fits."""
    value = None if setting.value is None else setting.value.to(series.unit)
    match before:
        case Counting():
            return Counting(before.rate if setting.rate is None else setting.rate)
        case Spread():
            rate = before.rate if setting.rate is None else setting.rate
            return Spread(rate, before.values if value is None else ((Fraction(1), value),))
        case Level() if setting.behind is None and not setting.stands:
            rises = setting.rises
            slope = before.slope if rises is None else rises.base / series.unit.size
            return Level(before.value if value is None else value, slope)
        case _:
            behind = before.behind if isinstance(before, Moment) else Fraction(0)
            return Moment(behind if setting.behind is None else setting.behind, setting.stands)
