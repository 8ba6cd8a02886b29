"""Advice on names of metrics: what Prometheus' conventions would call them, and why.

The rules are those of prometheus.io/docs/practices/naming and of ``promtool check metrics``. What
an application exposes keeps its name: a suggestion is no rename.
"""

import dataclasses
import re

from generator.core.units import Family
from generator.resolve.estate import Metric

_SCALED = re.compile(
    r"_(?:ms|us|ns|millis|micros|nanos|(?:milli|micro|nano)?seconds?|sec|s|minutes|hours|days"
    r"|[kmgt]i?b|(?:kilo|mega|giga|tera|kibi|mebi|gibi|tebi)?bytes|b|percent|ratio)$"
)
_BASE = {
    Family.TIME: ("_seconds", "the base unit of time is the second"),
    Family.BYTES: ("_bytes", "the base unit of data is the byte"),
    Family.RATIO: ("_ratio", "a share is a number from 0 to 1"),
}
_PARTS = re.compile(r"_(count|sum|bucket)$")


@dataclasses.dataclass(frozen=True, slots=True)
class Advice:
    """A better name for a metric, and what is wrong with its own."""

    name: str
    reasons: tuple[str, ...]


def advice(metric: Metric) -> Advice | None:
    """Return a better name for a metric of the project, None where its own is good."""
    if not metric.component:
        return None
    reasons: list[str] = []
    name = metric.name
    for step in (_snake, _without_type, _ending, _unreserved, _base_unit):
        found, reason = step(name, metric)
        if found != name:
            name = found
            reasons.append(reason)
    return Advice(name, tuple(reasons)) if reasons else None


def _snake(name: str, _: Metric) -> tuple[str, str]:
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().replace(":", "_")
    return words, "names are in lower case, words apart by `_`; `:` is for recorded series"


def _without_type(name: str, metric: Metric) -> tuple[str, str]:
    kind = metric.series.type
    words = [word for word in name.split("_") if word != kind]
    return "_".join(words) or name, f"a name does not say its type, `{kind}`"


def _ending(name: str, metric: Metric) -> tuple[str, str]:
    stem = name.removesuffix("_total")
    if metric.series.type == "counter":
        return f"{stem}_total", "names of counters end in `_total`"
    return stem, f"`_total` ends the names of counters, and this is a {metric.series.type}"


def _unreserved(name: str, metric: Metric) -> tuple[str, str]:
    del metric
    return _PARTS.sub("", name), "such an ending is kept for the parts of a histogram"


def _base_unit(name: str, metric: Metric) -> tuple[str, str]:
    """Return a name that ends in the base unit, before a counter's `_total`."""
    unit = metric.series.unit
    stem = name.removesuffix("_total")
    total = name[len(stem) :]
    if unit.family is Family.MONEY:
        ending = f"_{unit.currency.lower()}"
        return _with(stem, ending) + total, f"a name says its unit, {unit.currency}"
    if unit.family not in _BASE or unit.per is not None:
        return name, ""
    ending, base = _BASE[unit.family]
    plain = _SCALED.sub("", stem)
    scaled = unit.scale != 1 and unit.family is not Family.RATIO
    reason = f"{base}, this counts {unit}" if scaled else f"a name says its unit; {base}"
    return _with(plain, ending) + total, reason


def _with(stem: str, ending: str) -> str:
    return stem if stem.endswith(ending) else f"{stem}{ending}"
