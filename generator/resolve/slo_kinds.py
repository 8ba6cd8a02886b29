"""What an SLO counts: events of a ratio, events within a bound, or slices of time."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from generator.core.fields import Bound as BoundSpec
from generator.core.finding import Place
from generator.core.units import RATIO, Quantity
from generator.promql.expr import Matcher
from generator.recipes.base import Series, Side, Variant
from generator.resolve import codes
from generator.resolve.bounds import Bounds
from generator.resolve.context import Context
from generator.resolve.estate import Bound, Indicator
from generator.spec.component import Slo as SloSpec


class Kind(NamedTuple):
    """What is counted, with the bounds that tell good from bad, and a title that says so."""

    name: Literal["events", "within", "slices"]
    side: Side | None
    bounds: tuple[Bound, ...]
    counts_events: bool
    title: str


def resolve_kind(
    context: Context, name: str, spec: SloSpec, indicator: Indicator, place: Place
) -> Kind | None:
    """Return what an SLO counts; None, with findings, where its indicator cannot be counted so."""
    if spec.within is None and spec.above is None and spec.below is None:
        return _events(context, indicator, place)
    if spec.within is not None:
        return _within(context, name, indicator, spec.within, place.child("within"))
    return _slices(context, name, spec, indicator, place)


def _events(context: Context, indicator: Indicator, place: Place) -> Kind | None:
    if indicator.recipe.name == "share_below":
        return _share_below(indicator, place)
    hindrance, fix = _no_events(indicator)
    if hindrance:
        context.report(codes.WRONG_SLO, place.child("of"), hindrance, fix=fix)
        return None
    counts = indicator.recipe.counts_events(indicator.use)
    side: Side = "below" if indicator.better == "lower" else "above"
    return Kind("events", side, (), counts, indicator.title)


def _no_events(indicator: Indicator) -> tuple[str, str]:
    """Return why the events of an indicator cannot be counted, and what to do; or nothing."""
    what, use = f"`{indicator.id}`", indicator.use
    operands = [*use.operands.get("of", ()), *use.operands.get("to", ())]
    series = [one for one in operands if isinstance(one, Series)]
    counters = len(series) == len(operands) and all(one.type == "counter" for one in series)
    slices = "add `below:` or `above:` to count the time within a bound"
    if indicator.recipe.name == "quantile":
        return (
            f"{what} has percentiles, not a share",
            "add `within:` to count the events within a bound",
        )
    if indicator.recipe.name != "ratio" or not counters or indicator.unit != RATIO:
        return f"{what} is no share of counted events", slices
    missing = [label for label in use.level for one in series if label not in one.all_labels]
    if missing:
        message = f"{what} divides by something without the label `{missing[0]}`"
        return message, "use an indicator of which both counters have the labels of `by`"
    if indicator.better is None:
        return f"{what} does not say which way is good", "add `better: lower` or `higher` to it"
    return "", ""


def _share_below(indicator: Indicator, place: Place) -> Kind:
    """Take the bound of the recipe for that of the SLO: its events are counted at the bucket."""
    quantity: Quantity = indicator.use.param("bound")
    value = quantity.to(indicator.use.series("of").unit)
    bound = Bound(indicator.id, Variant(), "", quantity, value, place.child("of"))
    return Kind("within", None, (bound,), counts_events=True, title=indicator.title)


def _within(
    context: Context, name: str, indicator: Indicator, bound: BoundSpec, where: Place
) -> Kind | None:
    if indicator.recipe.name != "quantile":
        message = f"`{indicator.id}` is no quantile, its events have no length"
        context.report(codes.WRONG_SLO, where.key(), message, fix="name an indicator by `quantile`")
        return None
    bounds = _bounds(context, name, indicator, bound, where, of_events=True)
    if not bounds:
        return None
    title = f"{indicator.title} within {_listed(bounds)}"
    return Kind("within", None, bounds, counts_events=True, title=title)


def _slices(
    context: Context, name: str, spec: SloSpec, indicator: Indicator, place: Place
) -> Kind | None:
    side: Side = "below" if spec.above is None else "above"
    bound, where = spec.below if spec.above is None else spec.above, place.child(side)
    if bound is None:
        return None
    bounds = _bounds(context, name, indicator, bound, where, of_events=False)
    quantiles = {one.variant.quantile for one in bounds}
    if len(quantiles) > 1:
        message = "a slice of time is good or bad by one percentile"
        fix = f"keep one: `{{{max(quantiles)}: …}}`"
        context.report(codes.WRONG_VARIANT, where, message, fix=fix)
        return None
    if not bounds:
        return None
    title = f"{indicator.title} {side} {_listed(bounds)}"
    return Kind("slices", side, bounds, counts_events=False, title=title)


def _bounds(
    context: Context,
    name: str,
    indicator: Indicator,
    bound: BoundSpec,
    where: Place,
    *,
    of_events: bool,
) -> tuple[Bound, ...]:
    resolver = Bounds(
        context,
        indicator.recipe,
        indicator.use,
        unit=indicator.unit,
        variants=_variants(context, indicator),
        place=where,
        of_events=of_events,
    )
    before = len(context.findings)
    found = resolver.resolve(name, bound)
    # A bound that does not fit would make an SLO of something else.
    return found if len(context.findings) == before else ()


def _variants(context: Context, indicator: Indicator) -> dict[str, Matcher]:
    """Return the variants of the label that the indicator varies by; it was checked there."""
    vary = indicator.vary
    label = context.labels.get(vary) if vary is not None else None
    values: Mapping[str, str] = label.named_values if label else {}
    return {name: Matcher(vary or "", "=", value) for name, value in values.items()}


def _listed(bounds: tuple[Bound, ...]) -> str:
    return ", ".join(
        f"{one.quantity} ({one.variant_name})" if one.variant_name else str(one.quantity)
        for one in bounds
    )
