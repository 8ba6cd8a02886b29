"""Scenarios: what they breach must have bounds, what they set must be there and take it."""

import dataclasses
from collections.abc import Mapping
from fractions import Fraction

from generator.core.finding import Place
from generator.core.spelling import listed
from generator.core.units import Quantity, describe
from generator.recipes.base import Accepts, Series
from generator.resolve import codes
from generator.resolve.context import Context
from generator.resolve.estate import Estate, Scenario, Setting
from generator.resolve.names import Names
from generator.resolve.operands import Lookup
from generator.spec.scenario import Scenario as ScenarioSpec
from generator.spec.scenario import Setting as SettingSpec

_ANY = Accepts(types=("counter", "gauge", "histogram"))
# What a setting can say of each type; a time that stands still is a gauge's.
_TAKES = {
    "counter": ("rate",),
    "gauge": ("value", "rises", "behind", "stands"),
    "histogram": ("rate", "value"),
}


def with_scenarios(
    context: Context, estate: Estate, names: Names, specs: Mapping[str, tuple[str, ScenarioSpec]]
) -> Estate:
    """Return the estate with its scenarios; what does not fit in them is reported."""
    found = {
        name: _scenario(context, estate, names, spec, Place(file))
        for name, (file, spec) in specs.items()
    }
    return dataclasses.replace(estate, scenarios=found)


def _scenario(
    context: Context, estate: Estate, names: Names, spec: ScenarioSpec, place: Place
) -> Scenario:
    context.check_decisions(spec, place)
    context.owner_of(spec, None, place)
    for index, name in enumerate(spec.breach):
        where = place.child("breach", index)
        names.need(name, where, "indicator", "threshold", "slo")
        _need_bounds(context, estate, name, where)
    lookup = Lookup(context, estate.metrics, {}, lambda *_: None)
    settings = []
    for text, setting in spec.set.items():
        where = place.child("set", text)
        series = lookup.operand(text, where.key(), _ANY)
        if isinstance(series, Series) and _fits(context, series, setting, where):
            settings.append((series, _setting(setting)))
    down = None if spec.down == "all" else tuple(spec.down)
    return Scenario(spec.title, spec.breach, down, spec.restart, tuple(settings))


def _need_bounds(context: Context, estate: Estate, name: str, where: Place) -> None:
    indicator = estate.indicators.get(name)
    if indicator is None or indicator.thresholds:
        return
    if not any(slo.indicator == name for slo in estate.slos.values()):
        message = f"`{name}` has no bound that could be crossed"
        context.report(codes.UNKNOWN_ID, where, message, fix="name one with thresholds or an SLO")


def _fits(context: Context, series: Series, setting: SettingSpec, where: Place) -> bool:
    """Tell whether a setting says only what series of such a type can do, in their unit."""
    fits = True
    for field in sorted(setting.model_fields_set):
        if field not in _TAKES[series.type]:
            message = f"a {series.type} has no `{field}`"
            fix = f"write {listed(_TAKES[series.type])}"
            context.report(codes.WRONG_OPERAND, where.child(field), message, fix=fix)
            fits = False
    units = (("value", setting.value, series.unit), ("rises", setting.rises, series.unit.rate()))
    for field, quantity, unit in units:
        if isinstance(quantity, Quantity) and not quantity.unit.comparable(unit):
            message = f"`{quantity}` is {describe(quantity.unit)}, not {describe(unit)}"
            context.report(codes.WRONG_UNIT, where.child(field), message)
            fits = False
    return fits


def _setting(spec: SettingSpec) -> Setting:
    rate = None if spec.rate is None else Fraction(spec.rate)
    return Setting(rate, spec.value, spec.rises, spec.behind, spec.stands)
