"""Thresholds: bounds in the indicator's unit, one for each variant, with all of the alert."""

from collections.abc import Iterable
from fractions import Fraction

from generator.core.fields import Bound as BoundSpec
from generator.core.finding import Place
from generator.core.names import alert_name
from generator.core.spelling import listed, meant
from generator.core.units import Quantity, QuantityError, Unit, decimal_text, describe, example
from generator.promql.expr import Matcher
from generator.recipes.base import Recipe, Series, Use, Variant
from generator.resolve import codes
from generator.resolve.context import Context
from generator.resolve.estate import Bound, Threshold
from generator.spec.component import IndicatorBase
from generator.spec.component import Threshold as ThresholdSpec


def resolve_thresholds(
    context: Context,
    name: str,
    spec: IndicatorBase,
    *,
    recipe: Recipe,
    use: Use,
    unit: Unit,
    owner: str,
    place: Place,
) -> tuple[Threshold, ...]:
    """Return the thresholds of an indicator, in spec order, without those that make no sense."""
    found: list[Threshold] = []
    if spec.vary not in context.labels and context.lost.may_be("label", spec.vary or ""):
        return ()  # bounds for values of a label that could not be read
    variants = _label_variants(context, spec, use, place)
    for severity, one in spec.thresholds.items():
        where = place.child("thresholds", severity)
        context.check_decisions(one, where)
        side = "above" if one.above is not None else "below"
        bounds = Bounds(context, recipe, use, unit=unit, variants=variants, place=where.child(side))
        resolved = bounds.resolve(f"{name}.{severity}", one.above or one.below)
        notifies = context.project.severities.get(severity) != "none"
        if not resolved:
            continue
        _check_range(context, recipe, use, side, resolved)
        if notifies and context.project.severities.get(severity) == "page" and one.runbook is None:
            context.report(
                codes.NO_RUNBOOK, where.key(), f"`{name}.{severity}` pages without a runbook"
            )
        found.append(
            Threshold(
                id=f"{name}.{severity}",
                severity=severity,
                notifies=notifies,
                side=side,  # type: ignore[arg-type]
                bounds=resolved,
                for_=context.project.defaults.for_ if one.for_ is None else one.for_,
                keep_firing_for=one.keep_firing_for,
                alert=one.alert or alert_name(name),
                min_bad_events=_min_bad(context, recipe, use, one, where),
                runbook=one.runbook,
                summary=one.summary,
                description=one.description,
                inhibits=one.inhibits,
                owner=context.owner_of(one, owner, where),
                decided=(*spec.decided, *one.decided),
                place=where,
            )
        )
        if notifies and not found[-1].owner:
            context.report(codes.NO_OWNER, where.key(), f"nobody owns `{name}.{severity}`")
    return tuple(found)


def _check_range(
    context: Context, recipe: Recipe, use: Use, side: str, bounds: tuple[Bound, ...]
) -> None:
    """Report bounds that no value can cross: the alert would look like protection."""
    for bound in bounds:
        if side == "below" and bound.value == 0 and not recipe.signed:
            message = f"nothing measured here is ever below `{bound.quantity}`"
            fix = "write a bound above 0"
            context.report(codes.OUT_OF_RANGE, bound.place, message, fix=fix)
        if side == "above" and bound.value >= 1 and _is_part(use):
            message = f"a part is never above `{bound.quantity}` of its whole"
            fix = "write a bound below 100%"
            context.report(codes.OUT_OF_RANGE, bound.place, message, fix=fix)


def _is_part(use: Use) -> bool:
    """Tell whether a ratio divides a selection of a counter by the whole of it."""
    of, wholes = use.operands.get("of", ()), use.operands.get("to", ())
    named = [one for one in of if isinstance(one, Series) and one.type == "counter"]
    return any(
        one.metric == whole.metric and set(whole.matchers) <= set(one.matchers)
        for one in named
        for whole in wholes
        if isinstance(whole, Series)
    )


def _min_bad(context: Context, recipe: Recipe, use: Use, spec: ThresholdSpec, where: Place) -> int:
    counts = recipe.counts_events(use)
    if spec.min_bad_events is None:
        return context.project.defaults.min_bad_events if counts else 0
    if not counts:
        message = f"`{recipe.name}` here is no share of counted events"
        context.report(codes.BAD_MIN, where.child("min_bad_events"), message)
        return 0
    return spec.min_bad_events


def _label_variants(
    context: Context, spec: IndicatorBase, use: Use, place: Place
) -> dict[str, Matcher]:
    """Return the variants of the varied label by their friendly names."""
    if spec.vary is None:
        return {}
    where = place.child("vary")
    if spec.vary not in use.by:
        context.report(
            codes.WRONG_VARIANT,
            where,
            f"`{spec.vary}` is not in `by`",
            fix=f"add it: `by: [{spec.vary}]`",
        )
    label = context.labels.get(spec.vary)
    values = label.named_values if label else {}
    if not values:
        context.report(
            codes.WRONG_VARIANT,
            where,
            f"the values of `{spec.vary}` are not known",
            fix="list its `values` in specs/labels.yaml",
        )
    return {name: Matcher(spec.vary, "=", value) for name, value in values.items()}


