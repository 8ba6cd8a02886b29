"""A quantile of each series by itself."""

from collections.abc import Iterator

from generator.check.promql.base import Check, Hit, Subject
from generator.check.promql.quantile_without_le import without_buckets
from generator.check.promql.shares import RATES
from generator.core.finding import Rule, Severity
from generator.promql import tree as t


def _find(subject: Subject) -> Iterator[Hit]:
    for call in subject.calls("histogram_quantile"):
        if without_buckets(call, subject.catalogue):
            continue
        inner = t.bare(call.args[-1])
        if isinstance(inner, t.Call) and inner.function in RATES:
            end = inner.start + len(inner.function)
            yield Hit(inner.start, end, "the buckets of each series are read by themselves")


CHECK = Check(
    Rule(
        "PS509",
        "quantile of every single series",
        "one result for each instance and each label value is no quantile of the "
        "service, and cannot be averaged into one",
        "add the buckets up first: `sum by (le) (rate(…_bucket[5m]))`",
        Severity.WARNING,
    ),
    bad="histogram_quantile(0.9, rate(latency_seconds_bucket[5m]))",
    good="histogram_quantile(0.9, sum by (le) (rate(latency_seconds_bucket[5m])))",
    find=_find,
    needs=frozenset({"histogram_quantile"}),
)
