"""An expression looked at by every check."""

import dataclasses
from collections.abc import Iterator

from generator.check.promql.base import Check, Hit, Role, Subject
from generator.check.promql.catalogue import Catalogue
from generator.check.promql.registry import CHECKS
from generator.promql.infer import Inference
from generator.promql.parse import PromqlError
from generator.promql.read import parse


@dataclasses.dataclass(frozen=True, slots=True)
class Text:
    """An expression to be looked at: its text, what it decides, and what is said around it."""

    expr: str
    role: Role = "part"
    templates: tuple[tuple[str, str], ...] = ()


def subject_of(text: Text, catalogue: Catalogue) -> Subject:
    """Return an expression with all that is known of it.

    Raises:
        PromqlError: it is no PromQL.
    """
    node = parse(text.expr)
    inference = Inference(catalogue)
    branches = inference.of(node)
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
    )


def hits(subject: Subject) -> Iterator[tuple[Check, Hit]]:
    """Yield what the checks find, in the order of their codes."""
    for check in CHECKS:
        for hit in check.find(subject):
            yield check, hit


def look(text: Text, catalogue: Catalogue) -> list[tuple[Check, Hit]]:
    """Return what the checks find in a text; nothing where it is no PromQL."""
    try:
        subject = subject_of(text, catalogue)
    except PromqlError:
        return []
    return list(hits(subject))


__all__ = ["Text", "hits", "look", "subject_of"]
