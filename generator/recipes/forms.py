"""Forms that several recipes share: gauges and counters combined, buckets found, units divided."""

import re
from collections.abc import Mapping
from fractions import Fraction

from generator.core.units import (
    COUNT,
    RATIO,
    Family,
    Quantity,
    QuantityError,
    Unit,
    decimal_text,
    describe,
    example,
)
from generator.promql import build as p
from generator.promql.expr import Binary, Expr, Matcher, Selector
from generator.recipes.base import Builder, Operand, RecipeError, Reference, Series, Use

# Where clients begin to write numbers with an exponent; between these none of them does.
_LARGE, _SMALL = 10**6, Fraction(1, 1000)


def divided(of: Unit, to: Unit) -> Unit:
    """Return the unit of a quotient.

    Raises:
        RecipeError: a quotient of these is no unit we know.
    """
    if of.comparable(to):
        if of.size != to.size:
            raise RecipeError(
                f"what is divided is in {of}, what it is divided by in {to}",
                "to",
                "use metrics of one unit",
            )
        return RATIO
    if to == COUNT:
        return of
    raise RecipeError(
        f"{describe(of)} divided by {describe(to)} is no unit that is known",
        "to",
        "divide by something of the same kind or by a count",
    )


def per_second(unit: Unit) -> Unit:
    """Return the unit of a counter's rate; seconds per second are a plain number.

    A counter of milliseconds grows a thousand times as fast: its rate counts thousandths.
    """
    if unit.family is Family.TIME:
        return Unit(Family.COUNT, unit.scale)
    return unit.rate()


def same_unit(left: Unit, right: Unit) -> bool:
    """Tell whether numbers of two units can be added up as they are."""
    return left.comparable(right) and left.size == right.size


def in_unit(use: Use, field: str, unit: Unit) -> Fraction:
    """Return the exact value of a parameter that is a quantity, in a unit.

    Raises:
        RecipeError: it measures something else.
    """
    quantity: Quantity = use.param(field)
    try:
        return quantity.to(unit)
    except QuantityError as error:
        fix = f"write it as {describe(unit)}, such as `{example(unit)}`"
        raise RecipeError(str(error), field, fix) from error


def gauge(series: Series, level: tuple[str, ...], to: Builder) -> Expr:
    """Return gauges combined as the metric declares, shared reports taken once.

    ``own`` holds the labels by which two reports of one shared thing are told apart.
    """
    selector = to.select(series)
    if series.shared is None:
        return p.aggregate(series.aggregate, level, selector)
    named = tuple(label for label in series.target_labels if label in level)
    own = (*series.identity, *series.labels, *named)
    label, values = series.shared
    if label == "*":
        return p.aggregate(series.aggregate, level, p.aggregate("max", own, selector))
    pattern = "|".join(re.escape(value) for value in values)
    once = p.aggregate("max", own, selector.where(Matcher(label, "=~", pattern)))
    each = p.aggregate(series.aggregate, own, selector.where(Matcher(label, "!~", pattern)))
    return p.aggregate(series.aggregate, level, p.either(once, each))


def counter(series: Series, level: tuple[str, ...], to: Builder, function: str = "rate") -> Expr:
    """Return a counter's rate or increase, summed by exactly these labels."""
    window = to.window if function == "rate" else to.fixed_window
    return p.total(level, p.over(function, to.select(series), window))


def events(series: Series, part: str, level: tuple[str, ...], to: Builder) -> Expr:
    """Return the rate of a histogram's ``_sum`` or ``_count``, summed by exactly these labels."""
    if series.native:
        return p.call(f"histogram{part}", native(series, level, to))
    return p.total(level, p.over("rate", to.select(series, part), to.window))


def native(series: Series, level: tuple[str, ...], to: Builder) -> Expr:
    """Return the histogram of a native one's events per second, summed by exactly these labels."""
    return counter(series, level, to)


def fraction_within(histogram: Expr, bound: Fraction) -> Expr:
    """Return the share of a native histogram's events from 0 to a bound; no events, no sample.

    The function returns NaN for no events, which would stay in every sum over time.
    """
    return p.op(p.call("histogram_fraction", 0, bound, histogram), ">=", 0)


def bucket(selector: Selector, bound: Fraction) -> Selector:
    """Return the series of one bucket, however the client spells its bound."""
    return selector.where(Matcher("le", "=~", bucket_pattern(bound)))


def bucket_pattern(bound: Fraction) -> str:
    """Return the regular expression for a bucket's ``le`` as clients write it.

    All of them match one number only: ``500`` and ``500.0``; from a million on also Go's
    ``1e+06`` and Java's ``1.0E7``, below a thousandth their ``1e-05`` and ``5.0E-4``.

    Raises:
        ValueError: no decimal is this number, so no bucket can end at it.
    """
    text = decimal_text(bound)
    if text is None:
        raise ValueError(f"{bound} is no decimal")
    plain = rf"{text}(\.0)?" if "." not in text else text.replace(".", r"\.")
    if bound == 0 or _SMALL <= bound < _LARGE:
        return plain
    digits = text.replace(".", "").strip("0")
    mantissa = rf"{digits[0]}\.{digits[1:]}" if len(digits) > 1 else rf"{digits}(\.0)?"
    exponent = _exponent(bound)
    sign = r"\+?" if exponent > 0 else "-"
    return rf"{plain}|{mantissa}[eE]{sign}0?{abs(exponent)}"


def _exponent(value: Fraction) -> int:
    exponent = 0
    while value >= Fraction(10) ** (exponent + 1):
        exponent += 1
    while value < Fraction(10) ** exponent:
        exponent -= 1
    return exponent


def common_labels(level: tuple[str, ...], *wholes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the labels of a level that all of these have."""
    return tuple(label for label in level if all(label in labels for labels in wholes))


def quotient(part: Expr, whole: Expr, level: tuple[str, ...], common: tuple[str, ...]) -> Expr:
    """Return ``part / (whole > 0)``, matched on the common labels if the part has more."""
    if common == level:
        return p.divide(part, p.positive(whole))
    return Binary("/", part, p.positive(whole), on=common, group_left=())


def pinned(series: Series) -> Mapping[str, str]:
    """Return the labels that conditions hold to exactly one value, with that value."""
    found: dict[str, set[str]] = {}
    for matcher in series.matchers:
        if matcher.op == "=":
            found.setdefault(matcher.label, set()).add(matcher.value)
    return {label: min(values) for label, values in found.items() if len(values) == 1}


def need_labels(use: Use, field: str, series: Series) -> None:
    """Refuse an operand without the labels of the result: it would never meet the others.

    Raises:
        RecipeError: with the first label that is missing.
    """
    for label in use.level:
        if label not in series.all_labels:
            raise RecipeError(
                f"`{series.metric}` has no label `{label}`",
                field,
                f"leave `{label}` out of `by`, or use a metric that has it",
            )


def need_level(use: Use, field: str, operand: Operand) -> None:
    """Refuse another ``by`` than that of the indicator that is referred to.

    A record cannot be broken down any more, and its name must tell its labels.

    Raises:
        RecipeError: the labels differ.
    """
    if not isinstance(operand, Reference) or set(operand.labels) == set(use.level):
        return
    identity = use.level[: len(use.level) - len(use.by)]
    by = ", ".join(label for label in operand.labels if label not in identity)
    raise RecipeError(
        f"`{operand.id}` has other labels than `by` says", field, f"write `by: [{by}]`"
    )
