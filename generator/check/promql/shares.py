"""Quotients that are shares: some of the events that a counter counts, over all of them.

A quotient is one only if each event of the part is among those of the whole that it is divided by.
So both sides must be read in the same way at the same time, the whole must not have lost a series
before it was added up, and it must not be told apart by more labels than the part, nor by others
than those in which both sides have to agree.
"""

from typing import Final

from generator.check.promql.catalogue import Catalogue, Counted
from generator.check.promql.label_set import LabelSet, kept_by, matched_by
from generator.check.promql.patterns import is_plain
from generator.check.promql.same import alike
from generator.promql import tree as t
from generator.promql.expr import COMPARISONS, Matcher

RATES: Final = frozenset({"rate", "irate", "increase"})
_LEAVING: Final = frozenset({"and", "unless"})
_NO_ZEROS: Final = frozenset({">", ">=", "!="})
_POINT_0: Final = ("(\\.0)?", "(?:\\.0)?")


def share_of(node: t.Binary, catalogue: Catalogue) -> str:
    """Return why a quotient is a share: a part over the whole that it is a part of."""
    if node.fill:
        return ""
    part, matched = counted(node.left, catalogue), matched_by(node.matching)
    if part is None:
        some = _is_count_of_some(t.bare(node.left), t.bare(node.right), matched)
        return "it divides how many of them pass a filter by how many there are" if some else ""
    for whole in _addends(node.right, catalogue) or ():
        if _is_part(part, whole, matched):
            return f"it divides a part of `{whole.metric}` by the whole"
    return ""


def _is_count_of_some(part: t.Node, whole: t.Node, matched: LabelSet) -> bool:
    """Tell whether series are counted on the left that are counted on the right as well."""
    while isinstance(part, t.Binary) and _fills(part):
        part = t.bare(part.left)
    if not (isinstance(part, t.Aggregate) and isinstance(whole, t.Aggregate)):
        return False
    kept, groups = kept_by(part.grouping), kept_by(whole.grouping)
    together = groups.within(kept) and groups.within(matched)
    return part.op == whole.op == "count" and together and _passes(part.operand, whole.operand)


def _passes(some: t.Node, every: t.Node) -> bool:
    """Tell whether filters leave some series of others, each as it is."""
    some, every = t.bare(some), t.bare(every)
    while isinstance(some, t.Binary) and not alike(some, every):
        if some.op in _LEAVING:
            some = t.bare(some.left)
        elif some.op in COMPARISONS and not (some.returns_bool or some.fill or some.matching):
            some = t.bare(t.compared(some))
        else:
            return False
    return alike(some, every)


def counted(node: t.Node, catalogue: Catalogue) -> Counted | None:
    """Return the events that a sum of a rate counts, also through a record of it."""
    found = _addends(node, catalogue)
    return found[0] if found is not None and len(found) == 1 else None


def _addends(node: t.Node, catalogue: Catalogue) -> list[Counted] | None:
    """Return what a sum consists of; None where something in it is no number of events."""
    node = t.bare(node)
    match node:
        case t.Binary():
            return _operation(node, catalogue)
        case t.Aggregate(op="sum"):
            return _summed(node, catalogue)
        case t.Selector() if node.window is None:
            found = _recorded(node, catalogue)
        case t.Call(function=function) if function in RATES:
            found = _rated(node)
        case _:
            return None
    return None if found is None else [found]


def _operation(node: t.Binary, catalogue: Catalogue) -> list[Counted] | None:
    found: list[Counted] | None = None
    if node.fill or node.returns_bool:
        return None
    if node.op == "+" and node.matching is None:
        left, right = (_addends(one, catalogue) for one in (node.left, node.right))
        found = None if left is None or right is None else left + right
    elif node.op in COMPARISONS and node.matching is None:
        found = _addends(t.compared(node), catalogue)
        if found is not None and not _leaves_out_zeros(node):
            found = [one._replace(filtered=True) for one in found]
    elif _fills(node):
        found = _addends(node.left, catalogue)
        found = found and [one._replace(complete=False) for one in found]
    return found


def _leaves_out_zeros(node: t.Binary) -> bool:
    """Tell whether a comparison leaves out nothing that would change a sum."""
    bound = t.bare(node.right)
    return node.op in _NO_ZEROS and isinstance(bound, t.Number) and bound.value == 0


