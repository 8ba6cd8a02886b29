"""Queries to Loki, read far enough to tell whether they are LogQL.

What is done with log lines is taken out after a look at it. What is left has the shape of PromQL,
and PromQL's reader judges it (grafana.com/docs/loki/latest/query).
"""

import dataclasses
from typing import Final

from generator.check.dashboards.filled import plain
from generator.core.patterns import takes
from generator.promql import tree as t
from generator.promql.parse import PromqlError
from generator.promql.read import read
from generator.promql.selection import unquote
from generator.promql.tokens import AGGREGATIONS, Token, words

_OVER_RANGE: Final = frozenset(
    {
        *("rate", "rate_counter", "bytes_rate", "count_over_time", "bytes_over_time"),
        *("sum_over_time", "avg_over_time", "max_over_time", "min_over_time", "first_over_time"),
        *("last_over_time", "stdvar_over_time", "stddev_over_time", "quantile_over_time"),
        "absent_over_time",
    }
)
_KNOWN: Final = frozenset(
    {
        *AGGREGATIONS,
        *_OVER_RANGE,
        *("approx_topk", "label_replace", "vector", "sort", "sort_desc"),
        *("by", "without", "on", "ignoring", "group_left", "group_right"),
        *("and", "or", "unless", "bool"),
    }
)
_STAGES: Final = frozenset(
    {
        *("json", "logfmt", "pattern", "regexp", "unpack", "unwrap", "line_format"),
        *("label_format", "decolorize", "drop", "keep", "distinct"),
    }
)
_WITH_TEXT: Final = frozenset({"pattern", "regexp", "line_format"})
_LOKIS: Final = frozenset({"bytes_rate", "bytes_over_time", "rate_counter", "approx_topk"})
_COMPARISONS: Final = frozenset({"=", "==", "!=", "=~", "!~", ">", ">=", "<", "<="})
_END: Final = Token("end", "", -1, -1)


def check_logql(text: str) -> str:
    """Return why a query is no LogQL, empty where it looks like some."""
    try:
        node = read(_Reader(words(plain(text))).reduced())
        _check_ranges(node)
    except PromqlError as error:
        return str(error)
    return ""


def is_logql_alone(text: str) -> bool:
    """Tell whether a text is LogQL, and has something that is in no PromQL."""
    found = words(plain(text))
    return any(_is_lokis(found, at) for at in range(len(found))) and not check_logql(text)


def _is_lokis(found: list[Token], at: int) -> bool:
    before, token, after = (found[i] if 0 <= i < len(found) else _END for i in (at - 1, at, at + 1))
    if token.text in {"!=", "!~"}:
        return before.text == "}" and after.kind == "string"
    if token.text in {"by", "without"}:
        return before.text == ")" and _looks_at_streams(found[:at])
    return (token.kind == "sign" and token.text in {"|", "!"}) or (
        token.text in _LOKIS and after.text == "("
    )


def _looks_at_streams(found: list[Token]) -> bool:
    """Tell whether some words end with a look at a range of streams, which have no name."""
    depth = 0
    for at in range(len(found) - 1, 0, -1):
        depth += {")": 1, "(": -1}.get(found[at].text, 0)
        if depth == 0:
            inside = [one.text for one in found[at:]]
            streams = "{" in inside and inside[inside.index("{") - 1] in {"(", ","}
            return found[at - 1].text in _OVER_RANGE and streams
    return False


def ranges(text: str) -> list[Token]:
    """Return the ranges of a query, such as ``[5m]``, with their places."""
    return [one for one in words(plain(text)) if one.kind == "range"]


def _check_ranges(node: t.Node) -> None:
    for part in node.walk():
        if isinstance(part, t.Call) and part.function in _OVER_RANGE:
            inner = t.bare(part.args[-1]) if part.args else None
            if not isinstance(inner, t.Selector) or inner.window is None:
                raise PromqlError(f"`{part.function}` looks at a range, such as `[$__auto]`")


