"""Input series of promtool's tests: the labels of a series, and its values in promtool's notation.

Read as promtool reads them (``promql/parser/lex.go`` and ``generated_parser.y``), so that what is
wrong is told where it is written and not by promtool in a file that was made from it.
"""

import math
import re
from typing import Final, Literal, NamedTuple, TypeAlias

from generator.promql.selection import Selection, SelectionError, parse_selection

Kind: TypeAlias = Literal["space", "number", "word", "sign", "times", "blank", "histogram"]

_NUMBER: Final = re.compile(r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d*)?(?=x|[^0-9A-Za-z_]|$)")
_TOKENS: Final[tuple[tuple[Kind, re.Pattern[str]], ...]] = (
    ("space", re.compile(r"[ \t\r]+")),
    ("sign", re.compile(r"[+-]")),
    ("times", re.compile(r"x")),
    ("blank", re.compile(r"_")),
    ("number", _NUMBER),
    ("word", re.compile(r"[A-Za-z][A-Za-z0-9_:]*")),
    ("histogram", re.compile(r"\{\{[^{}]*\}\}")),
)
_NAMED: Final = {"inf": math.inf, "nan": math.nan}
_COUNT: Final = re.compile(r"\d+")
_MOST_REPEATS: Final = 2**64 - 1
_NUMBER_TEXT: Final = r"[+-]?(?:\d+\.?\d*(?:[eE][+-]?\d+)?|[iI]nf|[nN]a[nN])"
# Words of the language that promtool takes for no name here.
_NO_NAMES: Final = frozenset(
    {"on", "ignoring", "group_left", "group_right", "bool", "atan2", *_NAMED}
)
_FIELD: Final = re.compile(
    r"(?:schema|sum|count|z_bucket|z_bucket_w|offset|n_offset):" + _NUMBER_TEXT + r"|"
    r"(?:buckets|n_buckets|custom_values):\[" + _NUMBER_TEXT + r"(?: +" + _NUMBER_TEXT + r")*\]|"
    r"counter_reset_hint:(?:gauge|reset|not_reset|unknown)"
)


class SeriesError(ValueError):
    """A text is no input series; ``start`` and ``end`` are offsets of what is wrong."""

    def __init__(self, message: str, start: int, end: int) -> None:
        """Keep the stretch of text that is wrong."""
        super().__init__(message)
        self.start, self.end = start, end


class _Token(NamedTuple):
    kind: Kind
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def read_series(text: str) -> Selection:
    """Return the metric and the labels of an input series.

    Raises:
        SeriesError: promtool takes it for none.
    """
    named = not text.startswith("{")
    begin = text.find("{") if named else 0
    if begin > 0 and text[begin - 1].isspace():
        raise SeriesError("the labels follow the name without a space", begin - 1, begin)
    shift = 0 if named else 1
    try:
        found = parse_selection(text if named else f"x{text}")
    except SelectionError as error:
        raise SeriesError(str(error), max(error.start - shift, 0), error.end - shift) from error
    seen: set[str] = set()
    for one in found.conditions:
        start, end = one.label_at[0] - shift, one.value_at[1] - shift
        if one.matcher.op != "=":
            raise SeriesError("a series has one value for each label: write `=`", start, end)
        if one.matcher.label in seen:
            raise SeriesError(f"`{one.matcher.label}` has a value already", start, end)
        seen.add(one.matcher.label)
    if not named:
        return _with_name(found, text)
    if found.metric.lower() in _NO_NAMES:
        raise SeriesError(f"`{found.metric}` is a word of PromQL", *found.metric_at)
    return found


def _with_name(found: Selection, text: str) -> Selection:
    """Return a series that says its name as a label."""
    rest = tuple(one for one in found.conditions if one.matcher.label != "__name__")
    name = next((one for one in found.conditions if one.matcher.label == "__name__"), None)
    if name is None:
        raise SeriesError("the series has no name", 0, len(text))
    at = (name.value_at[0] - 1, name.value_at[1] - 1)
    return Selection(name.matcher.value, at, rest)


