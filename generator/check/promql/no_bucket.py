"""A quantile compared with what is no bucket."""

from collections.abc import Iterator

from generator.check.promql.base import Check, Hit, Subject
from generator.check.promql.bound_in_other_unit import scaled_bucket
from generator.check.promql.ranges import buckets_of
from generator.core.finding import Rule, Severity
from generator.core.spelling import listed
from generator.promql import tree as t
from generator.promql.expr import COMPARISONS


def _find(subject: Subject) -> Iterator[Hit]:
    for node in subject.nodes:
        if isinstance(node, t.Binary) and node.op in COMPARISONS:
            quantile, bound = t.bare(node.left), t.bare(node.right)
            is_one = isinstance(quantile, t.Call) and quantile.function == "histogram_quantile"
            buckets = buckets_of(quantile, subject.catalogue) if is_one else ()
            inside = isinstance(bound, t.Number) and buckets and 0 < bound.value < max(buckets)
            if not isinstance(bound, t.Number) or not inside or bound.value in buckets:
                continue
            if scaled_bucket(subject, quantile, bound.value) is None:
                there = listed([f"{one:g}" for one in buckets], "and")
                message = f"{bound.text} is no bucket; there are {there}"
                yield Hit(bound.start, bound.end, message)


CHECK = Check(
    Rule(
        "PS511",
        "bound between two buckets",
        "inside a bucket a quantile is guessed by a straight line, so the alert "
        "comes at another value",
        "compare with a bucket of the histogram, or declare this one",
        Severity.WARNING,
    ),
    bad="histogram_quantile(0.9, sum by (le) (rate(latency_seconds_bucket[5m]))) > 0.3",
    good="histogram_quantile(0.9, sum by (le) (rate(latency_seconds_bucket[5m]))) > 0.5",
    find=_find,
    known_from="specs",
    needs=frozenset({"histogram_quantile"}),
)