def _bound(
    name: str,
    path: tuple[str, ...],
    variant: Variant,
    quantity: Quantity,
    *,
    value: Fraction,
    place: Place,
) -> Bound:
    return Bound(".".join((name, *path)), variant, " ".join(path), quantity, value, place)


class Bounds:
    """Turns a bound as written into exact values for each variant."""

    def __init__(
        self,
        context: Context,
        recipe: Recipe,
        use: Use,
        *,
        unit: Unit,
        variants: dict[str, Matcher],
        place: Place,
        of_events: bool = False,
    ) -> None:
        """Remember what is bounded; with ``of_events`` single events are, not percentiles."""
        self._context, self._use, self._unit = context, use, unit
        self._quantiles = () if of_events else recipe.quantiles(use)
        self._of_events, self._signed = of_events, recipe.signed
        self._variants, self._place = variants, place

    def resolve(self, name: str, bound: BoundSpec | None) -> tuple[Bound, ...]:
        """Return the bound of each variant, with findings where the bound does not fit."""
        if bound is None:
            return ()
        if bound.plain and (self._quantiles or self._variants):
            return self._spread(name, bound.by_variant[0][1])
        rows = []
        for path, quantity in bound.by_variant:
            where = self._place.child(*path)
            variant = self._variant(path, where)
            value = self._value(quantity, where)
            if variant is not None and value is not None:
                self._check_bucket(variant, value, quantity, where)
                rows.append(_bound(name, path, variant, quantity, value=value, place=where))
        if not bound.plain:
            self._check_cover(bound)
        return tuple(rows)

    def _spread(self, name: str, quantity: Quantity) -> tuple[Bound, ...]:
        if self._quantiles:
            message = "a bound on percentiles says which one it is for"
            fix = f"write `{{{self._quantiles[-1]}: {quantity}}}`"
            self._context.report(codes.WRONG_VARIANT, self._place, message, fix=fix)
            return ()
        value = self._value(quantity, self._place)
        if value is None:
            return ()
        self._check_bucket(Variant(), value, quantity, self._place)
        return (_bound(name, (), Variant(), quantity, value=value, place=self._place),)

    def _value(self, quantity: Quantity, where: Place) -> Fraction | None:
        try:
            value = quantity.to(self._unit)
        except QuantityError:
            found, wanted = describe(quantity.unit), describe(self._unit)
            message = f"`{quantity}` is {found}, what is measured is {wanted}"
            fix = f"write it as {wanted}, such as `{example(self._unit)}`"
            self._context.report(codes.WRONG_UNIT, where, message, fix=fix)
            return None
        if value < 0 and not self._signed:
            message = f"`{quantity}` is below 0, what is measured never is"
            self._context.report(codes.OUT_OF_RANGE, where, message)
            return None
        return value

    def _variant(self, path: tuple[str, ...], where: Place) -> Variant | None:
        names = list(path)
        quantile = ""
        if self._quantiles and names:
            quantile = names.pop(0)
            if quantile not in self._quantiles:
                self._unknown(quantile, self._quantiles, self._place.child(quantile))
                return None
        if not names:
            return Variant(quantile)
        if names[0] not in self._variants or len(names) > 1:
            self._unknown(names[-1], self._variants, where)
            return None
        return Variant(quantile, self._variants[names[0]])

    def _unknown(self, name: str, known: Iterable[str], where: Place) -> None:
        options = list(known)
        fix = (
            f"its variants are {listed(options, 'and')}"
            if options
            else "add `vary:` with the label whose values have bounds"
        )
        friendly = next((key for key, one in self._variants.items() if one.value == name), None)
        if friendly is not None and friendly != name:
            fix = f"write `{friendly}`, its name in specs/labels.yaml"
        elif name in self._variants:
            fix = "percentiles stand outside, values of the label inside: `{p95: {hit: 10ms}}`"
        else:
            fix = meant(name, options) or fix
        message = f"there is no variant `{name}`"
        self._context.report(codes.WRONG_VARIANT, where.key(), message, fix=fix)

    def _check_cover(self, bound: BoundSpec) -> None:
        if not self._variants:
            return
        given: dict[tuple[str, ...], set[str]] = {}
        for path, _ in bound.by_variant:
            given.setdefault(path[:-1], set()).add(path[-1])
        for path, names in given.items():
            missing = [name for name in self._variants if name not in names]
            if missing and names <= set(self._variants):
                self._context.report(
                    codes.WRONG_VARIANT,
                    self._place.child(*path).key(),
                    f"no bound for {', '.join(f'`{name}`' for name in missing)}",
                )

    def _check_bucket(
        self, variant: Variant, value: Fraction, quantity: Quantity, where: Place
    ) -> None:
        if not variant.quantile and not self._of_events:
            return
        buckets = self._use.series("of").buckets
        if value not in buckets:
            ends = ", ".join(decimal_text(bucket) or "" for bucket in buckets)
            metric = self._use.series("of").metric
            fix = f"buckets of `{metric}` end at {ends} {self._unit}".rstrip()
            message = f"no bucket ends at `{quantity}`"
            self._context.report(codes.NO_BUCKET, where, message, fix=fix)
