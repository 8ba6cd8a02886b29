"""The pair of an SLO: two recorded series, bad and total, from which long windows are made.

Sums of the pair weigh every event alike, whenever it happened. A recorded ratio that is averaged
weighs every minute alike instead: one bad request in a quiet night then counts as much as thousands
of good ones by day.
"""

import dataclasses
from fractions import Fraction

from generator.core.names import record_name
from generator.core.units import duration_text
from generator.plan.build import Recordings
from generator.plan.rules import Record
from generator.plan.slo.steps import WindowBuilder
from generator.promql import build as p
from generator.promql.expr import COMPARISONS, Binary, Expr, Selector
from generator.recipes.base import Limit, Series, Side
from generator.recipes.forms import bucket, events, fraction_within, native
from generator.resolve.estate import Indicator, Slo


@dataclasses.dataclass(frozen=True, slots=True)
class Pair:
    """How to read bad and total, and what must be recorded for it.

    ``interval`` is the time between two samples. ``per_second`` tells that they are events per
    second; else each sample is one slice of time.
    """

    records: tuple[Record, ...]
    bad: Selector
    total: Selector
    interval: Fraction
    per_second: bool


class _Recorder:
    """Gives names to the steps of a pair."""

    def __init__(self, recordings: Recordings, slo: Slo, indicator: Indicator) -> None:
        self._prefix, self._slo, self._level = recordings.estate.prefix, slo, indicator.labels
        self.records: list[Record] = []

    def record(self, operation: str, value: Expr) -> Selector:
        name = record_name(self._level, self._prefix, self._slo.id, operation)
        self.records.append(Record(name, value, self._slo.id))
        return Selector(name)


def make_pair(recordings: Recordings, slo: Slo) -> Pair:
    """Return the pair of an SLO."""
    indicator = recordings.estate.indicators[slo.indicator]
    to = _Recorder(recordings, slo, indicator)
    project = recordings.estate.project
    window = project.defaults.window
    if slo.kind == "slices":
        bad, total = _slices(recordings, slo, indicator, to)
    elif slo.kind == "within":
        bad, total = _within(slo, indicator, to, duration_text(window))
    elif indicator.use.window == window:
        steps = recordings.of(indicator.id).steps
        bad, total = _of_indicator(slo, steps["of"], steps["to"], to, duration_text(window))
    else:
        bad, total = _of_raw(slo, indicator, to, duration_text(window))
    return Pair(tuple(to.records), bad, total, project.evaluation, slo.kind != "slices")


def _of_indicator(
    slo: Slo, part: Selector, whole: Selector, to: _Recorder, window: str
) -> tuple[Selector, Selector]:
    """Read the records that the indicator has anyway; where more is better, bad is the rest."""
    if slo.side == "below":
        return part, whole
    return to.record(f"bad_rate{window}", rest(whole, part)), whole


def _of_raw(
    slo: Slo, indicator: Indicator, to: _Recorder, window: str
) -> tuple[Selector, Selector]:
    """Record a pair of its own: the indicator looks back too far, which would blur the budget."""
    kept: dict[str, Selector] = {}
    names = {"to": "total", "of": "bad" if slo.side == "below" else "good"}

    def record(key: str, value: Expr) -> Expr:
        if key in names:
            kept[key] = to.record(f"{names[key]}_rate{window}", value)
        return kept.get(key, value)

    indicator.recipe.build(indicator.use, WindowBuilder(window, record))
    if slo.side == "below":
        return kept["of"], kept["to"]
    return to.record(f"bad_rate{window}", rest(kept["to"], kept["of"])), kept["to"]


def _within(
    slo: Slo, indicator: Indicator, to: _Recorder, window: str
) -> tuple[Selector, Selector]:
    counted, good = counted_within(slo, indicator, window)
    total = to.record(f"total_rate{window}", counted)
    bad = rest(total, p.either(good, p.multiply(0, total)))
    return to.record(f"bad_rate{window}", bad), total


def counted_within(slo: Slo, indicator: Indicator, window: str) -> tuple[Expr, Expr]:
    """Return all events per second of a histogram, and those within the bound of their variant."""
    builder = WindowBuilder(window)
    series, level = indicator.use.series("of"), indicator.labels
    counted = events(series, "_count", level, builder)
    if series.native:
        return counted, _native_within(slo, series, level, builder)
    good: Expr | None = None
    for bound in slo.bounds:
        selector = builder.select(series, "_bucket").where(*bound.variant.matchers)
        rate = p.over("rate", bucket(selector, bound.value), window)
        good = rate if good is None else p.either(good, rate)
    if good is None:
        raise ValueError(f"{slo.id} has no bound")
    return counted, p.total(level, good)


def _native_within(
    slo: Slo, series: Series, level: tuple[str, ...], builder: WindowBuilder
) -> Expr:
    """Return the events of a native histogram within the bound of their variant."""
    good: Expr | None = None
    for bound in slo.bounds:
        matchers = (*series.matchers, *bound.variant.matchers)
        of_variant = native(dataclasses.replace(series, matchers=matchers), level, builder)
        share = fraction_within(of_variant, bound.value)
        rate = p.multiply(share, p.call("histogram_count", of_variant))
        good = rate if good is None else p.either(good, rate)
    if good is None:
        raise ValueError(f"{slo.id} has no bound")
    return good


def rest(total: Expr, good: Expr) -> Expr:
    """Return what is not good; never below 0, where float errors or wrong counters would lead."""
    return p.call("clamp_min", p.subtract(total, good), 0)


def _slices(
    recordings: Recordings, slo: Slo, indicator: Indicator, to: _Recorder
) -> tuple[Selector, Selector]:
    """Return a slice for every evaluation with data: bad if 1; no data is no slice."""
    beyond: Expr | None = None
    for bound in slo.bounds:
        bad_side: Side = "above" if slo.side == "below" else "below"
        limit = Limit(bad_side, bound.value, bound.variant)
        condition = indicator.recipe.condition(
            indicator.use, recordings.of(indicator.id).steps, limit
        )
        if not isinstance(condition, Binary) or condition.op not in COMPARISONS:
            raise TypeError(f"{indicator.id} is not compared with its bound")
        told = dataclasses.replace(condition, returns_bool=True)
        beyond = told if beyond is None else p.either(beyond, told)
    if beyond is None:
        raise ValueError(f"{slo.id} has no bound")
    bad = to.record("bad", beyond)
    return bad, to.record("total", p.add(p.multiply(bad, 0), 1))
