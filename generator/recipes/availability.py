"""``availability``: how many instances answer the scrape."""

from collections.abc import Mapping
from typing import ClassVar

from generator.core.fields import OperandText, SpecModel
from generator.core.units import COUNT, Unit
from generator.promql import build as p
from generator.promql.expr import Call, Expr
from generator.recipes.base import Accepts, Builder, Recipe, RecipeError, Use
from generator.recipes.forms import pinned


class AvailabilityParams(SpecModel):
    """Instances that answer."""

    of: OperandText = "up"
    """The series that is 1 for each instance that answered its last scrape."""


class Availability(Recipe):
    """How many instances answered their last scrape.

    Formula: ``sum by (L) (up{…})``; for the whole service
    ``sum by (L) (up{…} or 0 * absent(up{…}))``, which is 0 where there is no such series at all.
    Both are one series, so an alert's `for` goes on when the last instance disappears.

    Unit: a count of instances.
    """

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
        if series.shared is not None:
            raise RecipeError(
                f"all instances report `{series.metric}` alike, so it counts none of them",
                "of",
                "use `value`",
            )
        open_labels = [label for label in series.identity if not pinned(series).get(label)]
        if not use.by and open_labels:
            raise RecipeError(
                f"absence cannot be seen while the selector leaves `{open_labels[0]}` open",
                "of",
                f'pin it: `{series.metric}{{{open_labels[0]}="…"}}`, '
                "or add it to the project's selector",
            )

    def build(self, use: Use, to: Builder) -> Mapping[str, Expr]:
        """Build one step.

        The sum stands around both halves: ``absent`` returns every pinned label, also those that
        are none of the identity, and the series would change its labels when it falls to 0.
        """
        value: Expr = to.select(use.series("of"))
        if not use.by:
            value = p.either(value, p.multiply(0, Call("absent", (value,))))
        return {"": to.step("", "up", p.total(use.level, value))}


RECIPE = Availability()
