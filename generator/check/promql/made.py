"""What recording rules say of the values that they record."""

from typing import Final

from generator.check.promql.base import Subject
from generator.check.promql.catalogue import Catalogue, Made
from generator.check.promql.fractions import is_fraction
from generator.check.promql.native import may_be_native
from generator.check.promql.ranges import range_of
from generator.check.promql.shares import RATES, counted
from generator.check.promql.unguarded import may_be_nan
from generator.core.finding import Place
from generator.promql import tree as t
from generator.promql.expr import COMPARISONS

_KEEPING: Final = frozenset({"sum", "avg", "max", "min", "topk", "bottomk", "limitk"})


def made_by(subject: Subject, place: Place | None = None) -> Made:
    """Return what is known of the values of a series that an expression at a place records."""
    node, catalogue = subject.node, subject.catalogue
    divisor = may_be_nan(node, catalogue)
    return Made(
        nan=divisor is not None,
        divisor=None if divisor is None else divisor_at(divisor, subject, place),
        summed=_adds_up_counters(node, catalogue),
        measure=subject.measure(node),
        fraction=is_fraction(node, catalogue),
        values=range_of(node, catalogue),
        counted=counted(node, catalogue),
        native=may_be_native(node, catalogue),
        rate=_rate(node, catalogue),
    )


def divisor_at(node: t.Node, subject: Subject, place: Place | None) -> Place | None:
    """Return where a divisor stands that :func:`may_be_nan` found in the text at a place.

    It may have found a series instead, which is recorded by a division.
    """
    if isinstance(node, t.Selector) and not _divides(node, subject):
        return subject.catalogue.made[node.metric].divisor
    return None if place is None else place.within(node.start, node.end)


def _divides(node: t.Node, subject: Subject) -> bool:
    around = subject.around(node)
    return isinstance(around, t.Binary) and around.op in {"/", "%"} and t.bare(around.right) is node


def _rate(node: t.Node, catalogue: Catalogue) -> str:
    """Return which function of counters makes the values, as far as they are only added up."""
    node = t.bare(node)
    while isinstance(node, t.Aggregate | t.Binary):
        if isinstance(node, t.Aggregate):
            if node.op not in _KEEPING:
                return ""
            node = t.bare(node.operand)
        elif node.op in COMPARISONS and not node.returns_bool:
            node = t.bare(t.compared(node))
        elif node.op in {"*", "/"} and isinstance(t.bare(node.right), t.Number):
            node = t.bare(node.left)
        else:
            return ""
    if isinstance(node, t.Call):
        return node.function if node.function in RATES else ""
    made = catalogue.made.get(node.metric) if isinstance(node, t.Selector) else None
    return made.rate if made is not None else ""


def _adds_up_counters(node: t.Node, catalogue: Catalogue) -> bool:
    """Tell whether counters are added up as they stand, before a rate is taken of them."""
    node = t.bare(node)
    added = False
    while isinstance(node, t.Aggregate) and node.op in {"sum", "avg", "max", "min"}:
        node, added = t.bare(node.operand), True
    if not isinstance(node, t.Selector) or node.window is not None:
        return False
    made = catalogue.made.get(node.metric)
    if made is not None:
        return made.summed
    facts = catalogue.fact(node.metric)
    return added and facts is not None and facts.type == "counter"


def any_of(first: Made, second: Made) -> Made:
    """Return what holds of a series that either of two rules records."""
    return Made(
        nan=first.nan or second.nan,
        divisor=first.divisor or second.divisor,
        summed=first.summed or second.summed,
        measure=first.measure if first.measure == second.measure else None,
        fraction=first.fraction or second.fraction,
        values=first.values.joined(second.values),
        counted=None,  # what both record is there twice
        native=first.native or second.native,
        rate=first.rate if second.rate else "",
    )