@dataclasses.dataclass(slots=True)
class _Reader:
    """Goes through the words of a query; ``found`` is what is left of them."""

    tokens: list[Token]
    at: int = 0
    found: list[str] = dataclasses.field(default_factory=list)

    def reduced(self) -> str:
        """Return what is left without that which is done with lines.

        Raises:
            PromqlError: a part of it is no LogQL.
        """
        while self.at < len(self.tokens):
            token = self._token()
            if token.text == "{":
                self._streams()
            elif token.text in {"by", "without"} and self._closes_range():
                self.at += 1
                self._skip_parentheses()
            else:
                self._check_name(token)
                self.found.append("topk" if token.text == "approx_topk" else token.text)
                self.at += 1
        return " ".join(self.found)

    def _token(self, ahead: int = 0) -> Token:
        at = self.at + ahead
        return self.tokens[at] if at < len(self.tokens) else _END

    def _take(self, kind: str, wanted: str) -> Token:
        token = self._token()
        if token.kind != kind:
            raise PromqlError(f"{wanted} is missing before `{token.text or 'the end'}`")
        self.at += 1
        return token

    def _check_name(self, token: Token) -> None:
        called = token.kind == "name" and self._token(1).text == "("
        if called and token.text.lower() not in _KNOWN:
            raise PromqlError(f"LogQL has no function `{token.text}`")

    def _streams(self) -> None:
        """Read a selection of streams and what is done with their lines."""
        start = self.at
        self.at += 1
        narrow = False
        while self._token().text != "}":
            narrow |= self._condition()
            if self._token().text == ",":
                self.at += 1
            elif self._token().text != "}":
                raise PromqlError(f"`,` is missing before `{self._token().text or 'the end'}`")
        self.at += 1
        if not narrow:
            raise PromqlError("Loki wants a condition on streams that not every stream fulfils")
        self.found += ("x", *(one.text for one in self.tokens[start : self.at]))
        window = self._range()
        while self._stage():
            pass
        self.found += window or self._range()

    def _condition(self) -> bool:
        """Read a condition on a label; tell whether some stream does not fulfil it."""
        self._take("name", "a label")
        op = self._token().text
        self.at += 1
        value = unquote(self._take("string", "a text in quotes").text)
        return bool(value) if op == "=" else op == "=~" and not takes(value, "")

    def _range(self) -> list[str]:
        if self._token().kind != "range":
            return []
        self.at += 1
        return [self._token(-1).text]

    def _stage(self) -> bool:
        """Skip one step of what is done with lines; tell whether there was one."""
        token, following = self._token(), self._token(1)
        if token.text in {"!=", "!~"} or (token.text == "!" and following.text == ">"):
            self.at += 1 + (token.text == "!")
            self._filter()
        elif token.text == "|" and following.text in {"=", "~", ">"}:
            self.at += 2
            self._filter()
        elif token.text == "|":
            self.at += 1
            self._named_stage()
        else:
            return False
        return True

    def _filter(self) -> None:
        while True:
            if self._token().text == "ip":
                self._skip_parentheses()
            else:
                self._take("string", "a text in quotes")
            if self._token().text != "or":
                return
            self.at += 1

    def _named_stage(self) -> None:
        name = self._token()
        if name.text in _STAGES:
            self.at += 1
            if name.text in _WITH_TEXT:
                self._take("string", "a text in quotes")
        elif name.text != "(":
            self._take("name", "what is to be done with lines")
            if self._token().text not in _COMPARISONS:
                raise PromqlError(f"LogQL has no step `| {name.text}`")
        while self._token() is not _END and self._token().text not in {"|", ")", "offset"}:
            if self._token().kind == "range" or self._begins_filter():
                return
            if self._token().text == "(":
                self._skip_parentheses()
            else:
                self.at += 1

    def _begins_filter(self) -> bool:
        """Tell whether a `!=` begins the next step: then no label stands before it."""
        return self._token().text in {"!=", "!~"} and self._token(-1).kind != "name"

    def _skip_parentheses(self) -> None:
        depth = 0
        while self._token() is not _END:
            depth += {"(": 1, ")": -1}.get(self._token().text, 0)
            closes = self._token().text == ")"
            self.at += 1
            if closes and depth <= 0:
                return
        raise PromqlError("`(` is never closed")

    def _closes_range(self) -> bool:
        """Tell whether what came last is a look at a range, which takes a grouping in LogQL."""
        depth = 0
        for index in range(len(self.found) - 1, 0, -1):
            depth += {")": 1, "(": -1}.get(self.found[index], 0)
            if depth == 0:
                return self.found[index] == "(" and self.found[index - 1] in _OVER_RANGE
        return False
