"""Mutants that change nothing where parts are added up that `or` puts together."""

import dataclasses

from generator.promql import tree as t
from generator.promql.expr import Matcher
from generator.prove.chains import Chains
from generator.prove.files import read_expr
from generator.prove.mutants import Mutant

_OF_ALL = frozenset({"sum", "max", "min"})
"""What is taken of all parts is that of what was taken of some of them."""


def beside_the_left(chains: Chains, mutant: Mutant, node: t.Node) -> str:
    """Argue for the right side of `or` that takes in what the left side has already.

    A condition on the right says the opposite of one on the left. What the right side finds
    without it are label sets of the left side, and `or` drops those.
    """
    del chains
    if mutant.kind not in {"matcher", "matcher value"}:
        return ""
    for one in node.walk():
        sides = _opposed(one)
        if sides is None:
            continue
        if _weakened(mutant, sides.matcher, sides.right):
            return "what the right side of `or` finds besides, the left side has already"
        if sides.alike and _weakened(mutant, _opposite(sides.matcher), sides.left):
            return "both sides of `or` take the same of what they find, so one may find all"
    return ""


@dataclasses.dataclass(frozen=True, slots=True)
class _Opposed:
    """Two sides of `or`, of which the right one has the condition that the left one has not.

    All else is the same, but for how they are added up; ``alike`` if that is the same, too.
    """

    matcher: Matcher
    left: t.Selector
    right: t.Selector
    alike: bool


def _opposed(node: t.Node) -> _Opposed | None:
    inner = t.bare(node)
    if not isinstance(inner, t.Binary) or inner.op != "or":
        return None
    left, right = _selected(inner.left), _selected(inner.right)
    if left is None or right is None:
        return None
    (op, labels, first), (other, others, second) = left, right
    ours, theirs = ({one.matcher for one in side.conditions} for side in (first, second))
    turned = [one for one in theirs if _opposite(one) in ours and one.label in labels]
    same = (first.metric, labels) == (second.metric, others)
    if not same or len(turned) != 1 or ours - {_opposite(turned[0])} != theirs - {turned[0]}:
        return None
    return _Opposed(turned[0], first, second, op == other)


def _opposite(matcher: Matcher) -> Matcher:
    turned = {"=": "!=", "!=": "=", "=~": "!~", "!~": "=~"}
    return Matcher(matcher.label, turned[matcher.op], matcher.value)


def _selected(node: t.Node) -> tuple[str, frozenset[str], t.Selector] | None:
    """Return how a side adds up one selection, by which labels, and the selection."""
    inner = t.bare(node)
    if not isinstance(inner, t.Aggregate) or inner.grouping is None or inner.grouping.without:
        return None
    below = t.bare(inner.operand)
    if not isinstance(below, t.Selector):
        return None
    return inner.op, frozenset(one.text for one in inner.grouping.labels), below


def _weakened(mutant: Mutant, matcher: Matcher, selector: t.Selector) -> bool:
    """Tell whether a mutant is a selection with a condition left out, or for fewer values.

    A value that ends in another letter is one that nothing has.
    """
    text, changed = mutant.rule.expr, mutant.changed.expr
    start, tail = selector.start, len(text) - selector.body_end
    if changed[:start] != text[:start] or changed[len(changed) - tail :] != text[-tail:]:
        return False
    found = read_expr(changed[start : len(changed) - tail])
    if not isinstance(found, t.Selector):
        return False
    before = {one.matcher for one in selector.conditions}
    after = {one.matcher for one in found.conditions}
    added = after - before
    fewer = {Matcher(matcher.label, matcher.op, f"{matcher.value}x")}
    return before - after == {matcher} and (not added or (added == fewer and matcher.op == "!~"))


def sum_of_sums(chains: Chains, mutant: Mutant, node: t.Node) -> str:
    """Argue for a label of an inner sum that the sum around it has not; so for the largest."""
    del chains
    if not mutant.kind.startswith("by"):
        return ""
    for outer in node.walk():
        if not isinstance(outer, t.Aggregate) or outer.op not in _OF_ALL:
            continue
        kept = _labels(outer)
        for side in _sides(outer.operand):
            inner = t.bare(side)
            if isinstance(inner, t.Aggregate) and inner.op == outer.op and kept is not None:
                for gone in sorted((_labels(inner) or set()) - kept):
                    if _without_label(mutant, inner, gone):
                        return f"the same is taken of all again, without `{gone}`"
    return ""


def _labels(node: t.Aggregate) -> set[str] | None:
    """Return the labels that are kept, None where only those are named that are not."""
    if node.grouping is None:
        return set()
    return None if node.grouping.without else {one.text for one in node.grouping.labels}


def _sides(node: t.Node) -> tuple[t.Node, ...]:
    """Return what `or` puts together, if its sides have no label set in common; else the whole."""
    inner = t.bare(node)
    if isinstance(inner, t.Binary) and inner.op == "or":
        return (inner.left, inner.right) if _opposed(inner) is not None else ()
    return (inner,)


def _without_label(mutant: Mutant, inner: t.Aggregate, gone: str) -> bool:
    """Tell whether a mutant is an aggregation without one of its labels, and else the same."""
    text, changed = mutant.rule.expr, mutant.changed.expr
    tail = len(text) - inner.end
    if (
        changed[: inner.start] != text[: inner.start]
        or changed[len(changed) - tail :] != (text[inner.end :])
    ):
        return False
    found = read_expr(changed[inner.start : len(changed) - tail])
    if not isinstance(found, t.Aggregate) or found.grouping is None or inner.grouping is None:
        return False
    before = [one.text for one in inner.grouping.labels]
    after = [one.text for one in found.grouping.labels]
    same = text[inner.operand.start : inner.operand.end]
    return (
        after == [one for one in before if one != gone]
        and changed[inner.start :][found.operand.start : found.operand.end] == same
    )
