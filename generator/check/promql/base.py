"""What a check of an expression is, and what it gets to see."""

import dataclasses
from collections.abc import Callable, Iterator
from typing import Final, Literal, NamedTuple, TypeAlias

from generator.check.promql.catalogue import Catalogue, Facts
from generator.check.promql.measure import UNKNOWN, Measure
from generator.check.promql.measures import measured
from generator.check.reach import KnownFrom
from generator.core.finding import Place, Rule
from generator.core.units import Unit
from generator.promql import tree as t
from generator.promql.infer import Inference
from generator.promql.labels import Branch
from generator.promql.uses import Use, uses

Role: TypeAlias = Literal["alert", "record", "panel", "part"]

# What an expression can have beside functions, aggregations, operators and faults.
ALERT: Final = "an alert"
SELECTOR: Final = "a selector"
SUBQUERY: Final = "a subquery"
TEMPLATE: Final = "a template"
GROUPING: Final = "a grouping"
MATCHING: Final = "a matching"
UNIT: Final = "a unit"
REGEX: Final = "a regular expression"


@dataclasses.dataclass(slots=True)
class Subject:
    """An expression with all that is known of it.

    ``role`` tells whether it decides over an alert, is recorded, is drawn over time, or is a part
    of something else. ``templates`` are the texts of an alert that name its labels. ``parents``
    leads from each part to the one around it. ``name`` and ``for_`` (seconds) are the alert's,
    ``declared`` is the unit that the author says the result has.
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
    name: str = ""
    for_: float | None = None
    declared: Unit | None = None
    _uses: tuple[Use, ...] | None = None
    _measures: dict[int, Measure] = dataclasses.field(default_factory=dict)
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

    def uses(self) -> tuple[Use, ...]:
        """Return everything that depends on the release of Prometheus."""
        if self._uses is None:
            self._uses = tuple(uses(self.node))
        return self._uses

    def binaries(self, *operators: str) -> Iterator[t.Binary]:
        """Yield the operations with some operators, or with any."""
        for node in self.nodes:
            if isinstance(node, t.Binary) and (not operators or node.op in operators):
                yield node

    def aggregates(self, *operators: str) -> Iterator[t.Aggregate]:
        """Yield the aggregations of some kinds, or of any."""
        for node in self.nodes:
            if isinstance(node, t.Aggregate) and (not operators or node.op in operators):
                yield node

    def measure(self, node: t.Node) -> Measure:
        """Return what a part measures."""
        if not self._measures:
            self._measures.update(measured(self.nodes, self.catalogue))
        return self._measures.get(id(node), UNKNOWN)

    def labels(self, node: t.Node) -> tuple[Branch, ...]:
        """Return what is known of the labels of a part, a branch for each kind of series."""
        return self.inference.found.get(id(node)) or self.inference.of(node)

    def calls(self, *functions: str) -> Iterator[t.Call]:
        """Yield the calls of some functions, each with arguments."""
        for node in self.nodes:
            if isinstance(node, t.Call) and node.function in functions and node.args:
                yield node

    def holding(self, start: int, end: int) -> t.Node:
        """Return the smallest part that a stretch of the text lies in."""
        around = (one for one in self.nodes if one.start <= start and end <= one.end)
        return min(around, key=lambda one: one.end - one.start, default=self.node)

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
    that `check --fix` may put there: it cannot be wrong, as the expression finds nothing now and
    one thing alone can be meant. ``elsewhere`` is where the cause stands, if that is in another
    text. ``empty`` is the part that has no result, whatever the data are. What is ``guessed``, from
    a name for example, is at most a warning.
    """

    start: int
    end: int
    message: str
    fix: str | None = None
    cause: tuple[int, int, str] | None = None
    field: str = ""
    replace: str | None = None
    elsewhere: Place | None = None
    guessed: bool = False
    empty: t.Node | None = dataclasses.field(default=None, compare=False, repr=False)


class Check(NamedTuple):
    """A check: what it is about, an expression that is wrong and one that is right.

    ``bad`` and ``good`` are written for the metrics of :mod:`generator.check.promql.example`; as
    alerts where ``role`` says so. ``beside`` is what stands beside each of them in a rule or a
    spec, such as ``for: 1m``. ``known_from`` tells what shows that the bad example is wrong,
    ``unaided`` what shows the same of other expressions without specs, if anything does.

    ``needs`` are words of which an expression must have one for the check to find anything, so
    that most checks are not asked about most expressions: names of functions, aggregations and
    operators, the faults of :class:`~generator.promql.infer.Trouble`, and :data:`ALERT`,
    :data:`SELECTOR`, :data:`SUBQUERY`, :data:`TEMPLATE`, :data:`GROUPING`,
    :data:`MATCHING`, :data:`UNIT`, :data:`REGEX` for what these say. Without any the check is
    asked about every expression.
    """

    rule: Rule
    bad: str
    good: str
    find: Callable[[Subject], Iterator[Hit]]
    role: Role = "part"
    needs: frozenset[str] = frozenset()
    beside: tuple[str, str] = ("", "")
    known_from: KnownFrom = "itself"
    unaided: str = ""

    @property
    def shown(self) -> tuple[str, str]:
        """Both examples with what stands beside them, for people."""
        texts = zip((self.bad, self.good), self.beside, strict=True)
        bad, good = (f"{expr} ({beside})" if beside else expr for expr, beside in texts)
        return bad, good
