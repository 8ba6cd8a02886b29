"""Units and quantities, exact: every number of a spec is a fraction from its text to its use.

A quantity is written ``number[ ]unit[/time]``: ``5%``, ``500ms``, ``1GB/h``, ``200 USD``, ``1000``.
Kilo, mega, giga and tera are powers of 1000 (SI), kibi to tebi powers of 1024 (IEC 80000-13).
"""

import dataclasses
import enum
import functools
import re
from fractions import Fraction

from generator.core.currencies import CURRENCIES


class Family(enum.StrEnum):
    """What is measured; only quantities of one family can be compared."""

    COUNT = "count"
    RATIO = "ratio"
    TIME = "time"
    BYTES = "bytes"
    MONEY = "money"


TIME_UNITS = {
    "ms": Fraction(1, 1000),
    "s": Fraction(1),
    "m": Fraction(60),
    "h": Fraction(3600),
    "d": Fraction(86400),
}
LONGEST_DURATION = Fraction((2**63 - 1) // 10**6, 1000)
"""The longest duration in seconds, some 292 years: programs in Go count nanoseconds in 63 bits."""
BYTE_UNITS = {
    "B": Fraction(1),
    **{name: Fraction(1000) ** power for power, name in enumerate(("kB", "MB", "GB", "TB"), 1)},
    **{name: Fraction(1024) ** power for power, name in enumerate(("KiB", "MiB", "GiB", "TiB"), 1)},
}
_QUANTITY = re.compile(
    r"(?P<number>[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)) ?(?P<unit>%|[A-Za-z]+)?"
    r"(?:/(?P<per>[a-z]+))?"
)
_DIGITS_MAX = 40


class QuantityError(ValueError):
    """A text is no quantity, or a quantity is of another family than asked for."""


@dataclasses.dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure: ``scale`` base units of its family, per ``per`` seconds if a rate.

    Base units are 1, 1 (a ratio, 0 to 1), second, byte, and one of the currency.
    """

    family: Family
    scale: Fraction = Fraction(1)
    per: Fraction | None = None
    currency: str = ""

    @property
    def size(self) -> Fraction:
        """Base units per second (or plain base units) that one of this unit stands for."""
        return self.scale / self.per if self.per else self.scale

    def rate(self, per: Fraction = Fraction(1)) -> "Unit":
        """Return this unit per time; the unit of a rate of a metric that has this unit."""
        return dataclasses.replace(self, per=per)

    def comparable(self, other: "Unit") -> bool:
        """Tell whether quantities of both units measure the same thing."""
        same = (self.family, self.currency) == (other.family, other.currency)
        return same and (self.per is None) == (other.per is None)

    def __str__(self) -> str:
        """Return the unit as people write it, ``events`` left to prose: ``ms``, ``B/h``, ``%``."""
        name = {
            Family.COUNT: "" if self.per is None else "1",
            Family.RATIO: "%",
            Family.MONEY: self.currency,
            Family.TIME: _name_of(self.scale, TIME_UNITS),
            Family.BYTES: _name_of(self.scale, BYTE_UNITS),
        }[self.family]
        return name if self.per is None else f"{name}/{_name_of(self.per, TIME_UNITS)}"


COUNT = Unit(Family.COUNT)
RATIO = Unit(Family.RATIO)
SECONDS = Unit(Family.TIME)
BYTES = Unit(Family.BYTES)


def _name_of(scale: Fraction, names: dict[str, Fraction]) -> str:
    return next((name for name, value in names.items() if value == scale), str(scale))


@dataclasses.dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, as written."""

    number: Fraction
    unit: Unit
    text: str

    @property
    def base(self) -> Fraction:
        """The value in base units (seconds, bytes, 0 to 1, …; per second where it is a rate)."""
        return self.number * self.unit.size

    def to(self, unit: Unit) -> Fraction:
        """Return the exact value in another unit of the same kind.

        Raises:
            QuantityError: the units do not measure the same thing.
        """
        if not self.unit.comparable(unit):
            raise QuantityError(f"`{self.text}` is {describe(self.unit)}, not {describe(unit)}")
        return self.base / unit.size

    def __str__(self) -> str:
        """Return the text as the author wrote it."""
        return self.text


def describe(unit: Unit) -> str:
    """Return what a unit measures in words: ``a time``, ``bytes per time``, ``money (USD)``."""
    words = {
        Family.COUNT: "a count",
        Family.RATIO: "a share (%)",
        Family.TIME: "a time",
        Family.BYTES: "bytes",
        Family.MONEY: f"money ({unit.currency})",
    }[unit.family]
    return words if unit.per is None else f"{words} per time"


def example(unit: Unit) -> str:
    """Return how a quantity of this unit is written, for fixes: ``500ms``, ``5%``, ``1GB/h``."""
    text = {
        Family.COUNT: "1000",
        Family.RATIO: "5%",
        Family.TIME: "500ms",
        Family.BYTES: "1GB",
        Family.MONEY: f"200 {unit.currency or 'USD'}",
    }[unit.family]
    return text if unit.per is None else f"{text}/{'h' if unit.family is Family.BYTES else 's'}"


def parse_unit(name: str) -> Unit:
    """Return the unit of a name such as ``ms``, ``%``, ``B``, ``USD``, ``count``, ``GB/h``.

    Raises:
        QuantityError: there is no such unit.
    """
    base, slash, per = name.partition("/")
    if slash and per not in TIME_UNITS:
        raise QuantityError(f"`{per}` is no unit of time")
    seconds = TIME_UNITS[per] if slash else None
    if base in {"", "count", "1"}:
        return Unit(Family.COUNT, per=seconds)
    if base in {"%", "ratio"}:
        return Unit(Family.RATIO, per=seconds)
    if base in TIME_UNITS:
        return Unit(Family.TIME, TIME_UNITS[base], seconds)
    if base in BYTE_UNITS:
        return Unit(Family.BYTES, BYTE_UNITS[base], seconds)
    if base in CURRENCIES:
        return Unit(Family.MONEY, per=seconds, currency=base)
    raise QuantityError(f"`{base}` is no unit")


def parse_quantity(text: str) -> Quantity:
    """Return the quantity a text stands for.

    Raises:
        QuantityError: the text is no number with an optional unit.
    """
    match = _QUANTITY.fullmatch(text.strip())
    # `count` and `ratio` are units of metrics; a quantity says the one bare, the other in percent.
    if match is None or len(text) > _DIGITS_MAX or match["unit"] in {"count", "ratio"}:
        raise QuantityError(f"`{text[:_DIGITS_MAX]}` is no quantity")
    unit_name, per = match["unit"] or "", match["per"]
    unit = parse_unit(unit_name + (f"/{per}" if per else ""))
    number = Fraction(match["number"])
    if unit_name == "%":
        number /= 100
    return Quantity(number, unit, text.strip())


def parse_duration(text: str) -> Fraction:
    """Return the seconds of a duration such as ``5m``.

    Raises:
        QuantityError: the text is no duration.
    """
    quantity = parse_quantity(text)
    if quantity.unit.family is not Family.TIME or quantity.unit.per is not None:
        raise QuantityError(f"`{text}` is no duration")
    return quantity.base


@functools.lru_cache(maxsize=1024)  # a project uses the same few again and again
def duration_text(seconds: Fraction) -> str:
    """Return a duration as Prometheus writes it, in the largest unit that divides it.

    Raises:
        QuantityError: it is no whole number of milliseconds.
    """
    for name in ("d", "h", "m", "s", "ms"):
        count = seconds / TIME_UNITS[name]
        if count.denominator == 1 and (count or name == "s"):
            return f"{count.numerator}{name}"
    raise QuantityError(f"{seconds} s is no whole number of milliseconds")


@functools.lru_cache(maxsize=4096)
def decimal_text(value: Fraction) -> str | None:
    """Return the shortest decimal that is exactly this value; None where no decimal is."""
    twos, fives, rest = 0, 0, value.denominator
    while rest % 2 == 0:
        twos, rest = twos + 1, rest // 2
    while rest % 5 == 0:
        fives, rest = fives + 1, rest // 5
    if rest != 1:
        return None
    places = max(twos, fives)
    scaled = abs(value.numerator) * 10**places // value.denominator
    digits = str(scaled).rjust(places + 1, "0")
    text = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"-{text}" if value < 0 else text
