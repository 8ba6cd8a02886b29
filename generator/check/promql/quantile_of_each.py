"""A quantile of each series by itself."""

from collections.abc import Iterator

from generator.check.promql.base import Check, Hit, Subject
from generator.check.promql.catalogue import Catalogue
from generator.check.promql.native import is_native, may_be_native
from generator.check.promql.quantile_without_le import without_buckets
from generator.check.promql.shares import RATES
from generator.core.finding import Rule, Severity
from generator.promql import tree as t


def _find(subject: Subject) -> Iterator[Hit]:
    for call in subject.calls("histogram_quantile"):
        if without_buckets(call, subject.catalogue):
            continue
        inner = t.bare(call.args[-1])
        if not isinstance(inner, t.Call) or inner.function not in RATES:
            continue
        native = _is_declared_native(inner, subject.catalogue)
        if native or not may_be_native(inner, subject.catalogue):
            what = "the histogram" if native else "the buckets"
            verb = "is read by itself" if native else "are read by themselves"
            fix = "add the histograms up first: `sum(rate(…[5m]))`" if native else None
            end = inner.start + len(inner.function)
            yield Hit(inner.start, end, f"{what} of each series {verb}", fix)


def _is_declared_native(call: t.Call, catalogue: Catalogue) -> bool:
    read = t.bare(call.args[0])
    return isinstance(read, t.Selector) and is_native(catalogue.facts.get(read.metric))


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
