"""PromQL expressions as trees: built by functions, printed with the parentheses they need.

Nobody joins PromQL by hand: precedence, quoting and number spelling are decided here alone.
"""

import dataclasses
import re
from collections.abc import Iterable, Iterator
from fractions import Fraction

from generator.core.units import decimal_text

_PRECEDENCE = {
    "or": 1,
    **dict.fromkeys(("and", "unless"), 2),
    **dict.fromkeys(("==", "!=", "<=", "<", ">=", ">"), 3),
    **dict.fromkeys(("+", "-"), 4),
    **dict.fromkeys(("*", "/", "%"), 5),
    "^": 6,
}
COMPARISONS = frozenset({"==", "!=", "<=", "<", ">=", ">"})
SET_OPERATORS = frozenset({"and", "or", "unless"})
_ATOM = 9
_WIDTH = 88
_ESCAPES = {'"': r"\"", "\\": r"\\", "\n": r"\n", "\r": r"\r", "\t": r"\t"}
_SIGN = re.compile(r"[.+*?()|\[\]{}^$\\]")
_ESCAPED = re.compile('[\x00-\x1f\x7f"\\\\]')


def quote(text: str) -> str:
    """Return a text as a PromQL string in double quotes."""
    body = _ESCAPED.sub(lambda match: _ESCAPES.get(match[0]) or f"\\x{ord(match[0]):02x}", text)
    return f'"{body}"'


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Matcher:
    """One condition on a label: ``status=~"5.."``; ``op`` is ``=``, ``!=``, ``=~`` or ``!~``."""

    label: str
    op: str
    value: str

    def __str__(self) -> str:
        """Return the condition as PromQL."""
        return f"{self.label}{self.op}{quote(self.value)}"


def one_of(label: str, values: Iterable[str]) -> Matcher:
    """Return the condition that a label has one of some values."""
    some = list(values)
    if len(some) == 1:
        return Matcher(label, "=", some[0])
    return Matcher(label, "=~", "|".join(_SIGN.sub(r"\\\g<0>", one) for one in some))


class Expr:
    """A PromQL expression; ``str`` gives it on one line, :meth:`pretty` over several if long."""

    __slots__ = ("_line",)
    precedence = _ATOM
    _line: str

    @property
    def line(self) -> str:
        """The expression on one line as with ``str``, printed once for whoever asks again."""
        try:
            return self._line
        except AttributeError:
            object.__setattr__(self, "_line", str(self))
            return self._line

    def children(self) -> tuple["Expr", ...]:
        """Return the expressions directly below this one."""
        return ()

    def walk(self) -> Iterator["Expr"]:
        """Yield this expression and all below it, parents first."""
        yield self
        for child in self.children():
            yield from child.walk()

    def pretty(self) -> str:
        """Return the expression over as many lines as make it easy to review."""
        return "\n".join(self.lines())

    def lines(self) -> list[str]:
        """Return the expression on one line if that is short, else broken at its structure."""
        text = str(self)
        return [text] if len(text) <= _WIDTH else self.broken()

    def broken(self) -> list[str]:
        """Return the expression over several lines, if there is a place to break it."""
        return [str(self)]


@dataclasses.dataclass(frozen=True, slots=True)
class Number(Expr):
    """An exact number; one that no decimal equals prints as a division."""

    value: Fraction

    def __str__(self) -> str:
        """Return the number as PromQL."""
        text = decimal_text(self.value)
        return text if text is not None else f"({self.value.numerator} / {self.value.denominator})"


@dataclasses.dataclass(frozen=True, slots=True)
class Text(Expr):
    """A string argument, as of ``label_replace``."""

    value: str

    def __str__(self) -> str:
        """Return the string in quotes."""
        return quote(self.value)


@dataclasses.dataclass(frozen=True, slots=True)
class Selector(Expr):
    """A vector selector; ``window`` makes it a range selector, ``offset`` shifts it back."""

    name: str
    matchers: tuple[Matcher, ...] = ()
    window: str = ""
    offset: str = ""

    def __str__(self) -> str:
        """Return the selector, its matchers in the order of their labels."""
        inner = ",".join(str(matcher) for matcher in sorted(set(self.matchers)))
        text = f"{self.name}{{{inner}}}" if inner else self.name
        text += f"[{self.window}]" if self.window else ""
        return text + (f" offset {self.offset}" if self.offset else "")

    def where(self, *matchers: Matcher) -> "Selector":
        """Return the same selector with further conditions."""
        return dataclasses.replace(self, matchers=(*self.matchers, *matchers))


