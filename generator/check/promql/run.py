"""An expression looked at by every check."""

import functools
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from generator.check.promql.base import (
    ALERT,
    GROUPING,
    MATCHING,
    REGEX,
    SELECTOR,
    SUBQUERY,
    TEMPLATE,
    UNIT,
    Check,
    Hit,
    Role,
    Subject,
)
from generator.check.promql.catalogue import Catalogue
from generator.check.promql.registry import CHECKS
from generator.core.units import Unit
from generator.promql import tree as t
from generator.promql.infer import Inference
from generator.promql.parse import PromqlError
from generator.promql.read import parse, parse_anew


class Text(NamedTuple):
    """An expression to be looked at: its text, what it decides, and what is said around it.

    ``name`` and ``for_`` (seconds, None where nothing is said of it) are the alert's. ``declared``
    is the unit of the result, and ``constants`` are numbers that stand for constants, by where
    they begin in the text.
    """

    expr: str
    role: Role = "part"
    templates: tuple[tuple[str, str], ...] = ()
    name: str = ""
    for_: float | None = None
    declared: Unit | None = None
    constants: tuple[tuple[int, float], ...] = ()


def subject_of(
    text: Text,
    catalogue: Catalogue,
    node: t.Node | None = None,
    inference: Inference | None = None,
) -> Subject:
    """Return an expression with all that is known of it.

    ``node`` saves reading it again, ``inference`` working out its labels again.

    Raises:
        PromqlError: it is no PromQL.
    """
    if node is None:  # one that is changed must be no one else's
        node = parse_anew(text.expr) if text.constants else parse(text.expr)
    _fill(node, dict(text.constants))
    if inference is None:
        inference = Inference(catalogue)
        inference.of(node)
    branches = inference.found[id(node)]
    nodes = tuple(node.walk())
    parents = {id(child): parent for parent in nodes for child in parent.children()}
    return Subject(
        text.expr,
        node,
        inference,
        branches,
        catalogue,
        text.role,
        text.templates,
        parents,
        nodes,
        traits_of(nodes, inference, text),
        text.name,
        text.for_,
        text.declared,
    )


def _fill(node: t.Node, constants: dict[int, float]) -> None:
    """Give the numbers that stand for constants the values of those."""
    for one in node.walk() if constants else ():
        if isinstance(one, t.Number):
            one.value = constants.get(one.start, one.value)


def traits_of(nodes: Iterable[t.Node], inference: Inference, text: Text) -> frozenset[str]:
    """Return what is in an expression, in the words of :attr:`Check.needs`."""
    traits: set[str] = {one.fault for one in inference.troubles}
    traits |= {_WORDS.get(node.__class__) or _word(node) for node in nodes}
    if any(node.grouping for node in nodes if node.__class__ is t.Aggregate):
        traits.add(GROUPING)
    if any(node.matching for node in nodes if node.__class__ is t.Binary):
        traits.add(MATCHING)
    if any(
        one.matcher.op in _REGEXES
        for node in nodes
        if node.__class__ is t.Selector
        for one in node.conditions
    ):
        traits.add(REGEX)
    if text.role == "alert":
        traits.add(ALERT)
    if text.templates:
        traits.add(TEMPLATE)
    if text.declared is not None:
        traits.add(UNIT)
    return frozenset(traits)


_REGEXES: Final = frozenset({"=~", "!~"})
_WORDS: Final = {t.Selector: SELECTOR, t.Subquery: SUBQUERY}


def _word(node: t.Node) -> str:
    if isinstance(node, t.Call):
        return node.function
    return node.op if isinstance(node, t.Aggregate | t.Binary) else ""


@functools.lru_cache(maxsize=4096)
def interested(traits: frozenset[str]) -> tuple[Check, ...]:
    """Return the checks that may find something in an expression with these traits."""
    return tuple(check for check in CHECKS if not (check.needs and check.needs.isdisjoint(traits)))


def hits(subject: Subject) -> Iterator[tuple[Check, Hit]]:
    """Yield what the checks find, in the order of their codes."""
    for check in interested(subject.traits):
        for hit in check.find(subject):
            yield check, hit


def look(text: Text, catalogue: Catalogue, node: t.Node | None = None) -> list[tuple[Check, Hit]]:
    """Return what the checks find in a text; nothing where it is no PromQL."""
    try:
        subject = subject_of(text, catalogue, node)
    except PromqlError:
        return []
    return list(hits(subject))


__all__ = ["Text", "hits", "interested", "look", "subject_of", "traits_of"]
