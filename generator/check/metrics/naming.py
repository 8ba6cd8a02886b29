"""The words of a metric's name: units among them, and what the name would better be.

Units are those of promlint, which `promtool check metrics` runs; the tests hold both together.
"""

import dataclasses
import re
from fractions import Fraction
from typing import Final, NamedTuple

from generator.core.units import BYTES, RATIO, SECONDS, Family, Unit
from generator.resolve.estate import Metric

_BASE: Final = (
    *("amperes", "bytes", "celsius", "grams", "joules", "kelvin", "meters", "metres", "seconds"),
    "volts",
)
_OTHERS: Final = {
    **dict.fromkeys(("minutes", "hours", "days", "weeks"), "seconds"),
    "kelvins": "kelvin",
    "fahrenheit": "celsius",
    "rankine": "celsius",
    "bits": "bytes",
    **dict.fromkeys(("inches", "yards", "miles"), "meters"),
    "calories": "joules",
    "pounds": "grams",
    "ounces": "grams",
}
_PREFIXES: Final = (
    *("pico", "nano", "micro", "milli", "centi", "deci", "deca", "hecto", "kilo", "kibi", "mega"),
    *("mibi", "giga", "gibi", "tera", "tebi", "peta", "pebi"),
)
UNITS: Final = {one: one for one in _BASE} | _OTHERS
BASE_OF: Final = UNITS | {
    f"{prefix}{one}": base for prefix in _PREFIXES for one, base in UNITS.items()
}
"""The base unit of every unit that a name may spell out, with a prefix or without."""

SHORT: Final = {
    **dict.fromkeys(("s", "ms", "us", "ns", "sec", "m", "h", "d"), "seconds"),
    **dict.fromkeys(("b", "kb", "mb", "gb", "tb", "pb"), "bytes"),
}
"""What abbreviations of units stand for."""

_SCALES: Final = {
    "s": Fraction(1),
    "sec": Fraction(1),
    "seconds": Fraction(1),
    "ms": Fraction(1, 1000),
    "milliseconds": Fraction(1, 1000),
    "minutes": Fraction(60),
    "hours": Fraction(3600),
    "days": Fraction(86400),
    "bytes": Fraction(1),
}
_WORD: Final = {Family.TIME: "seconds", Family.BYTES: "bytes"}
_CAMEL: Final = re.compile(r"([a-z0-9])([A-Z])")
_RESERVED: Final = ("_bucket", "_count", "_sum")


class Spoken(NamedTuple):
    """The unit that a name says: the word for it, and the unit if it is one that specs know."""

    word: str
    base: str
    unit: Unit | None


def spoken(name: str) -> Spoken | None:
    """Return the unit that a name says; None if it says none."""
    for word in name.lower().split("_"):
        base = BASE_OF.get(word) or SHORT.get(word)
        if base is not None:
            return Spoken(word, base, _unit(word, base))
        if word == "ratio":
            return Spoken(word, "ratio", RATIO)
    return None


def _unit(word: str, base: str) -> Unit | None:
    scale = _SCALES.get(word)
    known = {"seconds": SECONDS, "bytes": BYTES}.get(base)
    return None if scale is None or known is None else dataclasses.replace(known, scale=scale)


def snake(name: str) -> str:
    """Return a name in snake_case."""
    return _CAMEL.sub(r"\1_\2", name).lower()


def better(metric: Metric) -> str:
    """Return what a metric would better be called, all rules of naming together."""
    kind, unit = metric.series.type, metric.series.unit
    name = snake(metric.name.replace(":", "_"))
    if kind != "histogram":
        for suffix in _RESERVED:
            name = name.removesuffix(suffix)
    name = name.removesuffix("_total")
    words = [_BETTER.get(one, one) for one in name.split("_") if one != kind]
    wanted = "ratio" if unit == RATIO else _WORD.get(unit.family, "")
    if wanted and wanted not in words:
        words.append(wanted)
    if kind == "counter":
        words.append("total")
    return "_".join(words)


_BETTER: Final = SHORT | BASE_OF | {"percent": "ratio"}


def called(metric: Metric) -> str:
    """Return the usual fix: another name, where the application can be changed."""
    return f"call it `{better(metric)}` in the application, or accept the finding"
