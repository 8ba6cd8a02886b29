"""The labels that functions keep, drop and set."""

import re
from collections.abc import Callable, Iterable
from typing import Final

from generator.promql import tree as t
from generator.promql.labels import NAME, Branch, Status, Why, takes_in_nothing, unsure, why_of

_KEEP_ALL: Final = frozenset(
    {
        *("last_over_time", "first_over_time", "sort", "sort_desc"),
        *("sort_by_label", "sort_by_label_desc"),
    }
)
_SCALARS: Final = frozenset({"scalar", "time", "pi"})
_BY_BUCKET: Final = frozenset({"histogram_quantile", "histogram_fraction"})
_ALL: Final = re.compile(r"\(?\.\*\)?")


def called(node: t.Call, args: list[tuple[Branch, ...]]) -> tuple[Branch, ...]:
    """Return the branches of a function call whose arguments have these."""
    name = node.function
    own = _OWN.get(name)
    if own is not None:
        return (own(node),)
    if not args:
        return (_unlabelled(node),)
    vectors = next((one for one in args if not one[0].scalar), args[0])
    labelling = _LABELLING.get(name)
    if labelling is not None:
        return tuple(labelling(one, node) for one in vectors)
    if name in _KEEP_ALL:
        return vectors
    if name.startswith("histogram_"):
        vectors = unsure(vectors)  # they leave out what is no histogram
    gone = (NAME, "le") if name in _BY_BUCKET else (NAME,)
    return tuple(lacking(one, gone, why_of(node, f"`{name}` drops it")) for one in vectors)


def lacking(branch: Branch, labels: Iterable[str], why: Why) -> Branch:
    """Return a branch without some labels."""
    found = branch.copy()
    for label in labels:
        found.put(label, Status.IMPOSSIBLE, why)
    return found


def _unlabelled(node: t.Call) -> Branch:
    why = why_of(node, f"`{node.function}` returns no labels")
    return Branch(closed=why, scalar=node.function in _SCALARS, always=True)


def _absent(node: t.Call) -> Branch:
    """Return the labels of `absent`: those that a plain selector pins, of anything else none."""
    argument = t.bare(node.args[0]) if node.args else node
    branch = Branch(closed=why_of(node, f"`{node.function}` has only the labels that `=` pins"))
    if not isinstance(argument, t.Selector):
        reason = f"`{node.function}` of anything but a plain selector has no labels"
        branch.closed = why_of(node, reason)
        return branch
    for one in argument.conditions:
        label, matcher = one.matcher.label, one.matcher
        if label == NAME:
            continue
        why = Why(f"`{matcher}` pins it", one.label.start, one.value.end)
        if matcher.op == "=" and label not in branch.certain:
            if matcher.value:
                branch.put(label, Status.CERTAIN, why, matcher.value)
        else:
            branch.put(label, Status.IMPOSSIBLE, Why("two conditions on it", why.start, why.end))
    return branch


def _strings(node: t.Call) -> list[str | None]:
    return [arg.value if isinstance(arg, t.Text) else None for arg in node.args]


def _replaced(branch: Branch, node: t.Call) -> Branch:
    texts = _strings(node)
    if len(texts) != 5 or None in texts[1:]:  # noqa: PLR2004 (its arguments)
        return Branch()
    target, replacement, source, pattern = (text or "" for text in texts[1:])
    before = branch.status(target)
    always = _ALL.fullmatch(pattern) is not None or (
        branch.status(source) is Status.IMPOSSIBLE and takes_in_nothing("=~", pattern) is True
    )
    constant = "$" not in replacement
    after = Status.POSSIBLE
    if constant and always:
        after = Status.CERTAIN if replacement else Status.IMPOSSIBLE
    elif constant and replacement and before is Status.CERTAIN:
        after = Status.CERTAIN
    elif constant and not replacement and before is Status.IMPOSSIBLE:
        after = Status.IMPOSSIBLE
    found = branch.copy()
    value = replacement if constant and always and replacement else None
    found.put(target, after, why_of(node, "`label_replace` sets it"), value)
    return found


def _joined(branch: Branch, node: t.Call) -> Branch:
    texts = _strings(node)
    if len(texts) < 3 or None in texts[1:]:  # noqa: PLR2004 (at least vector, label, separator)
        return Branch()
    target, separator, *sources = (text or "" for text in texts[1:])
    statuses = [branch.status(one) for one in sources]
    after = Status.POSSIBLE
    if (separator and len(sources) > 1) or Status.CERTAIN in statuses:
        after = Status.CERTAIN
    elif all(one is Status.IMPOSSIBLE for one in statuses):
        after = Status.IMPOSSIBLE
    found = branch.copy()
    found.put(target, after, why_of(node, "`label_join` sets it"))
    return found


_OWN: Final[dict[str, Callable[[t.Call], Branch]]] = {
    **dict.fromkeys((*_SCALARS, "vector"), _unlabelled),
    **dict.fromkeys(("absent", "absent_over_time"), _absent),
    "info": lambda _: Branch(),
}
_LABELLING: Final[dict[str, Callable[[Branch, t.Call], Branch]]] = {
    "label_replace": _replaced,
    "label_join": _joined,
}
