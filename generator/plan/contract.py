"""The instrumentation contract: what the application must expose for rules to be right."""

import dataclasses
from collections.abc import Iterator, Mapping
from fractions import Fraction

from generator.core.units import Quantity
from generator.plan.uses import Thing
from generator.promql.expr import Matcher
from generator.recipes.base import Series
from generator.resolve.estate import Estate, Indicator


@dataclasses.dataclass(frozen=True, slots=True)
class Required:
    """A bucket that a histogram must have, and what reads it."""

    bound: Fraction
    readers: tuple[Thing, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Buckets:
    """The buckets that the bounds on a histogram need.

    ``above`` is the next finite bucket above all of them, None where there is none: percentiles
    beyond the last bound are then shown as that bound.
    """

    metric: str
    required: tuple[Required, ...]
    above: Fraction | None


@dataclasses.dataclass(frozen=True, slots=True)
class Children:
    """A metric whose series must begin at 0, and what reads it.

    ``conditions`` are those under which alerts and promises read it: of these label sets a series
    must be there before the first event.
    """

    metric: str
    conditions: tuple[tuple[Matcher, ...], ...]
    readers: tuple[Thing, ...]


def buckets(estate: Estate) -> tuple[Buckets, ...]:
    """Return the buckets that thresholds, shares below a bound and SLOs read, by metric."""
    found: dict[str, dict[Fraction, dict[Thing, None]]] = {}
    for metric, bound, reader in _read_buckets(estate):
        found.setdefault(metric, {}).setdefault(bound, {})[reader] = None
    return tuple(
        Buckets(
            metric,
            tuple(Required(bound, tuple(some)) for bound, some in sorted(bounds.items())),
            min(
                (one for one in estate.metrics[metric].series.buckets if one > max(bounds)),
                default=None,
            ),
        )
        for metric, bounds in sorted(found.items())
    )


def _read_buckets(estate: Estate) -> Iterator[tuple[str, Fraction, Thing]]:
    for indicator in estate.indicators.values():
        metric = _histogram(indicator)
        if metric is None:
            continue
        for threshold in indicator.thresholds if indicator.recipe.quantiles(indicator.use) else ():
            yield from ((metric, one.value, ("threshold", one.id)) for one in threshold.bounds)
        bound = getattr(indicator.use.params, "bound", None)
        if isinstance(bound, Quantity):
            unit = estate.metrics[metric].series.unit
            yield metric, bound.to(unit), ("indicator", indicator.id)
    for slo in estate.slos.values():
        metric = _histogram(estate.indicators[slo.indicator]) if slo.kind == "within" else None
        if metric is not None:
            yield from ((metric, one.value, ("slo", slo.id)) for one in slo.bounds)


def _histogram(indicator: Indicator) -> str | None:
    """Return the histogram of which an indicator reads single buckets; a native one has none."""
    operands = indicator.use.operands.get("of", ())
    found = operands[0] if operands else None
    is_one = isinstance(found, Series) and found.type == "histogram" and not found.native
    return found.metric if isinstance(found, Series) and is_one else None


def children(estate: Estate) -> tuple[Children, ...]:
    """Return the counters and histograms that alerts and promises read, by name."""
    conditions: dict[str, dict[tuple[Matcher, ...], None]] = {}
    readers: dict[str, dict[Thing, None]] = {}
    for series, reader in _counted(estate):
        own = tuple(one for one in series.matchers if one.label in series.labels)
        conditions.setdefault(series.metric, {})[own] = None
        readers.setdefault(series.metric, {})[reader] = None
    return tuple(
        Children(name, tuple(filter(None, conditions[name])), tuple(readers[name]))
        for name in sorted(conditions)
    )


def _counted(estate: Estate) -> Iterator[tuple[Series, Thing]]:
    for name in sorted(_alerting(estate)):
        for some in estate.indicators[name].use.operands.values():
            for one in some:
                if isinstance(one, Series) and one.type != "gauge":
                    yield one, ("indicator", name)
    for alert in estate.alerts.values():
        for each in alert.operands:
            if isinstance(each, Series) and each.type != "gauge":
                yield each, ("alert", alert.id)


def _alerting(estate: Estate) -> set[str]:
    """Return the indicators that alerts and promises read, directly or through others."""
    todo = [slo.indicator for slo in estate.slos.values()]
    todo += [indicator.id for indicator, one in estate.thresholds() if one.notifies]
    todo += [name for alert in estate.alerts.values() for name in alert.refers]
    found: set[str] = set()
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo += estate.indicators[name].refers
    return found


def filled_parts(estate: Estate) -> Mapping[str, tuple[str, ...]]:
    """Return the counters that count as 0 while they have no series, with what reads them so.

    One that is never exposed at all looks like one that counts nothing.
    """
    found: dict[str, dict[str, None]] = {}
    for indicator in estate.indicators.values():
        part = _filled(indicator)
        if part is not None:
            found.setdefault(part, {})[indicator.id] = None
    return {name: tuple(some) for name, some in sorted(found.items())}


def _filled(indicator: Indicator) -> str | None:
    """Return the counter that a ratio fills with 0, if its whole has all labels of the result."""
    use = indicator.use
    part, wholes = use.operands.get("of", ()), use.operands.get("to", ())
    counted = [one for one in (*part, *wholes) if isinstance(one, Series) and one.type == "counter"]
    if indicator.recipe.name != "ratio" or len(counted) < len(part) + len(wholes):
        return None
    complete = all(label in one.all_labels for one in counted[1:] for label in use.level)
    return counted[0].metric if complete else None
