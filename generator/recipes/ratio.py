"""``ratio``: one thing as a share of another."""

import functools
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
)
from generator.recipes.forms import (
    common_labels,
    counter,
    divided,
    gauge,
    need_level,
    per_second,
    pinned,
    quotient,
    same_unit,
)

_EXTREMES = {"max", "min"}


class RatioParams(SpecModel):
    """A share, or so much for each of something."""

    of: OperandText
    """The part: a counter, a gauge or an indicator."""
    to: Names
    """The whole: the same kinds, a list of counters to add up, a constant or a quantity."""
    join: Names = ()
    """Labels on which two gauges meet that belong to different jobs."""


class Ratio(Recipe):
    """One thing as a share of another; nothing to divide by gives no sample.

    Formula, of counters: ``of / (to > 0)`` with ``to = sum by (L) (rate(T[w]))`` and
    ``of = sum by (L) (rate(S[w])) or 0 * to``, so that a part without any series counts 0.
    Several wholes are added up as a union in which each has a label of its own. Where the whole
    lacks labels of the part the two meet on those it has (D), and nothing is filled in:
    ``of / on (D) group_left () (to > 0)``. Of gauges: ``G(S, L) / (G(T, L) > 0)``; with `join`
    ``G(S, L) / on (join) group_left () (max by (join) (T) > 0)``. By a constant or a quantity:
    ``of / 200``.

    Unit: a share where both sides measure the same, else the part's unit for each one of the whole.
    """

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
        """Refuse sides that cannot meet, and quotients of things that do not belong together."""
        of, to = use.one("of"), use.one("to")
        _check_kinds(of, to)
        _check_wholes(use)
        need_level(use, "of", of)
        _check_join(use)
        if isinstance(of, Series) and isinstance(to, Series) and of.type == "gauge":
            _check_gauges(use, of, to)
        if isinstance(of, Reference) and isinstance(to, Reference):
            _check_references(of, to)

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
            value, number = _part(use, of, to), _number(_quantity(whole), _unit(of))
            value = p.divide(value, number) if number != 1 else value
            operation = f"ratio_rate{use.window_text}" if _is_counter(of) else "ratio"
            return {"": to.step("", operation, value)}
        if isinstance(of, Reference) and isinstance(whole, Reference):
            common = common_labels(use.level, whole.labels)
            other = to.refer(whole, level=common)
            value = quotient(to.refer(of, level=use.level), other, use.level, common)
            return {"": to.step("", "ratio", value)}
        if _is_counter(of):
            return {"": _of_counters(use, to)}
        return {"": _of_gauges(use, to)}

    def condition(self, use: Use, steps: Mapping[str, Selector], limit: Limit) -> Expr:
        """Compare the ratio; with ``min_bad_events``, only where so many were bad in the window.

        The count must have the ratio's labels, or ``and`` would drop everything. Of so many events
        in a window, rate counts one less where scrapes do not lie on the window's edges; missing an
        outage is worse than acting on one event less, so the comparison is with one below.
        """
        ratio = super().condition(use, steps, limit)
        if not limit.min_bad_events:
            return ratio
        of, to = steps["of"].where(*limit.variant.matchers), steps["to"]
        common = _common(use)
        if limit.side == "above":
            count = p.multiply(of, use.window)
        elif common == use.level:
            count = p.multiply(p.subtract(to.where(*limit.variant.matchers), of), use.window)
        else:
            shared = [one for one in limit.variant.matchers if one.label in common]
            rest = Binary("-", of, to.where(*shared), on=common, group_left=())
            count = p.multiply(rest, -use.window)
        return p.op(ratio, "and", p.op(count, ">", limit.min_bad_events - 1))


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


def _check_kinds(of: Operand, to: Operand) -> None:
    if isinstance(of, Series) and isinstance(to, Series) and of.type != to.type:
        raise RecipeError(
            f"a {of.type} cannot be divided by a {to.type}", "to", "use two of one type"
        )
    if isinstance(of, Series) and isinstance(to, Reference):
        raise RecipeError("a metric cannot be divided by an indicator", "of", "name an indicator")
    if isinstance(of, Reference) and isinstance(to, Series):
        raise RecipeError("an indicator cannot be divided by a metric", "to", "name an indicator")
    if isinstance(to, Constant | Quantity) and _quantity(to).number <= 0:
        constant = to.name if isinstance(to, Constant) else ""
        raise RecipeError("a share of nothing is no number", "to", "give a value above 0", constant)


def _check_wholes(use: Use) -> None:
    of, wholes = use.one("of"), use.operands["to"]
    if len(wholes) == 1:
        return
    if not all(_is_counter(whole) for whole in (of, *wholes)):
        raise RecipeError("only counters can be added up to a whole", "to", "name one operand")
    if not all(same_unit(whole.unit, wholes[0].unit) for whole in wholes):
        raise RecipeError("the wholes differ in their units", "to", "add up metrics of one unit")
    if len(set(wholes)) < len(wholes):
        raise RecipeError("a whole stands twice, it would count double", "to", "remove one")


