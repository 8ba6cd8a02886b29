"""``value``: what a gauge reads."""

from collections.abc import Mapping
from typing import ClassVar

from generator.core.fields import OperandText, SpecModel
from generator.core.units import Unit
from generator.promql.expr import Expr
from generator.recipes.base import Accepts, Builder, Recipe, Use
from generator.recipes.forms import gauge


class ValueParams(SpecModel):
    """The reading of a gauge."""

    of: OperandText
    """The gauge."""


class Value(Recipe):
    """What a gauge reads, its series combined as the metric declares.

    Formula: ``G(S, L)``, that is ``<aggregate> by (L) (S)``. Of a gauge that every instance
    reports alike (``shared``) the reports are taken once:
    ``<aggregate> by (L) (max by (own) (S))``, where ``own`` are all labels but the instance's.

    Unit: the gauge's.
    """

    name = "value"
    params: ClassVar[type[SpecModel]] = ValueParams
    accepts: ClassVar[Mapping[str, Accepts]] = {"of": Accepts(types=("gauge",))}
    meaning = "What a gauge reads, its series combined as the metric declares."
    signed = True

    def unit(self, use: Use) -> Unit:
        """Return the gauge's unit."""
        return use.series("of").unit

    def build(self, use: Use, to: Builder) -> Mapping[str, Expr]:
        """Build one step."""
        series = use.series("of")
        return {"": to.step("", series.aggregate, gauge(series, use.level, to))}


RECIPE = Value()
