"""Bounds as written, made exact values in the indicator's unit, one for each variant."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Final, NamedTuple

from generator.core.fields import Bound as BoundSpec
from generator.core.fields import ConstantName, Limit
from generator.core.finding import Place, Related
from generator.core.spelling import listed, meant
from generator.core.units import (
    SECONDS,
    Family,
    Quantity,
    QuantityError,
    Unit,
    decimal_text,
    describe,
    example,
)
from generator.promql.expr import Matcher
from generator.recipes.base import Recipe, Series, Use, Variant
from generator.resolve import codes
from generator.resolve.context import Context
from generator.resolve.estate import Bound

_MILLISECONDS: Final = Unit(Family.TIME, Fraction(1, 1000))


class _Amount(NamedTuple):
    """A quantity with its value in the unit of what is bounded, and the constant that gave it."""

    quantity: Quantity
    value: Fraction
    constant: str = ""


def _bound(
    name: str, path: tuple[str, ...], variant: Variant, amount: _Amount, place: Place
) -> Bound:
    return Bound(
        ".".join((name, *path)),
        variant,
        " ".join(path),
        amount.quantity,
        amount.value,
        place,
        amount.constant,
    )


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
        for path, limit in bound.by_variant:
            where = self._place.child(*path)
            variant = self._variant(path, where)
            amount = self._amount(limit, where)
            if variant is not None and amount is not None:
                self._check_bucket(variant, amount, where)
                rows.append(_bound(name, path, variant, amount, where))
        if not bound.plain:
            self._check_cover(bound)
        return tuple(rows)

    def _spread(self, name: str, limit: Limit) -> tuple[Bound, ...]:
        if self._quantiles:
            message = "a bound on percentiles says which one it is for"
            fix = f"write `{{{self._quantiles[-1]}: {limit}}}`"
            self._context.report(codes.WRONG_VARIANT, self._place, message, fix=fix)
            return ()
        amount = self._amount(limit, self._place)
        if amount is None:
            return ()
        self._check_bucket(Variant(), amount, self._place)
        return (_bound(name, (), Variant(), amount, self._place),)

    def _amount(self, limit: Limit, where: Place) -> _Amount | None:
        """Return what a bound says, in the unit of what is measured; None with a finding."""
        constant = limit.name if isinstance(limit, ConstantName) else ""
        quantity = (
            self._context.constant(limit.name, where) if isinstance(limit, ConstantName) else limit
        )
        if quantity is None:
            return None
        related = None
        if constant:
            place = Place(self._context.project_file, ("constants", constant, "value"))
            related = Related(place, f"`{limit}` is {quantity}")
        try:
            value = quantity.to(self._unit)
        except QuantityError:
            found, wanted = describe(quantity.unit), describe(self._unit)
            message = f"`{limit}` is {found}, what is measured is {wanted}"
            fix = f"write it as {wanted}, such as `{example(self._unit)}`"
            fix += ", or name another constant" if constant else ""
            self._context.report(codes.WRONG_UNIT, where, message, fix=fix, related=related)
            return None
        if constant in self._context.doubted:
            return None  # its number says nothing in the unit that was declared
        if value < 0 and not self._signed:
            message = f"`{limit}` is below 0, what is measured never is"
            self._context.report(codes.OUT_OF_RANGE, where, message, related=related)
            return None
        return _Amount(quantity, value, constant)

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

    def _check_bucket(self, variant: Variant, amount: _Amount, where: Place) -> None:
        if not variant.quantile and not self._of_events:
            return
        series = self._use.series("of")
        if not series.native and amount.value not in series.buckets:
            if (meant := _scaled(series, amount.value)) is not None:
                self._report_buckets(series, meant, amount, where)
                return
            ends = ", ".join(decimal_text(bucket) or "" for bucket in series.buckets)
            fix = f"buckets of `{series.metric}` end at {ends} {self._unit}".rstrip()
            message = f"no bucket ends at `{amount.quantity}`"
            self._context.report(codes.NO_BUCKET, where, message, fix=fix)

    def _report_buckets(self, series: Series, meant: Unit, amount: _Amount, where: Place) -> None:
        """Report buckets that were written in another unit, once for all bounds."""
        factor = meant.scale / series.unit.scale
        right = ", ".join(decimal_text(one * factor) or "" for one in series.buckets)
        self._context.report(
            codes.BUCKET_UNIT,
            self._context.declared_at[series.metric].child("buckets"),
            f"`{series.metric}` is in {series.unit}, and its buckets look like {meant}",
            fix=f"write `[{right}]`, or declare `unit: {meant}` if it is exposed so",
            related=Related(where, f"`{amount.quantity}` would be one of them"),
        )


def _scaled(series: Series, bound: Fraction) -> Unit | None:
    """Return the unit in which a bound beyond all buckets of a histogram is one of them."""
    ends = series.buckets
    for unit, beyond in ((_MILLISECONDS, bound < min(ends)), (SECONDS, bound > max(ends))):
        if beyond and series.unit.family is Family.TIME and series.unit != unit:
            return unit if bound * series.unit.scale / unit.scale in ends else None
    return None
