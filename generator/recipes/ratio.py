"""``ratio``: one thing as a share of another."""

from collections.abc import Mapping
from fractions import Fraction
from typing import ClassVar

from generator.core.fields import Names, OperandText, SpecModel
from generator.core.units import COUNT, RATIO, Quantity, Unit
from generator.promql import build as p
from generator.promql.expr import Binary, Expr, Selector
from generator.recipes.base import (
    Accepts,
    Builder,
    Constant,
    Limit,
    Operand,
    Recipe,
    RecipeError,
    Reference,
    Series,
    Use,
    counter,
    divided,
    gauge,
    per_second,
)


class RatioParams(SpecModel):
    """A share, or so much for each of something."""

    of: OperandText
    """The part: a counter, a gauge or an indicator."""
    to: Names
    """The whole: the same kinds, a list of counters to add up, a constant or a quantity."""
    join: Names = ()
    """Labels on which the two sides meet where they belong to different jobs."""


class Ratio(Recipe):
    """Rates of counters, readings of gauges, or indicators, divided by one another."""

    name = "ratio"
    params: ClassVar[type[SpecModel]] = RatioParams
    accepts: ClassVar[Mapping[str, Accepts]] = {
        "of": Accepts(types=("counter", "gauge"), reference=True),
        "to": Accepts(types=("counter", "gauge"), reference=True, number=True, many=True),
    }
    meaning = "One thing as a share of another; nothing to divide by gives no sample."
    zoomable = True

    def unit(self, use: Use) -> Unit:
        """Return the quotient of both units, a share where they are equal."""
        of, to = use.one("of"), use.one("to")
        if _is_counter(of) and _is_counter(to):
            return divided(of.unit, to.unit)
        if isinstance(to, Constant | Quantity) and _unit(of).comparable(to.unit):
            return RATIO
        return divided(_unit(of), to.unit)

    def check(self, use: Use) -> None:
        """Refuse kinds that cannot meet: a counter by a gauge, several wholes that are no counters."""
        of, wholes = use.one("of"), use.operands["to"]
        if len(wholes) > 1 and not all(_is_counter(whole) for whole in (of, *wholes)):
            raise RecipeError("only counters can be added up to a whole", "to", "name one operand")
        to = wholes[0]
        if isinstance(of, Series) and isinstance(to, Series) and of.type != to.type:
            raise RecipeError(
                f"a {of.type} cannot be divided by a {to.type}", "to", "use two of one type"
            )
        if isinstance(of, Series) and isinstance(to, Reference):
            raise RecipeError(
                "a metric cannot be divided by an indicator", "of", "name an indicator"
            )
        if isinstance(of, Reference) and isinstance(to, Series):
            raise RecipeError(
                "an indicator cannot be divided by a metric", "to", "name an indicator"
            )
        if isinstance(to, Constant | Quantity) and _quantity(to).number <= 0:
            raise RecipeError("a share of nothing is no number", "to", "give a value above 0")

    def counts_events(self, use: Use) -> bool:
        """Bad events can be counted where both sides are counters of plain events."""
        return all(
            isinstance(one, Series) and one.type == "counter" and one.unit == COUNT
            for one in (use.one("of"), *use.operands["to"])
        )

    def build(self, use: Use, to: Builder) -> Mapping[str, Expr]:
        """Build the form that fits the operands' types."""
        of, whole = use.one("of"), use.one("to")
        if isinstance(whole, Constant | Quantity):
            value = p.divide(_part(use, of, to), _number(_quantity(whole), _unit(of)))
            return {"": to.step("", _operation(use), value)}
        if isinstance(of, Reference) and isinstance(whole, Reference):
            value = p.divide(to.refer(of), p.positive(to.refer(whole)))
            return {"": to.step("", "ratio", value)}
        if _is_counter(of):
            return {"": _of_counters(use, to)}
        return {"": _of_gauges(use, to)}

    def condition(self, use: Use, steps: Mapping[str, Selector], limit: Limit) -> Expr:
        """Compare the ratio; with ``min_bad_events``, only where so many were bad in the window."""
        ratio = super().condition(use, steps, limit)
        if not limit.min_bad_events:
            return ratio
        of = steps["of"].where(*limit.variant.matchers)
        bad: Expr = of
        if limit.side == "below":
            bad = p.subtract(steps["to"].where(*limit.variant.matchers), of)
        count = p.multiply(bad, use.window)
        return p.op(ratio, "and", p.op(count, ">=", limit.min_bad_events))


def _is_counter(operand: Operand) -> bool:
    return isinstance(operand, Series) and operand.type == "counter"


def _unit(operand: Operand) -> Unit:
    return per_second(operand.unit) if _is_counter(operand) else operand.unit


def _quantity(operand: Constant | Quantity) -> Quantity:
    return operand.quantity if isinstance(operand, Constant) else operand


def _number(quantity: Quantity, unit: Unit) -> Fraction:
    """Return the number to divide by: in the part's own unit if it measures the same."""
    if quantity.unit.comparable(unit):
        return quantity.base / unit.size
    return quantity.base


def _operation(use: Use) -> str:
    return f"ratio_rate{use.window_text}" if _is_counter(use.one("of")) else "ratio"


def _part(use: Use, operand: Operand, to: Builder) -> Expr:
    if isinstance(operand, Reference):
        return to.refer(operand)
    series = use.series("of")
    return counter(series, use.level, to) if _is_counter(operand) else gauge(series, use.level, to)


def _of_counters(use: Use, to: Builder) -> Expr:
    """Zero-fill the part only where both sides have the labels: else a phantom series stands by."""
    window, level = use.window_text, use.level
    wholes = [one for one in use.operands["to"] if isinstance(one, Series)]
    common = tuple(label for label in level if all(label in one.all_labels for one in wholes))
    whole = to.step("to", f"to_rate{window}", _sum_of(wholes, common, to), level=common)
    part = counter(use.series("of"), level, to)
    if common == level:
        part = p.either(part, p.multiply(0, whole))
    part = to.step("of", f"of_rate{window}", part)
    ratio: Expr = p.divide(part, p.positive(whole))
    if common != level:
        ratio = Binary("/", part, p.positive(whole), on=common, group_left=())
    return to.step("", f"ratio_rate{window}", ratio)


def _sum_of(wholes: list[Series], level: tuple[str, ...], to: Builder) -> Expr:
    """Add counters up: each gets a label of its own, or ``or`` would drop what both have."""
    if len(wholes) == 1:
        return counter(wholes[0], level, to)
    rates = [
        p.call(
            "label_replace",
            p.over("rate", to.select(one), to.window),
            "__part__",
            str(number),
            "",
            "",
        )
        for number, one in enumerate(wholes, start=1)
    ]
    union: Expr = rates[0]
    for rate in rates[1:]:
        union = p.either(union, rate)
    return p.total(level, union)


def _of_gauges(use: Use, to: Builder) -> Expr:
    of, whole = use.series("of"), use.series("to")
    join = getattr(use.params, "join", ())
    if join:
        other = p.aggregate("max", join, to.select(whole))
        value: Expr = Binary(
            "/", gauge(of, use.level, to), p.positive(other), on=join, group_left=()
        )
        return to.step("", "ratio", value)
    value = p.divide(gauge(of, use.level, to), p.positive(gauge(whole, use.level, to)))
    return to.step("", "ratio", value)


RECIPE = Ratio()
