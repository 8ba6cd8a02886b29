"""Alerts of others that cannot fire, as far as that follows from the rules alone."""

from collections.abc import Iterable, Iterator, Sequence

from generator.check.foreign_rules import ForeignRule
from generator.check.promql.base import Hit, Role
from generator.check.promql.catalogue import Catalogue
from generator.check.promql.records import Recording, Records
from generator.check.promql.run import Text, hits, subject_of
from generator.promql import tree as t
from generator.promql.parse import PromqlError

_SOMETHING = frozenset({"absent", "absent_over_time", "scalar", "vector", "time", "pi"})


def silent_alerts(rules: Iterable[ForeignRule]) -> Iterator[tuple[ForeignRule, Hit | str]]:
    """Yield the alerts that never have a result, whatever is scraped, with what shows it.

    That is a part of the expression, or the name of a record that has no result itself. Metrics
    and labels may be any; what the rules record is known.
    """
    every = [one for one in rules if one.node is not None]
    recordings = (Recording(one.record, one.read, dict(one.labels)) for one in every if one.record)
    catalogue = Records(Catalogue(), recordings).catalogue
    parts = [_empty_parts(one, catalogue) for one in every]
    names: set[str] = set()
    while found := _empty_names(every, parts, names) - names:
        names |= found
    for rule, empty in zip(every, parts, strict=True):
        if rule.alert and rule.node is not None:
            why = _why(rule.node, empty, names)
            if why is not None:
                yield rule, why


def _empty_parts(rule: ForeignRule, catalogue: Catalogue) -> dict[int, Hit]:
    """Return the parts of an expression that have no result, by the identity of the node."""
    role: Role = "alert" if rule.alert else "record"
    try:
        subject = subject_of(Text(rule.expr, role, name=rule.alert), catalogue, rule.node)
    except PromqlError:
        return {}
    return {id(hit.empty): hit for _, hit in hits(subject) if hit.empty is not None}


def _empty_names(
    rules: list[ForeignRule], parts: list[dict[int, Hit]], names: set[str]
) -> set[str]:
    """Return the names of which no rule records anything."""
    alive: dict[str, bool] = {}
    for rule, empty in zip(rules, parts, strict=True):
        if rule.record and rule.node is not None:
            result = _why(rule.node, empty, names) is None
            alive[rule.record] = alive.get(rule.record, False) or result
    return {name for name, some in alive.items() if not some}


def _why(node: t.Node, parts: dict[int, Hit], names: set[str]) -> Hit | str | None:
    """Return what shows that an expression has no result; None where it may have one."""
    if id(node) in parts:
        return parts[id(node)]
    if isinstance(node, t.Selector):
        return node.metric if node.metric in names else None
    if is_never_empty(node):
        return None
    below = [_why(one, parts, names) for one in node.children()]
    index = silent_part(node, [one is not None for one in below])
    return None if index is None else below[index]


def is_never_empty(node: t.Node) -> bool:
    """Tell whether a function has a result where its arguments have none."""
    return isinstance(node, t.Call) and node.function in _SOMETHING


def silent_part(node: t.Node, silent: Sequence[bool]) -> int | None:
    """Return which part shows that an operation has no result, given which parts have none."""
    if isinstance(node, t.Aggregate):
        return len(silent) - 1 if silent[-1] else None
    if isinstance(node, t.Binary) and node.op == "unless":
        return 0 if silent[0] else None
    if isinstance(node, t.Binary) and (node.op == "or" or node.fill):
        return 0 if all(silent) else None
    return next((index for index, one in enumerate(silent) if one), None)
