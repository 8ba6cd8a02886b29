"""Durations of PromQL: plain ones, bare numbers of seconds, and arithmetic on both."""

import functools
import math
import operator
import re
from collections.abc import Callable
from typing import Final

from generator.core.units import LONGEST_DURATION, TIME_UNITS
from generator.promql.parse import PromqlError
from generator.promql.tokens import Token, words

_UNITS: Final = ("y", "w", "d", "h", "m(?!s)", "s", "ms")
_PART = re.compile(r"([0-9]+)(ms|[smhdwy])")
PLAIN: Final = re.compile(r"(?=[0-9])" + "".join(f"(?:[0-9]+{unit})?" for unit in _UNITS))
NUMBER: Final = re.compile(
    r"0[xX][0-9a-fA-F]+|"
    r"(?:[0-9]+(?:_[0-9]+)*\.?(?:[0-9]+(?:_[0-9]+)*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
)
_SECONDS: Final = {**TIME_UNITS, "w": 7 * TIME_UNITS["d"], "y": 365 * TIME_UNITS["d"]}
_STRENGTH: Final = {"+": 1, "-": 1, "*": 2, "/": 2, "%": 2, "^": 3}
_OPERATIONS: Final[dict[str, Callable[[float, float], float]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "%": math.fmod,
    "^": math.pow,
}
# How many arguments they take; the first two follow from the query, not from the text.
FUNCTIONS: Final = {"step": 0, "range": 0, "min": 2, "max": 2, "min_of": 2, "max_of": 2}


@functools.lru_cache(maxsize=1024)  # rules use the same few again and again
def seconds(text: str) -> float:
    """Return how many seconds a duration lasts; NaN where only the query decides.

    Raises:
        PromqlError: it is no duration.
    """
    return number(text) if PLAIN.fullmatch(text) else Reader(words(text)).whole()


def number(text: str) -> float:
    """Return the value of a number as PromQL writes it, a duration in seconds included.

    Raises:
        PromqlError: it is none.
    """
    if PLAIN.fullmatch(text):
        length = sum(int(count) * _SECONDS[unit] for count, unit in _PART.findall(text))
        if length > LONGEST_DURATION:
            raise _too_long(text)
        return float(length)
    if not NUMBER.fullmatch(text):
        raise PromqlError(f"`{text}` is no number, and no duration")
    plain = text.replace("_", "")
    return float(int(plain, 16)) if plain[:2].lower() == "0x" else float(plain)


def _too_long(text: str) -> PromqlError:
    return PromqlError(f"`{text}` is more than Prometheus can count, some 292 years")


class Reader:
    """Reads durations from words; ``at`` is the next word."""

    def __init__(self, tokens: list[Token], at: int = 0) -> None:
        """Begin at one of some words."""
        self._tokens, self._first, self.at = tokens, at, at

    def whole(self) -> float:
        """Return the value of all words.

        Raises:
            PromqlError: they are no duration.
        """
        found = self._sum(0)
        if self.at != len(self._tokens):
            raise self._unknown()
        return self._within(found)

    def single(self) -> float:
        """Return the value of the next duration, an ``offset``'s: arithmetic is in parentheses.

        Raises:
            PromqlError: there is none.
        """
        return self._within(self._one())

    def _within(self, length: float) -> float:
        if abs(length) > LONGEST_DURATION:
            raise _too_long("".join(one.text for one in self._tokens[self._first : self.at]))
        return length

    def _text(self) -> str:
        return self._tokens[self.at].text if self.at < len(self._tokens) else ""

    def _unknown(self) -> PromqlError:
        return PromqlError(f"`{self._text() or 'the end'}` is no part of a duration")

    def _skip(self, text: str) -> None:
        if self._text() != text:
            raise self._unknown()
        self.at += 1

    def _sum(self, weakest: int) -> float:
        left = self._one()
        while _STRENGTH.get(self._text(), 0) > weakest:
            op = self._text()
            self.at += 1
            left = _applied(op, left, self._sum(_STRENGTH[op] - (op == "^")))
        return left

    def _one(self) -> float:
        text = self._text()
        self.at += 1
        if text in {"-", "+"}:
            inner = self._one()
            return -inner if text == "-" else inner
        if text == "(":
            inner = self._sum(0)
            self._skip(")")
            return inner
        if PLAIN.fullmatch(text) or NUMBER.fullmatch(text):
            return number(text)
        if text.lower() in FUNCTIONS:
            return self._call(text.lower())
        self.at -= 1
        raise self._unknown()

    def _call(self, name: str) -> float:
        self._skip("(")
        args = []
        for index in range(FUNCTIONS[name]):
            if index:
                self._skip(",")
            args.append(self._sum(0))
        self._skip(")")
        if not args or any(map(math.isnan, args)):
            return math.nan
        return min(args) if name.startswith("min") else max(args)


def _applied(op: str, left: float, right: float) -> float:
    """Return what an operation gives; NaN where it gives no number."""
    try:
        return float(_OPERATIONS[op](left, right))
    except (ArithmeticError, ValueError):
        return math.nan
