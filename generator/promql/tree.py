"""What a PromQL text says, with the place of every part: made by reading, never printed again.

:mod:`generator.promql.expr` is the other direction: trees that are built and printed. Nodes here
are mutable for speed alone; nobody changes them after they were read.
"""

import dataclasses
from collections.abc import Iterator

from generator.promql.expr import Matcher


@dataclasses.dataclass(slots=True)
class Word:
    """A name or a value that stands in a text, such as a label of a ``by``."""

    text: str
    start: int
    end: int


@dataclasses.dataclass(slots=True)
class Node:
    """A part of an expression: from ``start`` up to ``end`` of the text."""

    start: int
    end: int

    def children(self) -> "tuple[Node, ...]":
        """Return the parts directly below this one, in the order of the text."""
        return ()

    def walk(self) -> "Iterator[Node]":
        """Yield this part and all below it, parents first."""
        todo: list[Node] = [self]
        while todo:
            node = todo.pop()
            yield node
            todo += reversed(node.children())


@dataclasses.dataclass(slots=True)
class Number(Node):
    """A number; ``text`` is as written, which may be a duration."""

    text: str
    value: float


@dataclasses.dataclass(slots=True)
class Text(Node):
    """A string."""

    value: str


@dataclasses.dataclass(slots=True)
class Condition:
    """A matcher with the places of its label and its value.

    ``unknown`` tells that it stands for one that is not known, such as a choice in a dashboard:
    any value may be meant, or a single one.
    """

    matcher: Matcher
    label: Word
    value: Word
    unknown: bool = False


@dataclasses.dataclass(slots=True)
class Selector(Node):
    """A selection of series; ``window`` is the text in its brackets, ``name`` may be empty.

    ``body_end`` is where the selection itself ends and its range, offset and ``@`` begin.
    ``extended`` is the word ``anchored`` or ``smoothed``.
    """

    name: str
    conditions: tuple[Condition, ...]
    body_end: int
    window: Word | None = None
    offset: Word | None = None
    at: Word | None = None
    extended: Word | None = None

    @property
    def metric(self) -> str:
        """The name of the metric, whichever way it is written; empty where many may match."""
        if self.name:
            return self.name
        named = (one.matcher for one in self.conditions if one.matcher.label == "__name__")
        return next((one.value for one in named if one.op == "="), "")


@dataclasses.dataclass(slots=True)
class Call(Node):
    """A function call."""

    function: str
    args: tuple[Node, ...]

    def children(self) -> tuple[Node, ...]:
        """Return the arguments."""
        return self.args


@dataclasses.dataclass(slots=True)
class Grouping:
    """The ``by (…)`` or ``without (…)`` of an aggregation."""

    without: bool
    labels: tuple[Word, ...]


@dataclasses.dataclass(slots=True)
class Aggregate(Node):
    """An aggregation; ``grouping`` None keeps no label."""

    op: str
    grouping: Grouping | None
    param: Node | None
    operand: Node

    @property
    def first_only(self) -> bool:
        """Whether one series of each group is left, with all its labels."""
        chooses = self.op in {"topk", "bottomk", "limitk"} and self.param is not None
        return chooses and isinstance(self.param, Number) and self.param.value == 1

    def children(self) -> tuple[Node, ...]:
        """Return the parameter, if any, and the operand."""
        return (self.operand,) if self.param is None else (self.param, self.operand)


@dataclasses.dataclass(slots=True)
class Matching:
    """How two sides find each other: ``on (…)`` or ``ignoring (…)``, and which side is many."""

    on: bool
    labels: tuple[Word, ...]
    start: int
    end: int
    many: str = ""
    """``left``, ``right`` or nothing."""
    include: tuple[Word, ...] = ()


@dataclasses.dataclass(slots=True)
class Binary(Node):
    """A binary operation; ``fill`` are the values that stand in for series that one side lacks."""

    op: str
    left: Node
    right: Node
    operator: Word
    matching: Matching | None = None
    returns_bool: bool = False
    fill: tuple[Word, ...] = ()

    def children(self) -> tuple[Node, ...]:
        """Return both sides."""
        return (self.left, self.right)


@dataclasses.dataclass(slots=True)
class Unary(Node):
    """A sign before an expression."""

    op: str
    operand: Node

    def children(self) -> tuple[Node, ...]:
        """Return what the sign stands before."""
        return (self.operand,)


@dataclasses.dataclass(slots=True)
class Paren(Node):
    """An expression in parentheses."""

    operand: Node

    def children(self) -> tuple[Node, ...]:
        """Return what they hold."""
        return (self.operand,)


@dataclasses.dataclass(slots=True)
class Subquery(Node):
    """An expression evaluated over a range."""

    operand: Node
    window: Word
    offset: Word | None = None
    at: Word | None = None

    def children(self) -> tuple[Node, ...]:
        """Return what is evaluated."""
        return (self.operand,)


def bare(node: Node) -> Node:
    """Return what stands inside parentheses, however many there are."""
    while isinstance(node, Paren):
        node = node.operand
    return node


_SCALARS = frozenset({"scalar", "time", "pi"})


def is_scalar(node: Node) -> bool:
    """Tell whether a part is one number instead of a value for each series."""
    match bare(node):
        case Number():
            return True
        case Unary(operand=operand):
            return is_scalar(operand)
        case Binary(left=left, right=right):
            return is_scalar(left) and is_scalar(right)
        case Call(function=function):
            return function in _SCALARS
        case _:
            return False


def compared(node: Binary) -> Node:
    """Return the side whose values a comparison lets through: that of the series."""
    return node.right if is_scalar(node.left) else node.left
