"""PromQL read into a tree with places, by precedence climbing.

Everything that Prometheus up to 3.16 knows is understood. Whether the parts fit together is for
:mod:`generator.promql.types`.
"""

import math
from typing import Final

from generator.promql import tree as t
from generator.promql.cursor import Cursor
from generator.promql.duration import Reader as DurationReader
from generator.promql.duration import number, seconds
from generator.promql.expr import Matcher
from generator.promql.parse import PromqlError, Stretch
from generator.promql.selection import unquote
from generator.promql.tokens import AGGREGATIONS, WITH_PARAMETER, Token

_STRENGTH: Final = {
    "or": 1,
    **dict.fromkeys(("and", "unless"), 2),
    **dict.fromkeys(("==", "!=", "<=", "<", ">=", ">", "</", ">/"), 3),
    **dict.fromkeys(("+", "-"), 4),
    **dict.fromkeys(("*", "/", "%", "atan2"), 5),
    "^": 6,
}
_SIGN_STRENGTH = 5  # a sign binds like a product: -x ^ 2 is -(x ^ 2)
_KEYWORDS: Final = {"on", "ignoring", "group_left", "group_right", "bool", "atan2"}
_FILLS: Final = {"fill", "fill_left", "fill_right"}
_NUMBERS: Final = {"inf": math.inf, "nan": math.nan}


class Reader(Cursor):
    """Reads one expression."""

    def whole(self) -> t.Node:
        """Return what the text says.

        Raises:
            PromqlError: it uses something that this reader does not know.
        """
        node = self._binary(0)
        if not self._done:
            raise self._unknown()
        return node

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
            fill = self._fill()
            # `^` alone groups to the right.
            right = self._binary(strength - 1 if op == "^" else strength)
            left = t.Binary(
                left.start, right.end, op, left, right, word, matching, returns_bool, fill
            )

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

    def _fill(self) -> tuple[t.Word, ...]:
        found: list[t.Word] = []
        while self._tokens[self._at].text.lower() in _FILLS and self._is("(", ahead=1):
            first = self._take()
            self._skip("(")
            if self._tokens[self._at].text in {"-", "+"}:
                self._take()
            if self._take().kind != "number":
                raise self._unknown()
            found.append(t.Word(first.text.lower(), first.start, self._skip(")").end))
        return tuple(found)

    def _labels(self) -> tuple[t.Word, ...]:
        self._skip("(")
        found: list[t.Word] = []
        while not self._is(")"):
            token = self._take()
            name = unquote(token.text) if token.kind == "string" else token.text
            if token.kind not in {"string", "name"}:
                raise self._unknown()
            found.append(t.Word(name, token.start, token.end))
            if not self._is(")"):
                self._skip(",")
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
            return t.Number(token.start, token.end, token.text, number(token.text))
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
        if word in _KEYWORDS or "." in word:
            raise PromqlError(f"`{token.text}` is no name of a metric", (token.start, token.end))
        if word in _NUMBERS:
            return t.Number(token.start, token.end, token.text, _NUMBERS[word])
        return self._selector(token, token.text)

    def _args(self) -> tuple[t.Node, ...]:
        self._skip("(")
        args: list[t.Node] = []
        while not self._is(")"):
            if args:
                self._skip(",")
            args.append(self._binary(0))
        self._take()
        return tuple(args)

    def _aggregate(self, token: Token, op: str) -> t.Node:
        grouping = self._grouping()
        args = self._args()
        grouping = grouping or self._grouping()
        if len(args) != 1 + (op in WITH_PARAMETER):
            at = (token.start, self._last)
            raise PromqlError(f"`{op}` does not take {len(args)} arguments", at)
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
                if not self._is("}"):
                    self._skip(",")
            self._take()
        return t.Selector(token.start, self._last, name, tuple(conditions), self._last)

    def _condition(self) -> t.Condition:
        label = self._take()
        if label.kind not in {"name", "string"}:
            raise PromqlError(f"`{label.text}` is no name of a label", (label.start, label.end))
        name = unquote(label.text) if label.kind == "string" else label.text
        if self._tokens[self._at].text not in {"=", "!=", "=~", "!~"}:
            # A quoted name alone is the metric's.
            word = t.Word(name, label.start, label.end)
            return t.Condition(Matcher("__name__", "=", name), word, word)
        op = self._take().text
        value = self._take()
        if value.kind != "string":
            raise PromqlError(f"`{value.text}` is no text in quotes", (value.start, value.end))
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
            elif word in {"anchored", "smoothed"}:
                self._extend(node, self._take())
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
        window, _, step = word.text.partition(":")
        for one in (window, *filter(None, (step.strip(),))):
            _check_length(one, (token.start, token.end))
        if ":" in word.text:
            return t.Subquery(node.start, token.end, node, word)
        if not isinstance(node, t.Selector) or node.window or node.offset or node.at:
            raise PromqlError("only a plain selection takes a range", (token.start, token.end))
        node.window, node.end = word, token.end
        return node

    def _extend(self, node: t.Node, token: Token) -> None:
        if not isinstance(node, t.Selector) or node.extended is not None:
            raise PromqlError(f"`{token.text}` is for selections", (token.start, token.end))
        node.extended = t.Word(token.text.lower(), token.start, token.end)
        node.end = token.end

    def _signed(self) -> t.Word:
        first = self._tokens[self._at]
        reader = DurationReader(self._tokens[:-1], self._at)
        reader.single()
        self._at = reader.at
        last = self._tokens[self._at - 1]
        self._last = last.end
        text = "".join(one.text for one in self._tokens if first.start <= one.start < last.end)
        return t.Word(text, first.start, last.end)

    def _moment(self) -> t.Word:
        if self._is("start") or self._is("end"):
            first = self._take()
            self._skip("(")
            last = self._skip(")")
            return t.Word(f"{first.text}()", first.start, last.end)
        first = self._take()
        last = self._take() if first.text in {"-", "+"} else first
        if last.kind not in {"number", "duration"}:
            raise PromqlError(f"`{last.text}` is no moment", (last.start, last.end))
        return t.Word(f"-{last.text}" if first.text == "-" else last.text, first.start, last.end)

    def _shift(self, node: t.Node, word: t.Word) -> None:
        if not isinstance(node, t.Selector | t.Subquery) or node.offset is not None:
            raise self._unknown()
        node.offset, node.end = word, word.end

    def _pin(self, node: t.Node, word: t.Word) -> None:
        if not isinstance(node, t.Selector | t.Subquery) or node.at is not None:
            raise self._unknown()
        node.at, node.end = word, word.end


def _check_length(text: str, at: Stretch) -> None:
    """Check that a range or a step lasts a while.

    Raises:
        PromqlError: it does not, or is no duration.
    """
    try:
        length = seconds(text)
    except PromqlError as error:
        raise PromqlError(str(error), at) from error
    if length <= 0:
        raise PromqlError(f"`{text}` is no time to look at", at)