def _fills(node: t.Binary) -> bool:
    """Tell whether what is missing is counted as 0: `or vector(0)`, `or 0 * total`."""
    other = t.bare(node.right)
    if node.op == "or" and isinstance(other, t.Call) and other.function == "vector":
        return _is_zero(other.args[0])
    product = node.op == "or" and isinstance(other, t.Binary) and other.op == "*"
    return product and any(map(_is_zero, other.children()))


def _is_zero(node: t.Node) -> bool:
    number = t.bare(node)
    return isinstance(number, t.Number) and number.value == 0


def _summed(node: t.Aggregate, catalogue: Catalogue) -> list[Counted] | None:
    found = _addends(node.operand, catalogue)
    if found is None:
        return None
    # `a + b` has a result only where both are, so what is added up then has lost the others.
    whole = len(found) == 1 or _come_together(found, catalogue)
    kept = kept_by(node.grouping)
    return [
        one._replace(
            kept=one.kept.both(kept),
            complete=one.complete and whole and not one.filtered,
            filtered=False,
        )
        for one in found
    ]


def _come_together(found: list[Counted], catalogue: Catalogue) -> bool:
    """Tell whether counters are declared alike, so that a series of one goes with one of each."""
    declared = [catalogue.facts.get(one.metric) for one in found]
    counters = [one for one in declared if one is not None and one.type == "counter"]
    labels = {(one.labels, one.optional) for one in counters}
    alike = {(one.conditions, one.kept, one.window, one.shift) for one in found}
    return len(counters) == len(found) and len(labels) == 1 and len(alike) == 1


def _recorded(node: t.Selector, catalogue: Catalogue) -> Counted | None:
    made = catalogue.made.get(node.metric)
    found = made.counted if made is not None else None
    if found is None:
        return None
    # What a record is not told apart by, all its series have, or none.
    told = (one.matcher for one in node.conditions if found.kept.holds(one.matcher.label))
    conditions = found.conditions | frozenset(told)
    return found._replace(conditions=conditions, shift=found.shift + _shift(node))


def _rated(node: t.Call) -> Counted | None:
    inner = t.bare(node.args[0])
    if not isinstance(inner, t.Selector) or inner.window is None:
        return None
    conditions = frozenset(one.matcher for one in inner.conditions)
    window = inner.window.text
    if inner.extended is not None:
        window += f" {inner.extended.text}"
    return Counted(node.function, inner.metric, window, _shift(inner), conditions)


def _shift(node: t.Selector) -> tuple[str, ...]:
    offset = () if node.offset is None else (node.offset.text,)
    return offset if node.at is None else (*offset, f"@ {node.at.text}")


def _is_part(part: Counted, whole: Counted, matched: LabelSet) -> bool:
    """Tell whether every event of the one is one of the other, counted in the same way."""
    some = (part.function, part.window, part.shift)
    if some != (whole.function, whole.window, whole.shift) or not whole.complete:
        return False
    kept = whole.kept
    if part.metric != whole.metric:
        if not _is_bucket_of(part, whole):
            return False
        kept = kept.less({"le"})
    together = kept.within(part.kept) and kept.within(matched)
    return together and whole.conditions <= part.conditions


def _is_bucket_of(part: Counted, whole: Counted) -> bool:
    """Tell whether the one is a bucket of each histogram whose events the other counts.

    Several buckets of one are more than all its events, as each holds what the lower ones hold.
    """
    stem = part.metric.removesuffix("_bucket")
    if stem == part.metric or whole.metric != f"{stem}_count":
        return False
    return any(one.label == "le" and _takes_one(one) for one in part.conditions)


def _takes_one(condition: Matcher) -> bool:
    """Tell whether a condition on `le` takes one bound, which may be written as `1` and `1.0`."""
    if condition.op == "=":
        return True
    bounds = {_bound(one) for one in condition.value.split("|")} if condition.op == "=~" else ()
    return len(bounds) == 1 and None not in bounds


def _bound(pattern: str) -> float | None:
    """Return the one bound that a pattern takes, None where it may take several."""
    bare = next((pattern.removesuffix(end) for end in _POINT_0 if pattern.endswith(end)), pattern)
    try:
        return float(bare.replace("\\", "")) if is_plain(bare) else None
    except ValueError:
        return None
