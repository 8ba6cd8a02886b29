"""Expressions that authors write: what they name is found, checked and replaced, the rest is kept.

promql-parser knows no positions, so a small lexer of our own finds the selectors, indicators and
constants inside a text. It needs no grammar: a name is a selector unless it is a keyword, stands
before a parenthesis, or belongs to a list of labels.
"""

import bisect
import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Literal, NamedTuple, TypeAlias

from generator.core.units import TIME_UNITS, duration_text
from generator.promql.expr import quote
from generator.promql.parse import PromqlError
from generator.promql.read import parse
from generator.promql.selection import unquote
from generator.promql.tokens import AGGREGATIONS, Token, all_tokens, words
from generator.promql.types import check_types

Kind: TypeAlias = Literal["metric", "indicator", "constant"]

_BLANKS = " \t\r\n"
_LISTS = {"by", "without", "on", "ignoring", "group_left", "group_right"}
_WORDS = {"and", "or", "unless", "atan2", "bool", "offset", "inf", "nan", "anchored", "smoothed"}
_DURATION = re.compile(r"([0-9]+)(ms|[smhdwy])")
_SECONDS = {**TIME_UNITS, "w": 7 * TIME_UNITS["d"], "y": 365 * TIME_UNITS["d"]}


class QueryError(ValueError):
    """A text is no expression that can be used; ``start`` and ``end`` are offsets of the fault."""

    def __init__(self, message: str, start: int, end: int, fix: str = "") -> None:
        """Keep the stretch of text that is wrong, and what to do instead."""
        super().__init__(message)
        self.start, self.end, self.fix = start, end, fix


class Mention(NamedTuple):
    """Something that an expression names: ``up{job="a"}``, ``http.error_ratio``, ``$cpu_cores``.

    ``text`` stands at ``start`` to ``end``; the range and the offset that follow it are apart and
    end at ``stop``. With ``subquery`` a subquery's brackets come next.
    """

    kind: Kind
    text: str
    start: int
    end: int
    stop: int
    window: str = ""
    offset: str = ""
    subquery: bool = False


_END = Token("end", "", 0, 0)


def mentions(text: str) -> tuple[Mention, ...]:
    """Return everything an expression names, in the order of the text.

    Raises:
        QueryError: the text cannot be an expression, or a selector in it names no metric.
    """
    return tuple(_Reader(text).read())


def filled(text: str, pieces: Sequence[str]) -> str:
    """Return an expression in which each mention is replaced by a piece.

    Comments are left out and raw strings are written in double quotes, so that the result can
    stand inside another expression and means the same to every parser.

    Raises:
        QueryError: the text cannot be an expression.
    """
    found = mentions(text)
    tokens = all_tokens(text)
    starts = [token.start for token in tokens]
    parts: list[str] = []
    at = 0
    for mention, piece in zip(found, pieces, strict=True):
        parts += _plain(tokens[at : bisect.bisect_left(starts, mention.start)])
        parts.append(piece)
        at = bisect.bisect_left(starts, mention.stop)
    return _tidy("".join([*parts, *_plain(tokens[at:])]))


def verify(text: str) -> None:
    """Parse an expression with stand-ins for indicators and constants.

    Raises:
        QueryError: it is no PromQL, or it gives no samples.
    """
    stand_ins = {"indicator": "x", "constant": "1"}
    pieces = [_modified(stand_ins.get(one.kind, one.text), one) for one in mentions(text)]
    plain = filled(text, pieces)
    try:
        kind = check_types(parse(plain))
    except PromqlError as error:
        raise _no_promql(text, error) from error
    if kind in {"m", "t"}:
        raise QueryError(
            "this is a range or a text, not one value for each series",
            0,
            len(text),
            "put a function such as `rate` around it",
        )


def _no_promql(text: str, error: PromqlError) -> QueryError:
    """Return what is wrong with a text, at its place if the text as it stands is read likewise."""
    try:
        check_types(parse(masked(text)))
    except PromqlError as found:
        if found.at is not None:
            return QueryError(f"no PromQL: {found}", *found.at)
    return QueryError(f"no PromQL: {error}", 0, len(text))


def masked(query: str) -> str:
    """Return an expression that is PromQL and has everything where it stands.

    An indicator becomes a name of the same length, a constant a number in as many blanks.
    """
    try:
        named = mentions(query)
    except QueryError:
        return query
    text = query
    for one in named:
        if one.kind == "indicator":
            text = text[: one.start] + one.text.replace(".", "_") + text[one.end :]
        elif one.kind == "constant":
            text = text[: one.start] + "1".ljust(one.end - one.start) + text[one.end :]
    return text


