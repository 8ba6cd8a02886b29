"""A side of an `or` that fires whatever happens."""

from collections.abc import Iterator

from generator.check.promql.base import Check, Hit, Subject
from generator.check.promql.no_condition import idle_sides
from generator.core.finding import Rule


def _find(subject: Subject) -> Iterator[Hit]:
    for one in idle_sides(subject.node) if subject.role == "alert" else ():
        yield Hit(one.start, one.end, "this side has no condition, so it fires all the time")


CHECK = Check(
    Rule(
        "PS539",
        "alternative that always fires",
        "`or` takes what either side has: a side without a condition fires the alert for good",
        "put the parentheses so that the bound is compared with both sides",
    ),
    bad="sum by (job) (queue_size) > 100 or vector(0)",
    good="(sum by (job) (queue_size) or vector(0)) > 100",
    find=_find,
    needs=frozenset({"or"}),
    role="alert",
)
