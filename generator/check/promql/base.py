"""What a check of an expression is, and what it gets to see."""

import dataclasses
from collections.abc import Callable, Iterator
from typing import Final, Literal, TypeAlias

from generator.check.promql.catalogue import Catalogue, Facts
from generator.core.finding import Rule
from generator.promql import tree as t
from generator.promql.infer import Inference
from generator.promql.labels import Branch

Role: TypeAlias = Literal["alert", "record", "part"]

# What an expression can have beside functions, aggregations, operators and faults.
ALERT: Final = "an alert"
SELECTOR: Final = "a selector"
SUBQUERY: Final = "a subquery"
TEMPLATE: Final = "a template"
GROUPING: Final = "a grouping"
MATCHING: Final = "a matching"


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
    traits: frozenset[str] = frozenset()
    """What is in it, in the words of :attr:`Check.needs`."""
    _selectors: list[tuple[t.Selector, Facts | None]] | None = None

    def selectors(self) -> list[tuple[t.Selector, Facts | None]]:
        """Return every selection with what is known of its series."""
        if self._selectors is None:
            self._selectors = [
                (node, self.catalogue.fact(node.metric))
                for node in self.nodes
                if isinstance(node, t.Selector)
            ]
        return self._selectors

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

    ``needs`` are words of which an expression must have one for the check to find anything, so
    that most checks are not asked about most expressions: names of functions, aggregations and
    operators, the faults of :class:`~generator.promql.infer.Trouble`, and :data:`ALERT`,
    :data:`SELECTOR`, :data:`SUBQUERY`, :data:`TEMPLATE`, :data:`GROUPING`, :data:`MATCHING` for
    what these say. Without any the check is asked about every expression.
    """

    rule: Rule
    bad: str
    good: str
    find: Callable[[Subject], Iterator[Hit]]
    role: Role = "part"
    needs: frozenset[str] = frozenset()
