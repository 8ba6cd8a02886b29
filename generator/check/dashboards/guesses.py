"""What a variable may stand for at a place of a query.

The likeliest stands first. What fits into the place of the variable is preferred, as then the place
of everything else is known.
"""

import functools
import re
from collections.abc import Iterator, Sequence
from typing import Final

from generator.check.dashboards.variables import Use, Variable

ANY: Final = "\ue000"
"""Stands for a character of a value that only Grafana knows."""

# As these, a variable changes no label of the result, or the tree shows what it is.
TOLD: Final = frozenset({"1", "x", "5m"})

_VARIED: Final = 6
"""So many places are varied independently; what may be more takes the likeliest."""

_NAME_CHAR = re.compile(r"[A-Za-z0-9_:]")
_UNIT = re.compile(r"(?:ms|[smhdwy])\b")
_AFTER_OPERAND: Final = ("+", "", ">1", "+x", "[5m]", "by", "by(x)", "1", "x", "5m")
_FUNCTIONS: Final = (
    *("sum", "abs", "rate", "topk", "quantile_over_time", "histogram_quantile", "clamp"),
    *("label_replace", "label_join", "on", "by", "+", "and", "", "(x)"),
)
_ANYWHERE: Final[dict[Use, tuple[str, ...]]] = {
    "range": ("1", "m", ""),
    "shift": ("1", "m", "", "5m"),
    "number": ("m", "", "1", "e3"),
    "name": (
        *("[5m]", "avg", "quantile", "i", "", "over_time", "rate", "sum", "by(x)", "x>1"),
        *('{x="y"}', "label_replace"),
    ),
    "matcher": ('x="y"', ""),
    "label": ('""', "", "=", ",", 'x=""', ',x=""', 'x="",', ',x="",', "x,y", 'x="y"'),
    "operand": ("1", "x", "", "5m", "+", "(x)", "1+", "x[5m]", '"x"'),
    "operator": _AFTER_OPERAND,
    "function": _FUNCTIONS,
}


def fitting(text: str, one: Variable, window: str) -> tuple[str, ...]:
    """Return what may stand in the place of a variable and is as long as it; never nothing.

    ``window`` is a duration of two characters.
    """
    joined = bool(_NAME_CHAR.match(text, one.end))
    return _padded(_likely(text, one, window), one.use, one.end - one.start, joined=joined)


@functools.lru_cache(maxsize=1024)
def _padded(likely: tuple[str, ...], use: Use, size: int, *, joined: bool) -> tuple[str, ...]:
    """Return what is likely, then what else fits; what is shorter only if no name goes on there."""
    rest = (
        each.ljust(size)
        for each in _ANYWHERE.get(use, ())
        if len(each) == size or (len(each) < size and not joined)
    )
    return tuple(dict.fromkeys((*likely, *rest)))


def anything(text: str, one: Variable, window: str) -> tuple[str, ...]:
    """Return what may stand in the place of a variable, however long it is."""
    if one.use == "string":
        return fitting(text, one, window)
    return tuple(
        dict.fromkeys((*(each.strip() for each in _likely(text, one, window)), *_ANYWHERE[one.use]))
    )


def _likely(text: str, one: Variable, window: str) -> tuple[str, ...]:
    """Return what a place is for, as long as the variable."""
    size = one.end - one.start
    filling: dict[Use, str] = {
        "string": ANY * size,
        "matcher": "x=''",
        "number": "1" * size,
        "name": "x" * size,
        "label": "x" * size,
    }
    if one.use in {"range", "shift"}:
        return (_duration(text, one, window).ljust(size),)
    return (filling[one.use].ljust(size),) if one.use in filling else ()


def _duration(text: str, one: Variable, window: str) -> str:
    if _UNIT.match(text, one.end):
        return "1".zfill(one.end - one.start)
    return "m" if text[one.start - 1].isdigit() else window


def _choices(options: Sequence[Sequence[str]], most: int) -> Iterator[tuple[str, ...]]:
    """Yield one of each of some options at a time, the likeliest first, so many at most."""
    varied = options[:_VARIED]
    rest = tuple(one[0] for one in options[_VARIED:])
    limit = sum(len(one) - 1 for one in varied)
    found = (one for cost in range(limit + 1) for one in _costing(cost, varied))
    for _, one in zip(range(most), found, strict=False):
        yield (*one, *rest)


def _costing(cost: int, options: Sequence[Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """Yield the choices whose places in their lists add up to a cost."""
    if not options:
        if cost == 0:
            yield ()
        return
    first, *others = options
    left = sum(len(one) - 1 for one in others)
    for at in range(max(0, cost - left), min(cost, len(first) - 1) + 1):
        for rest in _costing(cost - at, others):
            yield (first[at], *rest)


def ways(
    variables: Sequence[Variable], options: Sequence[tuple[str, ...]], most: int
) -> Iterator[list[str]]:
    """Yield ways to fill variables: what has one name at like places is the same there."""
    kinds = list(
        zip(("" if one.use == "string" else one.name for one in variables), options, strict=True)
    )
    several = list(dict.fromkeys(one for one in kinds if len(one[1]) > 1))
    for choice in _choices([each for _, each in several], most):
        chosen = dict(zip(several, choice, strict=True))
        yield [chosen.get(one, one[1][0]) for one in kinds]


def put(text: str, variables: Sequence[Variable], pieces: Sequence[str]) -> str:
    """Return a text with pieces in the place of its variables."""
    result: list[str] = []
    at = 0
    for one, piece in zip(variables, pieces, strict=True):
        result += (text[at : one.start], piece)
        at = one.end
    return "".join((*result, text[at:]))
