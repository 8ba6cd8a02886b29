"""An `unless` that takes nothing away."""

from collections.abc import Iterator

from generator.check.promql.base import Check, Hit, Subject
from generator.check.reach import LABELS_SHOWN
from generator.core.finding import Rule
from generator.promql import tree as t
from generator.promql.infer_match import gap
from generator.promql.labels import Branch


def _find(subject: Subject) -> Iterator[Hit]:
    for node in subject.binaries("unless"):
        if node.op == "unless":
            label = _apart(node, subject.labels(node.left), subject.labels(node.right))
            if label:
                message = f"the sides never agree on `{label}`, so nothing is taken away"
                yield Hit(node.operator.start, node.operator.end, message)


def _apart(node: t.Binary, left: tuple[Branch, ...], right: tuple[Branch, ...]) -> str | None:
    gaps = [gap(node, one, other) for one in left for other in right]
    return gaps[0] if gaps and None not in gaps else None


CHECK = Check(
    Rule(
        "PS525",
        "exception that never applies",
        "`unless` compares labels as other operations do; where the sides can never agree it is "
        "as if it were not there",
        "say with `on (…)` which labels must agree",
    ),
    bad="queue_size > 100 unless sum by (job) (up) == 0",
    good="queue_size > 100 unless on (job) sum by (job) (up) == 0",
    find=_find,
    known_from="specs",
    unaided=LABELS_SHOWN,
    needs=frozenset({"unless"}),
)
