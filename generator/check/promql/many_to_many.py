"""Several series on both sides of a match that allows one."""

from collections.abc import Iterator

from generator.check.promql.base import MATCHING, Check, Hit, Subject
from generator.core.finding import Rule, Severity
from generator.promql import tree as t
from generator.promql.expr import SET_OPERATORS
from generator.promql.labels import NAME, Branch, Status


def _find(subject: Subject) -> Iterator[Hit]:
    for node in subject.binaries():
        matching = node.matching
        if node.op in SET_OPERATORS or matching is None:
            continue
        for side, word in ((node.left, "left"), (node.right, "right")):
            label = "" if matching.many == word else _left_over(subject, side, matching)
            if label:
                message = (
                    f"several series of the {word} side agree on what is matched, since it has "
                    f"`{label}`"
                )
                yield Hit(matching.start, matching.end, message, cause=_cause(subject, side, label))


def _left_over(subject: Subject, side: t.Node, matching: t.Matching) -> str:
    """Return a label that tells series of a side apart and that the match does not look at."""
    branches = subject.labels(side)
    if len(branches) != 1 or branches[0].scalar:
        return ""
    named = {word.text for word in matching.labels}
    if _one_of_each(side, named, on=matching.on):
        return ""
    # What is brought over is said to be one for each: the name of an instance's machine.
    looked = {word.text for word in matching.include} | _chosen(side)
    return next(
        (
            one
            for one in sorted(set(branches[0].certain) - looked)
            if _tells(subject, one, branches[0]) and (one not in named) is matching.on
        ),
        "",
    )


def _chosen(side: t.Node) -> set[str]:
    """Return the labels of which a side may have one value, as somebody chooses it elsewhere."""
    conditions = (
        one
        for part in side.walk()
        if isinstance(part, t.Selector)
        for one in part.conditions
        if one.unknown
    )
    return {one.matcher.label for one in conditions}


def _one_of_each(side: t.Node, named: set[str], *, on: bool) -> bool:
    """Tell whether a side is the first of each group that the match can tell apart."""
    node = t.bare(side)
    if not isinstance(node, t.Aggregate) or not node.first_only:
        return False
    grouping = node.grouping
    groups = {word.text for word in grouping.labels} if grouping else set()
    if grouping and grouping.without:
        return not on and named <= groups
    return groups <= named if on else not groups & named


def _tells(subject: Subject, label: str, branch: Branch) -> bool:
    """Tell whether series differ by a label: neither pinned, nor of one value, nor the job's."""
    if label in {NAME, "job"} or label in branch.values:
        return False
    return branch.status(label) is Status.CERTAIN and subject.catalogue.sizes.get(label) != 1


def _cause(subject: Subject, side: t.Node, label: str) -> tuple[int, int, str] | None:
    why = subject.labels(side)[0].why(label)
    return None if why is None else (why.start, why.end, why.reason)


CHECK = Check(
    Rule(
        "PS527",
        "match of many with many",
        "Prometheus refuses the whole expression as soon as two series of such a side agree, so "
        "an alert on it never fires",
        "add the labels up first, match by them too, or say `group_left` on the side of many",
        Severity.WARNING,
    ),
    bad="queue_size / on (job) up > 5",
    good="queue_size / on (job) group_left () sum by (job) (up) > 5",
    find=_find,
    needs=frozenset({MATCHING}),
)