def longer_ago(first: str, second: str) -> str:
    """Return the sum of two offsets, each possibly empty: ``1h`` and ``30m`` are ``90m``."""
    if not first or not second:
        return first or second
    total = _seconds(first) + _seconds(second)
    return duration_text(total) if total else ""


def _seconds(text: str) -> Fraction:
    sign = -1 if text.startswith("-") else 1
    rows = (match.groups() for match in _DURATION.finditer(text))
    return sign * sum((int(count) * _SECONDS[unit] for count, unit in rows), Fraction(0))


def _modified(text: str, mention: Mention) -> str:
    window = f"[{mention.window}]" if mention.window else ""
    return f"{text}{window}" + (f" offset {mention.offset}" if mention.offset else "")


def _plain(tokens: Sequence[Token]) -> list[str]:
    return [
        quote(unquote(token.text)) if token.text.startswith("`") else token.text
        for token in tokens
        if token.kind != "comment"
    ]


def _tidy(text: str) -> str:
    """Leave out empty lines and blanks at the ends of lines; no string has a line break here."""
    lines = (line.rstrip(_BLANKS) for line in text.strip(_BLANKS).split("\n"))
    return "\n".join(line for line in lines if line)


class _Reader:
    """Reads the significant tokens of a text from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = words(text)
        self._at = 0

    def read(self) -> list[Mention]:
        found: list[Mention] = []
        while self._at < len(self._tokens):
            token = self._next()
            if token.kind == "constant":
                found.append(Mention("constant", token.text, token.start, token.end, token.end))
            elif token.kind == "name":
                mention = self._name(token)
                found += [] if mention is None else [mention]
            elif token.kind == "sign":
                self._check_sign(token)
        return found

    def _next(self) -> Token:
        token = self._peek()
        self._at += 1
        return token

    def _peek(self, ahead: int = 0) -> Token:
        at = self._at + ahead
        return self._tokens[at] if at < len(self._tokens) else _END

    def _check_sign(self, token: Token) -> None:
        span = token.start, token.end
        if token.text in "\"'`":
            raise QueryError(f"the text that begins with {token.text} never ends", *span)
        if token.text == "{":
            fix = "name one metric: a selector without a name escapes the project's selector"
            raise QueryError("a selector must name its metric", *span, fix)
        if token.text == "@":
            fix = "use `offset`, which goes along with the time that is looked at"
            raise QueryError("`@` holds the expression to one moment", *span, fix)

    def _name(self, token: Token) -> Mention | None:
        word = token.text.lower()
        following = self._peek()
        if "." in token.text:
            return self._indicator(token)
        if word in _LISTS:
            if following.text == "(":
                self._skip_to(")", following)
            return None
        grouped = word in AGGREGATIONS and following.text.lower() in {"by", "without"}
        if following.text == "(" or word in _WORDS or grouped:
            return None
        end = token.end
        if following.text == "{":
            end = self._skip_to("}", following).end
        return self._with_modifiers("metric", token.start, end)

    def _indicator(self, token: Token) -> Mention:
        following = self._peek()
        if following.text in {"{", "("}:
            raise QueryError(
                f"an indicator has no conditions: `{token.text}` is a value for each of its labels",
                following.start,
                following.end,
                "write the metric's selector, or an indicator of its own",
            )
        return self._with_modifiers("indicator", token.start, token.end)

    def _skip_to(self, close: str, opened: Token) -> Token:
        while self._at < len(self._tokens):
            token = self._next()
            if token.kind == "sign" and token.text == close:
                return token
            if token.kind == "sign" and token.text in "\"'`":
                self._check_sign(token)
        raise QueryError(f"`{opened.text}` is never closed", opened.start, opened.end)

    def _with_modifiers(self, kind: Kind, start: int, end: int) -> Mention:
        window, stop = "", end
        if self._peek().kind == "range" and ":" not in self._peek().text:
            token = self._next()
            window, stop = token.text[1:-1].strip(), token.end
        offset = ""
        if self._peek().text.lower() == "offset":
            offset, stop = self._offset()
        subquery = self._peek().kind == "range"
        return Mention(kind, self._text[start:end], start, end, stop, window, offset, subquery)

    def _offset(self) -> tuple[str, int]:
        word = self._next()
        sign = self._next().text if self._peek().text in {"-", "+"} else ""
        token = self._next()
        if token.kind != "duration":
            raise QueryError("`offset` needs a duration such as `1h`", word.start, word.end)
        return sign.removeprefix("+") + token.text, token.end
