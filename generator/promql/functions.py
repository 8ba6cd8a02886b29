"""The functions of PromQL: what they take and return (prometheus.io/docs, "Functions").

``v`` is an instant vector, ``m`` a range vector, ``s`` a scalar, ``t`` a text. Of the arguments
behind ``?`` any number may be left out; ``*`` behind the last one stands for any number of it.
"""

import math
from collections.abc import Mapping
from typing import Final, NamedTuple


class Signature(NamedTuple):
    """The kinds of a function's arguments and of its result; ``least`` to ``most`` arguments."""

    args: str
    result: str
    least: int
    most: float

    def arg(self, index: int) -> str:
        """Return the kind of an argument; the last one stands for all that follow."""
        return self.args[min(index, len(self.args) - 1)]


def _signature(text: str) -> Signature:
    args, result = text.split(":")
    needed, _, optional = args.partition("?")
    many = args.endswith("*")
    kinds = (needed + optional).rstrip("*")
    most = math.inf if many else len(kinds)
    least = len(needed) - (needed.endswith("*") and 2)
    return Signature(kinds, result, least, most)


_BY_SIGNATURE: Final = {
    "v:v": (
        *("abs", "absent", "acos", "acosh", "asin", "asinh", "atan", "atanh", "ceil", "cos"),
        *("cosh", "deg", "exp", "floor", "histogram_avg", "histogram_count", "histogram_stddev"),
        *("histogram_stdvar", "histogram_sum", "ln", "log10", "log2", "rad", "sgn", "sin", "sinh"),
        *("sort", "sort_desc", "sqrt", "start_timestamp", "tan", "tanh", "timestamp"),
    ),
    "m:v": (
        *("absent_over_time", "avg_over_time", "changes", "count_over_time", "delta", "deriv"),
        *("first_over_time", "idelta", "increase", "irate", "last_over_time", "mad_over_time"),
        *("max_over_time", "min_over_time", "present_over_time", "rate", "resets"),
        *("stddev_over_time", "stdvar_over_time", "sum_over_time", "ts_of_first_over_time"),
        *("ts_of_last_over_time", "ts_of_max_over_time", "ts_of_min_over_time"),
    ),
    "?v:v": (
        *("day_of_month", "day_of_week", "day_of_year", "days_in_month", "hour", "minute"),
        *("month", "year"),
    ),
    ":s": ("end", "pi", "range", "start", "step", "time"),
    "vs:v": ("clamp_max", "clamp_min"),
    "vss:v": ("clamp",),
    "v?s:v": ("round",),
    "v:s": ("scalar",),
    "s:v": ("vector",),
    "ss:s": ("max_of", "min_of"),
    "sv:v": ("histogram_quantile",),
    "ssv:v": ("histogram_fraction",),
    "vts?ssssssssss:v": ("histogram_quantiles",),
    "sm:v": ("quantile_over_time",),
    "ms:v": ("predict_linear",),
    "m?s:v": ("integral",),
    "mss:v": ("double_exponential_smoothing", "holt_winters"),
    "v?v:v": ("info",),
    "vtttt:v": ("label_replace",),
    "vtt?t*:v": ("label_join",),
    "v?t*:v": ("sort_by_label", "sort_by_label_desc"),
}
SIGNATURES: Final[Mapping[str, Signature]] = {
    name: _signature(text) for text, names in _BY_SIGNATURE.items() for name in names
}