def _check_join(use: Use) -> None:
    of, to = use.one("of"), use.one("to")
    join = use.param("join")
    if not isinstance(of, Series) or not isinstance(to, Series):
        if join:
            raise RecipeError("only two gauges are joined", "join", "remove it")
        return
    if not join:
        _check_jobs(use, of)
    elif of.type != "gauge":
        raise RecipeError("only two gauges are joined", "join", "remove it")
    for label in join:
        if label not in use.level:
            raise RecipeError(
                f"`{label}` is not in `by`, so nothing could meet", "join", f"add `{label}` to `by`"
            )
        if label not in to.all_labels:
            raise RecipeError(
                f"`{to.metric}` has no label `{label}`", "join", "join on a label of both"
            )


def _check_jobs(use: Use, of: Series) -> None:
    """Two selections that are held to different jobs never have equal labels."""
    ours = pinned(of)
    for whole in use.operands["to"]:
        theirs = pinned(whole) if isinstance(whole, Series) else {}
        for label in of.identity:
            if ours.get(label, "") != theirs.get(label, ours.get(label, "")):
                raise RecipeError(
                    f"the two sides never meet: `{label}` is `{ours.get(label)}` here and "
                    f"`{theirs[label]}` there",
                    "to",
                    "say on which labels they meet, such as `join: [node]`"
                    if of.type == "gauge"
                    else "use counters of one job",
                )


def _check_gauges(use: Use, of: Series, to: Series) -> None:
    """Refuse the largest of one divided by the largest of the other: two things, not one."""
    kinds = {of.aggregate, to.aggregate}
    if use.param("join") or (len(kinds) == 1 and not kinds & _EXTREMES):
        return
    for series in (of, to):
        for label in series.labels:
            if label not in use.level and label not in pinned(series):
                raise RecipeError(
                    f"without `{label}` in `by`, the {of.aggregate} of `{of.metric}` and the "
                    f"{to.aggregate} of `{to.metric}` may belong to two different things",
                    "of",
                    f"add `{label}` to `by`",
                )


def _check_references(of: Reference, to: Reference) -> None:
    extra = [label for label in to.labels if label not in of.labels]
    if extra:
        raise RecipeError(
            f"`{to.id}` has the label `{extra[0]}`, which `{of.id}` lacks",
            "to",
            "divide by an indicator with the same or fewer labels",
        )


def _common(use: Use) -> tuple[str, ...]:
    wholes = [one.all_labels for one in use.operands["to"] if isinstance(one, Series)]
    return common_labels(use.level, *wholes)


def _part(use: Use, operand: Operand, to: Builder) -> Expr:
    if isinstance(operand, Reference):
        return to.refer(operand, level=use.level)
    series = use.series("of")
    return counter(series, use.level, to) if _is_counter(operand) else gauge(series, use.level, to)


def _of_counters(use: Use, to: Builder) -> Expr:
    """Zero-fill the part only where both sides have the labels: else a phantom series stands by."""
    window, level, common = use.window_text, use.level, _common(use)
    whole = to.step("to", f"to_rate{window}", _sum_of(use, common, to), level=common)
    part: Expr = counter(use.series("of"), level, to)
    if common == level:
        part = p.either(part, p.multiply(0, whole))
    part = to.step("of", f"of_rate{window}", part)
    return to.step("", f"ratio_rate{window}", quotient(part, whole, level, common))


def _sum_of(use: Use, level: tuple[str, ...], to: Builder) -> Expr:
    """Add counters up: each gets a label of its own, or ``or`` would drop what both have."""
    wholes = [one for one in use.operands["to"] if isinstance(one, Series)]
    if len(wholes) == 1:
        return counter(wholes[0], level, to)
    rates = [p.over("rate", to.select(one), to.window) for one in wholes]
    parts: list[Expr] = [
        p.call("label_replace", rate, "__part__", str(number), "", "")
        for number, rate in enumerate(rates, start=1)
    ]
    return p.total(level, functools.reduce(p.either, parts))


def _of_gauges(use: Use, to: Builder) -> Expr:
    of, whole, level = use.series("of"), use.series("to"), use.level
    join = tuple(use.param("join"))
    if join:
        other: Expr = p.aggregate("max", join, to.select(whole))
        value: Expr = Binary("/", gauge(of, level, to), p.positive(other), on=join, group_left=())
        return to.step("", "ratio", value)
    common = _common(use)
    value = quotient(gauge(of, level, to), gauge(whole, common, to), level, common)
    return to.step("", "ratio", value)


RECIPE = Ratio()
