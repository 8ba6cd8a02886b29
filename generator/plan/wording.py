"""What alerts say: values in people's units, as Go templates that Prometheus fills in."""

import dataclasses

from generator.core.units import Family, Unit, decimal_text
from generator.recipes.base import Limit, Side
from generator.resolve.estate import Bound, Indicator, Threshold


def literal(text: str) -> str:
    """Return a text for a Go template: its braces must not open an action."""
    return text.replace("{{", '{{ "{{" }}')


def value_template(unit: Unit, noun: str = "") -> str:
    """Return the template that prints ``$value`` in a unit: ``6.1%``, ``2.4GB/h``, ``1500 ms``.

    Prometheus' templates cannot calculate, so only units that one of its functions knows are
    humanized; the others are printed as they are, with their name.
    """
    per = f"/{str(unit).partition('/')[2]}" if unit.per is not None else ""
    humanized = {
        Family.RATIO: "{{ $value | humanizePercentage }}",
        Family.TIME: "{{ $value | humanizeDuration }}" if unit.scale == 1 else "",
        Family.BYTES: "{{ $value | humanize }}B" if unit.scale == 1 else "",
        Family.COUNT: "{{ $value | humanize }}" + (f" {literal(noun)}" if noun else ""),
        Family.MONEY: '{{ $value | printf "%.2f" }} ' + unit.currency,
    }[unit.family]
    return f"{humanized}{per}" if humanized else f'{{{{ $value | printf "%.8g" }}}} {unit}'


def told_apart(title: str, identity: tuple[str, ...], by: tuple[str, ...]) -> str:
    """Return a title, then the labels that tell which one it is: ``Errors of shop (route /)``."""
    who = " ".join(f"{{{{ $labels.{label} }}}}" for label in identity)
    some = ", ".join(f"{label} {{{{ $labels.{label} }}}}" for label in by)
    return literal(title) + (f" of {who}" if who else "") + (f" ({some})" if some else "")


@dataclasses.dataclass(frozen=True, slots=True)
class AlertWording:
    """Speaks of one bound of one threshold."""

    indicator: Indicator
    threshold: Threshold
    of: Bound
    identity: tuple[str, ...]

    @property
    def subject(self) -> str:
        """Title, then the labels that tell which one it is."""
        return told_apart(self.indicator.title, self.identity, self.indicator.use.by)

    @property
    def bound(self) -> str:
        """The bound as written."""
        return str(self.of.quantity)

    def value(self, unit: Unit) -> str:
        """Return the template for the alert's value."""
        return value_template(unit, self.indicator.noun if unit == self.indicator.unit else "")

    def rule(self, side: Side) -> str:
        """Return the bound with its severity, also in the unit that the value is told in."""
        unit = self.indicator.unit
        # The value of a percentile's alert is a share, and a time in seconds is humanized.
        plain = unit.family is Family.TIME and unit.scale != 1 and not self.of.variant.quantile
        other = plain and self.of.quantity.unit != unit
        told = f", that is {decimal_text(self.of.value)} {unit}" if other else ""
        return f"{self.threshold.severity} {side} {self.bound}{told}"


def summary(
    indicator: Indicator,
    threshold: Threshold,
    bound: Bound,
    limit: Limit,
    identity: tuple[str, ...],
) -> str:
    """Return the sentence an alert begins with: the author's, else one made by the recipe."""
    if threshold.summary is not None:
        return threshold.summary
    wording = AlertWording(indicator, threshold, bound, identity)
    return indicator.recipe.sentence(indicator.use, limit, wording)
