"""Selections: ``metric`` or ``metric{label="value"}`` in PromQL's own syntax, with columns.

Only what a spec may say is read here, so that a wrong label or value can be pointed at inside the
text; whole expressions are parsed by promql-parser.
"""

import re
import sys
from typing import NamedTuple

from generator.core import re2
from generator.core.patterns import compiled
from generator.promql.expr import Matcher, quote
from generator.promql.parse import PromqlError, check

_NAME = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*")
_LABEL = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")
_OPERATOR = re.compile(r"=~|!~|!=|=")
_STRING = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`[^`]*`")
_SPACE = re.compile(r"\s*")
_SIMPLE_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
_BACKSLASH = r"\\"
_ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{3}|.)", re.DOTALL)


class SelectionError(ValueError):
    """A text is no selection; ``start`` and ``end`` are offsets of what is wrong.

    ``fix`` is what to do instead, where that is known.
    """

    def __init__(self, message: str, start: int, end: int, fix: str | None = None) -> None:
        """Keep the stretch of text that is wrong."""
        super().__init__(message)
        self.start, self.end, self.fix = start, end, fix


class Condition(NamedTuple):
    """A matcher with the offsets of its label and of its value's text."""

    matcher: Matcher
    label_at: tuple[int, int]
    value_at: tuple[int, int]


class Selection(NamedTuple):
    """A metric with conditions on its labels."""

    metric: str
    metric_at: tuple[int, int]
    conditions: tuple[Condition, ...]

    @property
    def matchers(self) -> tuple[Matcher, ...]:
        """The conditions without their offsets."""
        return tuple(condition.matcher for condition in self.conditions)


class _Reader:
    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0

    def take(self, pattern: re.Pattern[str], wanted: str) -> re.Match[str]:
        self.skip()
        match = pattern.match(self.text, self.at)
        if match is None:
            end = min(self.at + 1, len(self.text))
            found = f", found `{self.text[self.at : end]}`" if self.at < len(self.text) else ""
            raise SelectionError(f"{wanted} expected here{found}", min(self.at, end), end)
        self.at = match.end()
        return match

    def skip(self) -> None:
        match = _SPACE.match(self.text, self.at)
        self.at = match.end() if match else self.at

    def accept(self, char: str) -> bool:
        self.skip()
        if self.text.startswith(char, self.at):
            self.at += 1
            return True
        return False


def unquote(text: str) -> str:
    """Return the value of a PromQL string literal in any of its three quotes."""
    body = text[1:-1]
    if text[0] == "`":
        return body

    def replace(match: re.Match[str]) -> str:
        code = match[1]
        if code[0] in "xuU" and len(code) > 1:
            number = int(code[1:], 16)
            return chr(number) if number <= sys.maxunicode else code
        if len(code) == 3:  # noqa: PLR2004 (an octal escape has three digits)
            return chr(int(code, 8))
        return _SIMPLE_ESCAPES.get(code, code)

    return _ESCAPE.sub(replace, body)


def _check_escapes(text: str, start: int, end: int) -> None:
    """Check what backslashes stand before in a quoted value."""
    quote = text[start]
    if quote == "`":
        return
    known = re.compile(
        r"\\(?:[abfnrtv\\"
        + quote
        + r"]|[0-7]{3}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})|(\\.)",
        re.DOTALL,
    )
    for one in known.finditer(text, start, end):
        if one[1] is not None:
            message = f"`{one[1]}` means nothing in quotes; a backslash is `\\\\`"
            raise SelectionError(message, *one.span(1))


def _check_regex(condition: Condition) -> None:
    """Check a pattern by what RE2 takes, and that tests can be made of it."""
    pattern = condition.matcher.value
    if condition.matcher.op not in {"=~", "!~"}:
        return
    found = re2.read(pattern)
    if found.fault:
        message = f"`{pattern}` is no regular expression: {found.fault}"
        fix = f"before a sign that stands for itself write `{_BACKSLASH}`"
        if found.looks_around:
            fix = "leave out what it excludes by a condition of its own, with `!~`"
        raise SelectionError(message, *condition.value_at, fix)
    try:
        compiled(pattern)
        check(f"x{{l=~{quote(pattern)}}}")
    except (re.error, OverflowError, RecursionError, PromqlError) as error:
        message = f"`{pattern}` is read by Prometheus, and no test can be made of it here"
        fix = "write it more simply: with `[a-z]` for a class, and flags at its beginning only"
        raise SelectionError(message, *condition.value_at, fix) from error


def parse_selection(text: str) -> Selection:
    """Return the selection that a text stands for.

    Raises:
        SelectionError: the text is no selection; carries the offsets.
    """
    reader = _Reader(text)
    name = reader.take(_NAME, "a metric name")
    conditions: list[Condition] = []
    if reader.accept("{"):
        while not reader.accept("}"):
            label = reader.take(_LABEL, "a label name")
            operator = reader.take(_OPERATOR, "one of =, !=, =~, !~")
            value = reader.take(_STRING, "a quoted value")
            _check_escapes(text, *value.span())
            matcher = Matcher(label[0], operator[0], unquote(value[0]))
            conditions.append(Condition(matcher, label.span(), value.span()))
            _check_regex(conditions[-1])
            if not reader.accept(","):
                reader.skip()
                if not reader.text.startswith("}", reader.at):
                    end = min(reader.at + 1, len(text))
                    raise SelectionError("`,` or `}` expected here", min(reader.at, end), end)
    reader.skip()
    if reader.at < len(text):
        raise SelectionError("a selection ends before this", reader.at, len(text))
    return Selection(name[0], name.span(), tuple(conditions))
