"""What a value measures: its unit, and whether it is one of each second.

What can be read in several ways keeps all of them, so that nothing is said where one of them fits.
"""

import dataclasses
import re
from collections.abc import Iterator, Sequence
from typing import Final

from generator.core.units import Family, Unit, describe

_NEAR: Final = 1e-6
_SPEED: Final = re.compile(r"(^|_)(speed|bandwidth|throughput|rate|rates|limit|limits|quota|per_s)")
"""What says in a name that an amount may be one of each second."""
_STORED: Final = re.compile(
    r"(?i)total|size|free|avail|used|usage|capacity|memory|disk|filesystem|heap|resident|storage|"
    r"backlog|queue|lag|cache|working_set|backup|volume|file"
)
"""What says in a name that bytes lie somewhere, and do not flow."""
_MULTIPLE: Final = re.compile(r"(?i)compress|amplif|dedup|overcommit|oversubscri|speedup")
"""Ratios that are no shares, and mostly above 1."""
_NAMES: Final = {
    Family.TIME: {1e-9: "ns", 1e-6: "µs", 1e-3: "ms", 1.0: "s", 60.0: "min", 3600.0: "h"},
    Family.BYTES: {1.0: "bytes", 1e3: "kB", 1e6: "MB", 1e9: "GB", 1024.0: "KiB", 0.125: "bits"},
    Family.RATIO: {1.0: "a share from 0 to 1", 0.01: "percent"},
}


@dataclasses.dataclass(frozen=True, slots=True)
class Measure:
    """What a value measures: ``size`` base units each, per ``per`` seconds if it is a rate.

    ``family`` None says that nothing is known. ``also`` is what else it may measure as well.
    """

    family: Family | None = None
    size: float = 1.0
    per: float = 0.0
    currency: str = ""
    also: tuple["Measure", ...] = ()

    @property
    def readings(self) -> tuple["Measure", ...]:
        """Everything that it may measure."""
        return (dataclasses.replace(self, also=()), *self.also) if self.also else (self,)

    def like(self, other: "Measure") -> bool:
        """Tell whether both measure the same thing, in whichever unit; unknown ones may."""
        if self.family is None or other.family is None:
            return True
        same = (self.family, self.currency) == (other.family, other.currency)
        return same and bool(self.per) == bool(other.per)

    def equal(self, other: "Measure") -> bool:
        """Tell whether both may be compared number by number; unknown ones may."""
        if self.family is None or other.family is None:
            return True
        return any(
            one.like(another) and near(one.rate, another.rate)
            for one in self.readings
            for another in other.readings
        )

    @property
    def rate(self) -> float:
        """Base units per second, or plain base units."""
        return self.size / self.per if self.per else self.size

    def __str__(self) -> str:
        """Return what it is, for people."""
        if self.family is None:
            return "something"
        names = _NAMES.get(self.family, {})
        close = (name for size, name in names.items() if near(size, self.size))
        text = next(close, describe(Unit(self.family, currency=self.currency)))
        per = {0.0: "", 1.0: " per second", 60.0: " per minute", 3600.0: " per hour"}
        return text + per.get(self.per, " per time")


UNKNOWN: Final = Measure()


def of_unit(unit: Unit | None) -> Measure:
    """Return what a unit measures."""
    if unit is None:
        return UNKNOWN
    per = float(unit.per) if unit.per else 0.0
    return Measure(unit.family, float(unit.scale), per, unit.currency)


def of_series(name: str, unit: Unit | None, *, declared: bool) -> Measure:
    """Return what a series measures, which may be plain as well as an amount of each second.

    That is so where the name says a speed, and of bytes that nobody ``declared`` and that are not
    said to lie somewhere: ``uplink_bytes``.
    """
    measure = of_unit(unit)
    if measure.family is Family.RATIO and not declared and _MULTIPLE.search(name):
        return UNKNOWN
    if measure.per or measure.family in {None, Family.COUNT, Family.RATIO}:
        return measure
    flows = not declared and measure.family is Family.BYTES and not _STORED.search(name)
    if flows or _SPEED.search(name):
        return either_of([measure, *each_second(measure)])
    return measure


def each_second(one: Measure) -> Iterator[Measure]:
    """Yield what an amount of each second is; a time of each second is a share of it, too."""
    yield dataclasses.replace(one, per=1.0)
    if one.family is Family.TIME:
        yield Measure(Family.RATIO, one.size)


def either_of(readings: Sequence[Measure]) -> Measure:
    """Return what may be any of several."""
    first, *others = dict.fromkeys(readings)
    return dataclasses.replace(first, also=tuple(others)) if others else first


def near(one: float, other: float) -> bool:
    """Tell whether two numbers are one but for how they were rounded."""
    return abs(one - other) <= _NEAR * max(abs(one), abs(other))
