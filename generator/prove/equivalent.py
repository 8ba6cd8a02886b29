"""Mutants that change nothing: each kind with the argument why.

They are looked for among the mutants that no test notices, so an argument that fits too much is
never heard where a test speaks against it.
"""

from collections.abc import Callable, Iterator

from generator.promql import tree as t
from generator.promql.expr import Matcher
from generator.prove.chains import Chains
from generator.prove.files import read_expr
from generator.prove.mutants import Mutant
from generator.prove.sums import beside_the_left, sum_of_sums

_MATCHED = {"/", "*", "+", "-", "and"}


def reason_of(chains: Chains, mutant: Mutant) -> str:
    """Return why a mutant means the same as the rule, nothing where it does not."""
    node = read_expr(mutant.rule.expr)
    if node is None:
        return ""
    return next((found for argue in _ARGUMENTS if (found := argue(chains, mutant, node))), "")


def _held_by_the_other_side(chains: Chains, mutant: Mutant, node: t.Node) -> str:
    """Argue for a condition that was left out: the other side of an operation has it as well."""
    if mutant.kind != "matcher":
        return ""
    changed = read_expr(mutant.changed.expr)
    for one in node.walk():
        if isinstance(one, t.Selector) and changed is not None:
            for gone in one.conditions:
                if _lost(mutant, one, gone.matcher) and _guaranteed_around(
                    chains, node, one, gone.matcher
                ):
                    return (
                        f"the two sides meet on `{gone.matcher.label}`, and the other one still "
                        f"has `{gone.matcher}`"
                    )
    return ""


def _lost(mutant: Mutant, selector: t.Selector, matcher: Matcher) -> bool:
    """Tell whether a mutant is the selection at this place without this condition."""
    first = selector.start + len(selector.name)
    if mutant.rule.expr[first : selector.body_end] != mutant.before:
        return False
    rest = mutant.rule.expr[:first] + mutant.after + mutant.rule.expr[selector.body_end :]
    return rest == mutant.changed.expr and str(matcher) not in mutant.after


def _guaranteed_around(
    chains: Chains, root: t.Node, selector: t.Selector, matcher: Matcher
) -> bool:
    """Tell whether an operation above a selection meets a side that has the condition."""
    parents = {id(child): one for one in root.walk() for child in one.children()}
    below: t.Node = selector
    while (above := parents.get(id(below))) is not None:
        if isinstance(above, t.Aggregate) and not _keeps(above, matcher.label):
            return False
        if isinstance(above, t.Binary) and above.op in _MATCHED and above.matching is None:
            other = above.left if above.right is below else above.right
            if _guarantees(chains, other, matcher):
                return True
        below = above
    return False


def _keeps(node: t.Aggregate, label: str) -> bool:
    if node.grouping is None:
        return False
    named = any(one.text == label for one in node.grouping.labels)
    return named is not node.grouping.without


def _guarantees(chains: Chains, node: t.Node, matcher: Matcher) -> bool:
    """Tell whether every series of an expression meets a condition."""
    inner = t.bare(node)
    sides = [_guarantees(chains, one, matcher) for one in inner.children()]
    if isinstance(inner, t.Selector):
        behind = [read_expr(one.expr) for one in chains.recording(inner.metric)]
        held = [one is not None and _guarantees(chains, one, matcher) for one in behind]
        return any(one.matcher == matcher for one in inner.conditions) or (bool(held) and all(held))
    if isinstance(inner, t.Aggregate):
        return _keeps(inner, matcher.label) and sides[-1]
    if isinstance(inner, t.Binary) and inner.op in {"or", "unless"}:
        return all(sides) if inner.op == "or" else sides[0]
    return isinstance(inner, t.Binary | t.Call) and any(sides)


def _nothing_by_nothing(chains: Chains, mutant: Mutant, node: t.Node) -> str:
    """Argue for a guard between a bucket and the count of the same histogram."""
    del chains
    if mutant.kind != "guard" or not mutant.rule.alert:
        return ""
    for one in node.walk():
        if (
            isinstance(one, t.Binary)
            and one.op == "/"
            and mutant.before in _texts(mutant, one.right)
        ):
            names = [_metrics(one.left), _metrics(one.right)]
            if {name.replace("_bucket", "_count") for name in names[0]} == names[1]:
                return "without events both sides are 0, and no comparison holds for 0/0"
    return ""


def _texts(mutant: Mutant, node: t.Node) -> tuple[str, ...]:
    inner = t.bare(node)
    return (mutant.rule.expr[inner.start : inner.end],)


def _metrics(node: t.Node) -> set[str]:
    return {one.metric for one in node.walk() if isinstance(one, t.Selector)}


def _up(chains: Chains, mutant: Mutant, node: t.Node) -> str:
    """Argue for `up`, which is 0 or 1, where only a comparison with 1 reads it."""
    readers = [one for one in chains.rules if mutant.rule.record in chains.reads(one)]
    if mutant.kind != "aggregation" or _metrics(node) != {"up"} or not readers:
        return ""
    if not all(one.expr.endswith("< 1") for one in readers):
        return ""
    if mutant.after == "max":
        return "`up` is 0 or 1, so its sum is below 1 exactly where its largest value is"
    by = {
        word.text
        for one in node.walk()
        if isinstance(one, t.Aggregate) and one.grouping is not None
        for word in one.grouping.labels
    }
    return "an instance has one `up`" if {"job", "instance"} <= by else ""


def _never_negative(chains: Chains, mutant: Mutant, node: t.Node) -> str:
    """Argue for sums that are only asked whether they are 0, of what is never negative.

    The value itself must not be seen: an alert decides by the comparison, and no text has it.
    """
    del chains
    seen = any("$value" in text for _, text in mutant.rule.annotations)
    if not mutant.rule.alert or seen or mutant.after not in {*_TOTALS, "rate", "increase"}:
        return ""
    pairs = enumerate(zip(mutant.rule.expr, mutant.changed.expr, strict=False))
    place = next((at for at, (old, new) in pairs if old != new), -1)
    for one in _conditions(node):
        left, bound = t.bare(one.left), t.bare(one.right)
        if (
            isinstance(left, t.Aggregate)
            and isinstance(bound, t.Number)
            and (one.op in {">", "=="} and bound.value == 0 and left.op in _TOTALS)
            and (left.start <= place < left.end and _counts(left.operand))
        ):
            return "what counts is never negative, so one is 0 exactly where the other is"
    return ""


_TOTALS = frozenset({"sum", "max", "avg"})
_LISTED = frozenset({"up", "prometheus_sd_discovered_targets"})


def _conditions(node: t.Node) -> Iterator[t.Binary]:
    """Yield the comparisons that decide whether there is a result, and nothing else."""
    inner = t.bare(node)
    if isinstance(inner, t.Binary) and inner.op in {"or", "and", "unless"}:
        yield from _conditions(inner.left)
        yield from _conditions(inner.right)
    elif isinstance(inner, t.Binary):
        yield inner


def _counts(node: t.Node) -> bool:
    """Tell whether the values of an expression are never negative, as they count something."""
    inner = t.bare(node)
    if isinstance(inner, t.Call) and inner.function == "label_replace":
        inner = t.bare(inner.args[0])
    if isinstance(inner, t.Call):
        return inner.function in {"rate", "increase"}
    return isinstance(inner, t.Selector) and inner.metric in _LISTED


_ARGUMENTS: tuple[Callable[[Chains, Mutant, t.Node], str], ...] = (
    _held_by_the_other_side,
    _nothing_by_nothing,
    _up,
    _never_negative,
    beside_the_left,
    sum_of_sums,
)