@dataclasses.dataclass(frozen=True, slots=True)
class Call(Expr):
    """A function call."""

    function: str
    args: tuple[Expr, ...] = ()

    def children(self) -> tuple[Expr, ...]:
        """Return the arguments."""
        return self.args

    def __str__(self) -> str:
        """Return the call on one line."""
        return f"{self.function}({', '.join(str(arg) for arg in self.args)})"

    def broken(self) -> list[str]:
        """Return each argument on lines of its own."""
        rows = [arg.lines() for arg in self.args]
        for row in rows[:-1]:
            row[-1] += ","
        body = [line for row in rows for line in row]
        return [f"{self.function}(", *_indented(body), ")"]


@dataclasses.dataclass(frozen=True, slots=True)
class Aggregate(Expr):
    """An aggregation; the grouping is always written, ``by ()`` included, so it is never lost."""

    op: str
    labels: tuple[str, ...]
    operand: Expr
    without: bool = False
    param: Expr | None = None

    def children(self) -> tuple[Expr, ...]:
        """Return the parameter, if any, and the operand."""
        return (self.operand,) if self.param is None else (self.param, self.operand)

    @property
    def head(self) -> str:
        """The part before the parenthesis, such as ``sum by (job)``."""
        word = "without" if self.without else "by"
        return f"{self.op} {word} ({', '.join(self.labels)})"

    def __str__(self) -> str:
        """Return the aggregation on one line."""
        return f"{self.head} ({', '.join(str(child) for child in self.children())})"

    def broken(self) -> list[str]:
        """Return the operand on lines of its own."""
        first = [f"{self.param},"] if self.param is not None else []
        return [f"{self.head} (", *_indented([*first, *self.operand.lines()]), ")"]


@dataclasses.dataclass(frozen=True, slots=True)
class Subquery(Expr):
    """An expression evaluated over a window: ``(expr)[1h:]``."""

    operand: Expr
    window: str
    step: str = ""

    def children(self) -> tuple[Expr, ...]:
        """Return the inner expression."""
        return (self.operand,)

    def __str__(self) -> str:
        """Return the subquery on one line."""
        return f"{_wrapped(self.operand, _ATOM)}[{self.window}:{self.step}]"

    def broken(self) -> list[str]:
        """Return the inner expression on lines of its own."""
        return ["(", *_indented(self.operand.lines()), f")[{self.window}:{self.step}]"]


@dataclasses.dataclass(frozen=True, slots=True)
class Binary(Expr):
    """A binary operation; ``on`` None leaves matching to all labels, ``on=()`` is ``on ()``."""

    op: str
    left: Expr
    right: Expr
    on: tuple[str, ...] | None = None
    group_left: tuple[str, ...] | None = None
    returns_bool: bool = False

    @property
    def precedence(self) -> int:  # type: ignore[override]
        """The binding strength of the operator."""
        return _PRECEDENCE[self.op]

    def children(self) -> tuple[Expr, ...]:
        """Return both sides."""
        return (self.left, self.right)

    @property
    def sign(self) -> str:
        """The operator with its modifiers."""
        text = f"{self.op} bool" if self.returns_bool else self.op
        if self.on is not None:
            text += f" on ({', '.join(self.on)})"
        if self.group_left is not None:
            text += f" group_left ({', '.join(self.group_left)})"
        return text

    @property
    def sides(self) -> tuple[str, str]:
        """Both sides on one line each, in parentheses where they need them."""
        left, right = self._strengths
        return _wrapped(self.left, left), _wrapped(self.right, right)

    @property
    def _strengths(self) -> tuple[int, int]:
        """How strongly each side must bind to stand without parentheses."""
        strength = self.precedence
        # `and` and `unless` bind alike, which few readers know.
        mixed = {self.op, getattr(self.left, "op", "")} == {"and", "unless"}
        weak = mixed or self.op == "^" or self.op in COMPARISONS
        return strength + weak, strength if self.op == "^" else strength + 1

    def __str__(self) -> str:
        """Return the operation on one line."""
        left, right = self.sides
        return f"{left} {self.sign} {right}"

    def broken(self) -> list[str]:
        """Return the sides on lines of their own, the operator between them."""
        left, right = self._strengths
        return [*_block(self.left, left), self.sign, *_block(self.right, right)]


@dataclasses.dataclass(frozen=True, slots=True)
class Raw(Expr):
    """An expression that an author wrote; kept as its text."""

    text: str
    precedence = 0

    def __str__(self) -> str:
        """Return the text."""
        return self.text

    def lines(self) -> list[str]:
        """Return the text as the author broke it."""
        return self.text.split("\n")


def _wrapped(expr: Expr, at_least: int) -> str:
    return str(expr) if expr.precedence >= at_least else f"({expr})"


def _indented(lines: list[str]) -> list[str]:
    return [f"  {line}" for line in lines]


def _block(expr: Expr, at_least: int) -> list[str]:
    lines = expr.lines()
    if expr.precedence >= at_least:
        return lines
    return [f"({lines[0]})"] if len(lines) == 1 else ["(", *_indented(lines), ")"]
