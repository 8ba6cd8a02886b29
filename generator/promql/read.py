"""PromQL read into a tree with places, by precedence climbing.

What is PromQL and what is not is decided by promql-parser, which knows no positions; this reader
takes only what that accepts, so it needs no faults of its own but one.
"""

import math
import re
from typing import Final

from generator.core.units import TIME_UNITS
from generator.promql import tree as t
from generator.promql.expr import Matcher
from generator.promql.parse import PromqlError, check
from generator.promql.selection import unquote
from generator.promql.tokens import AGGREGATIONS, WITH_PARAMETER, Token, words

_STRENGTH: Final = {
    "or": 1,
    **dict.fromkeys(("and", "unless"), 2),
    **dict.fromkeys(("==", "!=", "<=", "<", ">=", ">"), 3),
    **dict.fromkeys(("+", "-"), 4),
    **dict.fromkeys(("*", "/", "%", "atan2"), 5),
    "^": 6,
}
_SIGN_STRENGTH = 5  # a sign binds like a product: -x ^ 2 is -(x ^ 2)
_DURATION = re.compile(r"([0-9]+)(ms|[smhdwy])")
_SECONDS: Final = {**TIME_UNITS, "w": 7 * TIME_UNITS["d"], "y": 365 * TIME_UNITS["d"]}
_NUMBERS: Final = {"inf": math.inf, "nan": math.nan}
_END = Token("end", "", -1, -1)
MAX_LEVELS: Final = 120
"""How many operations may stand inside of each other; `a + b + c` has two."""


def parse(text: str) -> t.Node:
    """Return what an expression says, with the place of every part.

    Raises:
        PromqlError: it is no PromQL, or it uses something that this reader does not know.
    """
    check(text)
    return read(text)


def read(text: str) -> t.Node:
    """Return the same for a text that was parsed before.

    Raises:
        PromqlError: it uses something that this reader does not know, or is nested so deeply that
            nobody who goes through its parts would come to an end.
    """
    reader = _Reader(text)
    try:
        node = reader.whole()
    except RecursionError:  # of signs and powers alone, which are no brackets
        raise _too_deep() from None
    if reader.size > MAX_LEVELS and _levels(node) > MAX_LEVELS:
        raise _too_deep()
    return node


def _too_deep() -> PromqlError:
    return PromqlError(f"more than {MAX_LEVELS} operations stand inside of each other")


def _levels(root: t.Node) -> int:
    """Return how many parts stand inside of each other at most."""
    deepest = 0
    todo = [(root, 1)]
    while todo:
        node, level = todo.pop()
        deepest = max(deepest, level)
        todo += [(child, level + 1) for child in node.children()]
    return deepest


def seconds(duration: str) -> float:
    """Return how many seconds a PromQL duration lasts; a bare number is seconds already."""
    parts = _DURATION.findall(duration)
    if not parts:
        return float(duration)
    sign = -1 if duration.lstrip().startswith("-") else 1
    return sign * float(sum(int(count) * _SECONDS[unit] for count, unit in parts))


