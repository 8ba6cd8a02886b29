"""Conditions on one label that no value fulfils together."""

from collections.abc import Iterator, Sequence

from generator.core.patterns import starts
from generator.promql import tree as t
from generator.promql.labels import takes_in


def apart(conditions: Sequence[t.Condition]) -> Iterator[tuple[t.Condition, t.Condition]]:
    """Yield conditions with an earlier one on the same label that excludes them.

    What a dashboard decides excludes nothing. One is yielded for each label.
    """
    labels: dict[str, list[t.Condition]] = {}
    for one in conditions:
        if not one.unknown:
            labels.setdefault(one.matcher.label, []).append(one)
    for some in labels.values():
        found = _guilty(some) if len(some) > 1 else None
        if found is not None:
            yield found


def _guilty(some: list[t.Condition]) -> tuple[t.Condition, t.Condition] | None:
    for number, later in enumerate(some):
        for earlier in some[:number]:
            if _exclude(earlier, later) or _exclude(later, earlier):
                return earlier, later
    # Each two of them have a value, and all of them none: `=~"a|b"`, `!="a"`, `!="b"`.
    return (some[0], some[-1]) if any(_nothing_left(one, some) for one in some) else None


def _exclude(one: t.Condition, other: t.Condition) -> bool:
    """Tell whether no value fulfils the first, which asks for something, and a second one."""
    if one.matcher.op not in {"=", "=~"}:
        return False
    if _nothing_left(one, [other]):
        return True
    if one.matcher.op != "=~" or other.matcher.op not in {"=~", "!~"}:
        return False
    if other.matcher.op == "!~":
        return one.matcher.value == other.matcher.value
    pairs = (
        (a.text, b.text) for a in starts(one.matcher.value) for b in starts(other.matcher.value)
    )
    return all(not a.startswith(b) and not b.startswith(a) for a, b in pairs)


def _nothing_left(one: t.Condition, others: Sequence[t.Condition]) -> bool:
    """Tell whether a condition lists values, of which others leave none."""
    if one.matcher.op not in {"=", "=~"}:
        return False
    values = [one.matcher.value]
    if one.matcher.op == "=~":
        found = starts(one.matcher.value)
        if not all(start.whole for start in found):
            return False
        values = [start.text for start in found]
    return all(
        any(takes_in(each.matcher.op, each.matcher.value, value) is False for each in others)
        for value in values
    )
