"""PromQL parsed back: every expression is read by promql-parser before it is written."""

import re
from typing import TypeAlias

import promql_parser

# The parser overflows the interpreter's stack on monsters, so they are refused before it sees them.
MAX_LENGTH = 16_384
MAX_DEPTH = 200
_BACKTICK = re.compile(r"`([^`]*)`")
_STRING = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'")
_DURATION = re.compile(r"(?<![\w.])([0-9]+)(?:ms|[smhdwy])\b")
_NO_DURATION = "duration must be greater than 0"
# Numbers that the parser cannot hold are larger by far.
_COUNTABLE = 10**9
_OPEN, _CLOSE = "([{", ")]}"


Stretch: TypeAlias = tuple[int, int]
"""Where some characters of a text begin and end."""


class PromqlError(ValueError):
    """A text is no PromQL expression; ``at`` is what is wrong in it, None where that is unclear."""

    def __init__(self, message: str, at: Stretch | None = None) -> None:
        """Keep where the fault is."""
        super().__init__(message)
        self.at = at


class TooLargeError(PromqlError):
    """A text is too long or too deep to be read safely."""


def check(text: str) -> None:
    """Parse an expression.

    Raises:
        PromqlError: it is none, or it is too long or too deep to be read safely.
    """
    if len(text) > MAX_LENGTH:
        raise TooLargeError(f"longer than {MAX_LENGTH} characters")
    # Counting brackets is quick, and text without so many of them needs no look at their order.
    if sum(map(text.count, _OPEN)) > MAX_DEPTH and _depth(text) > MAX_DEPTH:
        raise TooLargeError(f"nested deeper than {MAX_DEPTH}")
    try:
        promql_parser.parse(_requoted(text))
    except ValueError as error:
        raise PromqlError(_overflow(text) if str(error) == _NO_DURATION else str(error)) from error


def _overflow(text: str) -> str:
    """Return what is wrong with a duration that the parser takes for 0, where it is none."""
    found = [(int(one[1]), one[0]) for one in _DURATION.finditer(_STRING.sub('""', text))]
    count, longest = max(found, default=(0, ""))
    if count < _COUNTABLE:
        return _NO_DURATION
    return f"`{longest}` is more than Prometheus can count, some 292 years"


def _depth(text: str) -> int:
    depth = deepest = 0
    for char in _STRING.sub('""', text):
        if char in _OPEN:
            depth += 1
            deepest = max(deepest, depth)
        elif char in _CLOSE:
            depth -= 1
    return deepest


def _requoted(text: str) -> str:
    """Write raw strings in double quotes; the parser takes a backslash in them for an escape."""
    if "`" not in text:
        return text
    return _BACKTICK.sub(
        lambda match: '"' + match[1].replace("\\", "\\\\").replace('"', '\\"') + '"', text
    )