class _Reader:
    def __init__(self, text: str) -> None:
        self._tokens = [*words(text), _END]
        self._at = 0
        self._last = 0

    @property
    def size(self) -> int:
        """How many words there are."""
        return len(self._tokens)

    def whole(self) -> t.Node:
        node = self._binary(0)
        if self._tokens[self._at] is not _END:
            raise self._unknown()
        return node

    def _unknown(self) -> PromqlError:
        token = self._tokens[self._at]
        found = f"`{token.text}`" if token.text else "the end"
        return PromqlError(f"{found} is not understood here")

    def _take(self) -> Token:
        token = self._tokens[self._at]
        if token is _END:
            raise self._unknown()
        self._at += 1
        self._last = token.end
        return token

    def _is(self, text: str, ahead: int = 0) -> bool:
        at = self._at + ahead
        return at < len(self._tokens) and self._tokens[at].text.lower() == text

    def _skip(self, text: str) -> Token:
        if not self._is(text):
            raise self._unknown()
        return self._take()

    def _binary(self, weakest: int) -> t.Node:
        left = self._unary()
        while True:
            token = self._tokens[self._at]
            op = token.text if token.kind != "name" else token.text.lower()
            strength = _STRENGTH.get(op, 0)
            if strength <= weakest or token.kind == "string":
                return left
            self._take()
            word = t.Word(token.text, token.start, token.end)
            returns_bool = self._is("bool") and bool(self._take())
            matching = self._matching()
            # `^` alone groups to the right.
            right = self._binary(strength - 1 if op == "^" else strength)
            left = t.Binary(left.start, right.end, op, left, right, word, matching, returns_bool)

    def _matching(self) -> t.Matching | None:
        token = self._tokens[self._at]
        if token.text.lower() not in {"on", "ignoring"}:
            return None
        self._take()
        labels = self._labels()
        found = t.Matching(token.text.lower() == "on", labels, token.start, self._last)
        side = self._tokens[self._at].text.lower()
        if side in {"group_left", "group_right"}:
            self._take()
            found.many = side.removeprefix("group_")
            if self._is("("):
                found.include = self._labels()
            found.end = self._last
        return found

    def _labels(self) -> tuple[t.Word, ...]:
        self._skip("(")
        found: list[t.Word] = []
        while not self._is(")"):
            token = self._take()
            name = unquote(token.text) if token.kind == "string" else token.text
            found.append(t.Word(name, token.start, token.end))
            if self._is(","):
                self._take()
        self._take()
        return tuple(found)

    def _unary(self) -> t.Node:
        token = self._tokens[self._at]
        if token.text in {"-", "+"} and token.kind == "sign":
            self._take()
            operand = self._binary(_SIGN_STRENGTH)
            return t.Unary(token.start, operand.end, token.text, operand)
        return self._with_modifiers(self._atom())

    def _atom(self) -> t.Node:
        token = self._tokens[self._at]
        if token.kind in {"number", "duration"}:
            self._take()
            return t.Number(token.start, token.end, token.text, _number(token))
        if token.kind == "string":
            self._take()
            return t.Text(token.start, token.end, unquote(token.text))
        if token.text == "(":
            self._take()
            inner = self._binary(0)
            end = self._skip(")").end
            return t.Paren(token.start, end, inner)
        if token.text == "{":
            return self._selector(token, "")
        if token.kind == "name":
            return self._name(self._take())
        raise self._unknown()

    def _name(self, token: Token) -> t.Node:
        word = token.text.lower()
        if word in AGGREGATIONS and (self._is("(") or self._is("by") or self._is("without")):
            return self._aggregate(token, word)
        if self._is("("):
            args = self._args()
            return t.Call(token.start, self._last, token.text, args)
        if word in _NUMBERS:
            return t.Number(token.start, token.end, token.text, _NUMBERS[word])
        return self._selector(token, token.text)

    def _args(self) -> tuple[t.Node, ...]:
        self._skip("(")
        args: list[t.Node] = []
        while not self._is(")"):
            args.append(self._binary(0))
            if self._is(","):
                self._take()
        self._take()
        return tuple(args)

    def _aggregate(self, token: Token, op: str) -> t.Node:
        grouping = self._grouping()
        args = self._args()
        grouping = grouping or self._grouping()
        if len(args) != 1 + (op in WITH_PARAMETER):
            raise PromqlError(f"`{op}` does not take {len(args)} arguments")
        param = args[0] if op in WITH_PARAMETER else None
        return t.Aggregate(token.start, self._last, op, grouping, param, args[-1])

    def _grouping(self) -> t.Grouping | None:
        word = self._tokens[self._at].text.lower()
        if word not in {"by", "without"}:
            return None
        self._take()
        return t.Grouping(word == "without", self._labels())

    def _selector(self, token: Token, name: str) -> t.Node:
        conditions: list[t.Condition] = []
        if self._is("{"):
            self._take()
            while not self._is("}"):
                conditions.append(self._condition())
                if self._is(","):
                    self._take()
            self._take()
        return t.Selector(token.start, self._last, name, tuple(conditions), self._last)

    def _condition(self) -> t.Condition:
        label = self._take()
        name = unquote(label.text) if label.kind == "string" else label.text
        if self._tokens[self._at].text not in {"=", "!=", "=~", "!~"}:
            # A quoted name alone is the metric's.
            word = t.Word(name, label.start, label.end)
            return t.Condition(Matcher("__name__", "=", name), word, word)
        op = self._take().text
        value = self._take()
        text = unquote(value.text)
        return t.Condition(
            Matcher(name, op, text),
            t.Word(name, label.start, label.end),
            t.Word(text, value.start, value.end),
        )

    def _with_modifiers(self, node: t.Node) -> t.Node:
        while True:
            token = self._tokens[self._at]
            word = token.text.lower()
            if token.kind == "range":
                node = self._ranged(node, self._take())
            elif word == "offset":
                self._take()
                self._shift(node, self._signed())
            elif word == "@":
                self._take()
                self._pin(node, self._moment())
            else:
                return node

    def _ranged(self, node: t.Node, token: Token) -> t.Node:
        word = t.Word(token.text[1:-1].strip(), token.start, token.end)
        if isinstance(node, t.Selector) and ":" not in word.text and node.window is None:
            node.window, node.end = word, token.end
            return node
        return t.Subquery(node.start, token.end, node, word)

    def _signed(self) -> t.Word:
        first = self._take()
        last = self._take() if first.text in {"-", "+"} else first
        sign = "-" if first.text == "-" else ""
        return t.Word(sign + last.text, first.start, last.end)

    def _moment(self) -> t.Word:
        if self._tokens[self._at].kind == "name":
            first = self._take()
            self._skip("(")
            last = self._skip(")")
            return t.Word(f"{first.text}()", first.start, last.end)
        return self._signed()

    def _shift(self, node: t.Node, word: t.Word) -> None:
        if not isinstance(node, t.Selector | t.Subquery):
            raise self._unknown()
        node.offset, node.end = word, word.end

    def _pin(self, node: t.Node, word: t.Word) -> None:
        if not isinstance(node, t.Selector | t.Subquery):
            raise self._unknown()
        node.at, node.end = word, word.end


def _number(token: Token) -> float:
    if token.kind == "duration":
        return seconds(token.text)
    return float(int(token.text, 16)) if token.text[:2].lower() == "0x" else float(token.text)
