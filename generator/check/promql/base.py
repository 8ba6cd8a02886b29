"""What a check of an expression is, and what it gets to see."""

import dataclasses
from collections.abc import Callable, Iterator
from typing import Literal, TypeAlias

from generator.check.promql.catalogue import Catalogue, Facts
from generator.core.finding import Rule
from generator.promql import tree as t
from generator.promql.infer import Inference
from generator.promql.labels import Branch

Role: TypeAlias = Literal["alert", "record", "part"]


@dataclasses.dataclass(slots=True)
class Subject:
    """An expression with all that is known of it.

    ``role`` tells whether it decides over an alert, is recorded, or is a part of something else.
    ``templates`` are the texts of an alert that name its labels. ``parents`` leads from each part
    to the one around it.
    """

    text: str
    node: t.Node
    inference: Inference
    branches: tuple[Branch, ...]
    catalogue: Catalogue
    role: Role = "part"
    templates: tuple[tuple[str, str], ...] = ()
    parents: dict[int, t.Node] = dataclasses.field(default_factory=dict)
    nodes: tuple[t.Node, ...] = ()
    """All parts, outer ones first."""

    def selectors(self) -> Iterator[tuple[t.Selector, Facts | None]]:
        """Yield every selection with what is known of its series."""
        for node in self.nodes:
            if isinstance(node, t.Selector):
                yield node, self.catalogue.fact(node.metric)

    def calls(self, *functions: str) -> Iterator[t.Call]:
        """Yield the calls of some functions, each with arguments."""
        for node in self.nodes:
            if isinstance(node, t.Call) and node.function in functions and node.args:
                yield node

    def around(self, node: t.Node) -> t.Node | None:
        """Return what stands around a part, parentheses left out."""
        parent = self.parents.get(id(node))
        while isinstance(parent, t.Paren):
            parent = self.parents.get(id(parent))
        return parent


@dataclasses.dataclass(frozen=True, slots=True)
class Hit:
    """Something wrong at a stretch of the text; ``cause`` is a second stretch that explains it.

    ``field`` and ``chars`` stand for a template instead of the expression. ``replace`` is text
    that can be put there without asking.
    """

    start: int
    end: int
    message: str
    fix: str | None = None
    cause: tuple[int, int, str] | None = None
    field: str = ""
    replace: str | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Check:
    """A check: what it is about, an expression that is wrong and one that is right.

    ``bad`` and ``good`` are written for the metrics of :mod:`generator.check.promql.example`; as
    alerts where ``role`` says so.
    """

    rule: Rule
    bad: str
    good: str
    find: Callable[[Subject], Iterator[Hit]]
    role: Role = "part"
