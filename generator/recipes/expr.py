"""``expr``: whatever no other recipe can say, in PromQL."""

import dataclasses
from collections.abc import Mapping
from typing import ClassVar

from generator.core.fields import Sentence, SpecModel, UnitField
from generator.core.units import Quantity, Unit
from generator.promql.complete import Mention, filled, longer_ago, mentions
from generator.promql.expr import Expr, Number, Raw, Selector, Subquery
from generator.recipes.base import (
    Accepts,
    Builder,
    Constant,
    Operand,
    Recipe,
    Reference,
    Series,
    Use,
)

# Functions that make labels which no metric has.
_LABEL_MAKERS = ("label_replace", "label_join", "count_values")


class ExprParams(SpecModel):
    """An expression as it is written."""

    query: Sentence
    """PromQL; metrics, indicators by their ids and `$constants` may be named in it."""
    unit: UnitField
    """The unit of the result."""


class ExprRecipe(Recipe):
    """The result of an expression; for what no other recipe can say.

    Formula: as written. Every selector of a metric of the project gets the project's conditions,
    indicators are replaced by their records (in panels by their own expressions), `$constants` by
    their values in base units (seconds, bytes, 0 to 1). The expression must keep the identity
    labels and those of `by`.

    Unit: as stated.
    """

    name = "expr"
    params: ClassVar[type[SpecModel]] = ExprParams
    accepts: ClassVar[Mapping[str, Accepts]] = {
        "query": Accepts(types=("counter", "gauge"), reference=True, number=True, text=True)
    }
    meaning = "The result of an expression in PromQL."
    signed = True

    def unit(self, use: Use) -> Unit:
        """Return the unit that the author states."""
        unit: Unit = use.param("unit")
        return unit

    def labels(
        self, params: SpecModel, operands: Mapping[str, tuple[Operand, ...]]
    ) -> tuple[str, ...] | None:
        """Return the labels of everything that is named; None if something makes others."""
        found: dict[str, None] = {}
        for one in operands["query"]:
            if isinstance(one, Series):
                found |= dict.fromkeys(one.all_labels)
            elif isinstance(one, Reference):
                found |= dict.fromkeys(one.labels)
        foreign = any(isinstance(one, Series) and one.foreign for one in operands["query"])
        makes = any(function in getattr(params, "query", "") for function in _LABEL_MAKERS)
        return None if foreign or makes else tuple(found)

    def build(self, use: Use, to: Builder) -> Mapping[str, Expr]:
        """Build one step."""
        value = written(use.param("query"), use.operands["query"], to)
        return {"": to.step("", "expr", value)}


def written(query: str, operands: tuple[Operand, ...], to: Builder) -> Raw:
    """Return an expression with everything in it that it names; operands stand in its order."""
    pieces = [
        _piece(mention, operand, to)
        for mention, operand in zip(mentions(query), operands, strict=True)
    ]
    return Raw(filled(query, pieces))


def _piece(mention: Mention, operand: Operand, to: Builder) -> str:
    if isinstance(operand, Series):
        selector = to.select(operand)
        offset = longer_ago(selector.offset, mention.offset)
        text = str(dataclasses.replace(selector, window=mention.window, offset=offset))
        return f"({text})" if mention.subquery and offset else text
    if isinstance(operand, Constant | Quantity):
        quantity = operand.quantity if isinstance(operand, Constant) else operand
        return str(Number(quantity.base)) if quantity.base >= 0 else f"({Number(quantity.base)})"
    value = to.refer(operand, mention.offset)
    if mention.window:
        value = to.recent(value, mention.window)
    if isinstance(value, Subquery):
        return str(value)
    shifted = isinstance(value, Selector) and mention.subquery and value.offset
    return f"({value})" if shifted or not isinstance(value, Selector) else str(value)


RECIPE = ExprRecipe()