def count_samples(text: str) -> int:
    """Return for how many steps values say something, that a sample is missing included.

    Raises:
        SeriesError: promtool cannot read them.
    """
    tokens = _tokens(text.rstrip())
    count, at = 0, 0
    while at < len(tokens):
        if tokens[at].kind == "space":
            at += 1
            continue
        end = at
        while end < len(tokens) and tokens[end].kind != "space":
            end += 1
        count += _item(tokens[at:end])
        at = end
    return count


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    at = 0
    while at < len(text):
        for kind, pattern in _TOKENS:
            match = pattern.match(text, at)
            if match is not None:
                found.append(_Token(kind, match[0], at))
                at = match.end()
                break
        else:
            raise _unreadable(text, at)
    return found


def _unreadable(text: str, at: int) -> SeriesError:
    word = re.compile(r"[^\s]*").match(text, at)
    end = max(word.end() if word else at + 1, at + 1)
    if text[at] == "\n":
        return SeriesError("the values of a series stand in one line", at, at + 1)
    if text[at].isdigit():
        return SeriesError(f"`{text[at:end]}` is no number", at, end)
    return SeriesError(f"`{text[at]}` cannot stand among values", at, at + 1)


def _item(tokens: list[_Token]) -> int:
    """Return how many samples an item says: ``5``, ``_x3``, ``1+2x10``, ``stale``."""
    first = tokens[0]
    blank = first.kind == "blank"
    rest = tokens[1:] if blank else _value(tokens)
    if not rest:
        return 1
    if rest[0].kind == "sign" and not blank:
        rest = _value(rest, "histogram" if first.kind == "histogram" else "number")
        if not rest or rest[0].kind != "times":
            message = "what is added at each step needs a number of steps: `0+1x10`"
            raise SeriesError(message, first.start, tokens[-1].end)
    if rest[0].kind != "times":
        raise SeriesError("a space or `x` expected here", rest[0].start, rest[0].end)
    return _repeats(rest) + (not blank)


def _repeats(tokens: list[_Token]) -> int:
    """Return how often something is repeated: ``x10``."""
    first, *rest = tokens
    if not rest or rest[0].kind != "number":
        raise SeriesError("a number expected after `x`", first.start, first.end)
    times = rest[0]
    if not _COUNT.fullmatch(times.text) or int(times.text) > _MOST_REPEATS:
        raise SeriesError(f"`{times.text}` is no whole number of steps", times.start, times.end)
    if len(rest) > 1:
        raise SeriesError("a space expected here", rest[1].start, rest[1].end)
    return int(times.text)


def _value(tokens: list[_Token], added: Kind = "number") -> list[_Token]:
    """Return what follows a value: a number with or without a sign, ``stale``, a histogram.

    After a sign a number stands, or what is ``added`` to a histogram.
    """
    first = tokens[0]
    if first.kind == "sign":
        fitting = {added} | ({"word"} if added == "number" else set())
        if len(tokens) < 2 or tokens[1].kind not in fitting:  # noqa: PLR2004
            raise SeriesError(f"a {added} expected here", first.start, first.end)
        _check_number(tokens[1])
        return tokens[2:]
    if first.kind == "times":
        raise SeriesError("`x` follows a value without a space: `1x10`", first.start, first.end)
    if first.text != "stale":
        _check_number(first)
    return tokens[1:]


def _check_number(token: _Token) -> None:
    if token.kind == "histogram":
        _check_histogram(token)
        return
    value = _NAMED.get(token.text.lower()) if token.kind == "word" else _float(token.text)
    if value is None:
        raise SeriesError(f"`{token.text}` is no number", token.start, token.end)


def _float(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return None if math.isinf(value) else value


def _check_histogram(token: _Token) -> None:
    inner = token.text[2:-2]
    rest = _FIELD.sub("", inner)
    if rest.strip() or inner[:1].isspace():
        wrong = next(iter(rest.split()), " ")
        start = token.start + 2 + inner.find(wrong)
        message = "fields of a native histogram such as `count:3` expected here"
        raise SeriesError(message, start, start + len(wrong))
