"""A share of something that only ever grows."""

import re
from collections.abc import Iterator

from generator.check.promql.base import Check, Hit, Subject
from generator.core.finding import Rule
from generator.promql import tree as t

# Positions in a log: of consumer groups, of replication, of write-ahead logs.
_POSITION = re.compile(r"(^|_)(offset|offsets|position|lsn|sequence)(_total|_number)?$")


def _find(subject: Subject) -> Iterator[Hit]:
    for node in subject.binaries("/"):
        if node.op == "/":
            for one in _addends(node.right):
                if isinstance(one, t.Selector) and one.window is None and _grows(one):
                    message = f"`{one.metric}` only grows, so the quotient tends to 0"
                    yield Hit(one.start, one.start + len(one.name), message)


def _addends(node: t.Node) -> Iterator[t.Node]:
    node = t.bare(node)
    while isinstance(node, t.Aggregate):
        node = t.bare(node.operand)
    if isinstance(node, t.Binary) and node.op == "+":
        yield from _addends(node.left)
        yield from _addends(node.right)
    else:
        yield node


def _grows(node: t.Selector) -> bool:
    return _POSITION.search(node.metric) is not None


CHECK = Check(
    Rule(
        "PS537",
        "share of what only grows",
        "after a year the same backlog is a smaller share than after a day, so a bound on it is "
        "crossed ever later",
        "divide by what came in a while, such as `rate(…[5m])`, which tells how long it takes",
    ),
    bad="queue_size / (queue_size + log_offset) > 0.01",
    good="queue_size / on (job) group_left () sum by (job) (rate(received_total[5m])) > 900",
    find=_find,
    needs=frozenset({"/"}),
)
