"""``availability``: how many instances answer the scrape."""

from collections.abc import Mapping
from typing import ClassVar

from generator.core.fields import OperandText, SpecModel
from generator.core.units import COUNT, Unit
from generator.promql import build as p
from generator.promql.expr import Call, Expr
from generator.recipes.base import Accepts, Builder, Recipe, RecipeError, Use


class AvailabilityParams(SpecModel):
    """Instances that answer."""

    of: OperandText = "up"
    """The series that is 1 for each instance that answered its last scrape."""


class Availability(Recipe):
    """``sum by (L) (up{…})``; for the whole service 0 where there is no such series at all."""

    name = "availability"
    params: ClassVar[type[SpecModel]] = AvailabilityParams
    accepts: ClassVar[Mapping[str, Accepts]] = {"of": Accepts(types=("gauge",))}
    meaning = "How many instances answered their last scrape."
    panel = "status"

    def unit(self, use: Use) -> Unit:
        """Return a count of instances."""
        del use
        return COUNT

    def check(self, use: Use) -> None:
        """Refuse a whole-service count whose absence could not be told.

        ``absent`` returns only labels that the selector pins with ``=``; an identity label that is
        not pinned would be missing, and one lost cluster of two would be silent.
        """
        series = use.series("of")
        pinned = {matcher.label for matcher in series.matchers if matcher.op == "="}
        open_labels = [label for label in series.identity if label not in pinned]
        if not use.by and open_labels:
            raise RecipeError(
                f"absence cannot be seen while the selector leaves `{open_labels[0]}` open",
                "of",
                f'pin it: `up{{{open_labels[0]}="…"}}`, or add it to the project\'s selector',
            )

    def build(self, use: Use, to: Builder) -> Mapping[str, Expr]:
        """Build one step."""
        selector = to.select(use.series("of"))
        value: Expr = p.total(use.level, selector)
        if not use.by:
            value = p.either(value, p.multiply(0, Call("absent", (selector,))))
        return {"": to.step("", "up", value)}


RECIPE = Availability()
