"""An alert whose comparison only says 0 or 1."""

from collections.abc import Iterator

from generator.check.promql.base import ALERT, Check, Hit, Subject
from generator.check.promql.no_condition import returning_bool
from generator.core.finding import Rule


def _find(subject: Subject) -> Iterator[Hit]:
    node = returning_bool(subject.node) if subject.role == "alert" else None
    if node is not None:
        end = subject.text.index("bool", node.operator.end) + len("bool")
        yield Hit(
            node.operator.start, end, "this returns 0 where the bound is kept, and 0 fires too"
        )


CHECK = Check(
    Rule(
        "PS540",
        "alert on a yes or no",
        "with `bool` a comparison always has a result, and an alert fires for every result, "
        "whatever its value",
        "leave `bool` out",
    ),
    bad="queue_size > bool 100",
    good="queue_size > 100",
    find=_find,
    needs=frozenset({ALERT}),
    role="alert",
)
