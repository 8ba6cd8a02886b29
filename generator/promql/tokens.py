"""The words of PromQL with their places in the text; one lexer for everything that reads it."""

import dataclasses
import re
from typing import Final

AGGREGATIONS: Final = frozenset(
    {
        *("sum", "min", "max", "avg", "group", "stddev", "stdvar", "count", "count_values"),
        *("bottomk", "topk", "quantile", "limitk", "limit_ratio"),
    }
)
# Aggregations that take a parameter before their operand.
WITH_PARAMETER: Final = frozenset(
    {"count_values", "bottomk", "topk", "quantile", "limitk", "limit_ratio"}
)
_TOKEN = re.compile(
    r"""
      (?P<space>[ \t\r\n]+)
    | (?P<comment>\#[^\n]*)
    | (?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`\n]*`)
    | (?P<range>\[[^\[\]]*\])
    | (?P<duration>(?:[0-9]+(?:ms|[smhdwy]))+)
    | (?P<number>0[xX][0-9a-fA-F]+
        |(?:[0-9]+(?:_[0-9]+)*\.?(?:[0-9]+(?:_[0-9]+)*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    | (?P<constant>\$[a-zA-Z_][a-zA-Z0-9_]*)
    | (?P<name>[a-zA-Z_:][a-zA-Z0-9_:]*(?:\.[a-zA-Z_][a-zA-Z0-9_]*)*)
    | (?P<operator>=~|!~|==|!=|<=|>=|</|>/)
    | (?P<sign>.)
    """,
    re.VERBOSE,
)

_SILENT: Final = frozenset({"space", "comment"})


@dataclasses.dataclass(slots=True)
class Token:
    """A word: its kind, its text, and where that begins and ends."""

    kind: str
    text: str
    start: int
    end: int


def all_tokens(text: str) -> list[Token]:
    """Return every piece of a text, blanks and comments included."""
    return [
        Token(match.lastgroup or "", match[0], *match.span()) for match in _TOKEN.finditer(text)
    ]


def words(text: str) -> list[Token]:
    """Return the pieces of a text that mean something."""
    return [
        Token(match.lastgroup or "", match[0], *match.span())
        for match in _TOKEN.finditer(text)
        if match.lastgroup not in _SILENT
    ]
