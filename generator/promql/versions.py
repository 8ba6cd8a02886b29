"""What each release of Prometheus knows: functions, syntax, fields of rule and test files.

Taken from the changelog of Prometheus and held against promtool by the tests. What is not listed
has been there since 2.0. A feature behind a flag needs ``--enable-feature`` until it is stable.
"""

import dataclasses
from collections.abc import Mapping
from typing import Final, Literal, NamedTuple, TypeAlias

Version: TypeAlias = tuple[int, int]
Lack: TypeAlias = Literal["too old", "removed", "flag"]

EXPERIMENTAL: Final = "promql-experimental-functions"
_PARSER: Final = (2, 45)
_DURATIONS: Final = "promql-duration-expr"
_RANGES: Final = "promql-extended-range-selectors"
_FILL: Final = "promql-binop-fill-modifiers"


class Feature(NamedTuple):
    """When something came, when it went, and the flag it needs until it is stable."""

    since: Version
    flag: str = ""
    stable: Version | None = None
    until: Version | None = None

    def lack(self, target: "Target") -> Lack | None:
        """Tell why a Prometheus does not take it; None if it does."""
        if target.version < self.since:
            return "too old"
        if self.until is not None and target.version >= self.until:
            return "removed"
        stable = self.stable is not None and target.version >= self.stable
        return "flag" if self.flag and not stable and self.flag not in target.flags else None


@dataclasses.dataclass(frozen=True, slots=True)
class Target:
    """A Prometheus: its release, and the flags it is started with."""

    version: Version
    flags: frozenset[str] = frozenset()

    def __str__(self) -> str:
        """Return the release as people write it."""
        return text_of(self.version)


def text_of(version: Version) -> str:
    """Return a release as people write it: ``2.42``."""
    return ".".join(map(str, version))


def version_of(text: str) -> Version:
    """Return the release that a text such as ``2.42`` or ``3.5.1`` names."""
    major, minor = [*text.split("."), "0"][:2]
    return int(major), int(minor)


def newer_than_the_parser(feature: Feature) -> bool:
    """Tell whether promql-parser refuses it for its age; that knows what Prometheus 2.45 knew."""
    return feature.since > _PARSER or feature.until is not None


def _of(
    since: Version, *names: str, flag: str = "", stable: Version | None = None
) -> dict[str, Feature]:
    return dict.fromkeys(names, Feature(since, flag, stable))


FUNCTIONS: Final[Mapping[str, Feature]] = {
    "holt_winters": Feature((2, 0), until=(3, 0)),
    **_of((2, 16), "absent_over_time"),
    **_of((2, 26), "clamp", "last_over_time", "sgn"),
    **_of((2, 29), "present_over_time"),
    **_of((2, 31), "acos", "acosh", "asin", "asinh", "atan", "atanh", "cos", "cosh", "deg"),
    **_of((2, 31), "pi", "rad", "sin", "sinh", "tan", "tanh"),
    **_of((2, 36), "day_of_year"),
    **_of((2, 40), "histogram_count", "histogram_fraction", "histogram_sum"),
    **_of((2, 47), "histogram_stddev", "histogram_stdvar"),
    **_of((2, 49), "mad_over_time", "sort_by_label", "sort_by_label_desc", flag=EXPERIMENTAL),
    **_of((2, 51), "histogram_avg"),
    **_of((2, 55), "info", flag=EXPERIMENTAL),
    **_of((3, 0), "double_exponential_smoothing", flag=EXPERIMENTAL),
    **_of((3, 5), "ts_of_last_over_time", "ts_of_max_over_time", flag=EXPERIMENTAL),
    **_of((3, 5), "ts_of_min_over_time", flag=EXPERIMENTAL),
    **_of((3, 7), "first_over_time", flag=EXPERIMENTAL, stable=(3, 14)),
    **_of((3, 7), "ts_of_first_over_time", flag=EXPERIMENTAL),
    **_of((3, 11), "histogram_quantiles", flag=EXPERIMENTAL),
    **_of((3, 12), "end", "range", "start", "step", flag=EXPERIMENTAL),
    **_of((3, 13), "max_of", "min_of", flag=EXPERIMENTAL),
    **_of((3, 14), "start_timestamp", flag="use-start-timestamps"),
    **_of((3, 16), "integral", flag=EXPERIMENTAL),
}
NATIVE_HISTOGRAMS: Final = Feature((2, 40), "native-histograms", (3, 8))
"""Whether native histograms are stored; since 3.8 each job of the configuration says so."""

AGGREGATIONS: Final[Mapping[str, Feature]] = {
    **_of((2, 20), "group"),
    **_of((2, 54), "limitk", "limit_ratio", flag=EXPERIMENTAL),
}
SYNTAX: Final[Mapping[str, Feature]] = {
    "subquery": Feature((2, 7)),
    "`@`": Feature((2, 25), "promql-at-modifier", (2, 33)),
    "negative offset": Feature((2, 26), "promql-negative-offset", (2, 33)),
    "`atan2`": Feature((2, 31)),
    "quoted name": Feature((2, 51)),
    "quoted label name": Feature((2, 51)),
    "quoted label of a grouping": Feature((2, 55)),
    "number with `_`": Feature((2, 54)),
    "duration as a number": Feature((2, 54)),
    "number as a duration": Feature((2, 54)),
    "duration expression": Feature((3, 4), _DURATIONS, (3, 14)),
    "function of a duration expression": Feature((3, 6), _DURATIONS, (3, 14)),
    "`anchored`": Feature((3, 7), _RANGES, (3, 16)),
    "`smoothed`": Feature((3, 7), _RANGES, (3, 16)),
    "`fill`": Feature((3, 10), _FILL),
    "trimming of a histogram": Feature((3, 11)),
}
RULE_FIELDS: Final[Mapping[str, Feature]] = {
    "limit": Feature((2, 31)),
    "keep_firing_for": Feature((2, 42)),
    "query_offset": Feature((2, 53)),
    "labels of a group": Feature((3, 0)),
    "YAML anchor": Feature((3, 3)),
    "name with other characters": Feature((3, 2)),
}
TEST_FIELDS: Final[Mapping[str, Feature]] = {
    "name": Feature((2, 36)),
    "native histogram": Feature((2, 47)),
    "fuzzy_compare": Feature((3, 5)),
    "start_timestamp": Feature((3, 9)),
}


def says_per_job(release: str) -> bool:
    """Tell whether a release is told in each scrape job whether to take native histograms."""
    stable = NATIVE_HISTOGRAMS.stable
    return stable is not None and version_of(release) >= stable
