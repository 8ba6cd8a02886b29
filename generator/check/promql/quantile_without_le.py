"""A quantile of something that has no buckets."""

from collections.abc import Iterator
from typing import Final

from generator.check.promql.base import Check, Hit, Subject
from generator.check.promql.catalogue import Catalogue
from generator.check.promql.native import may_be_native
from generator.core.finding import Rule
from generator.promql import tree as t
from generator.promql.labels import Status, merged
from generator.resolve.metrics import unit_of_name

_MAKE_LABELS: Final = frozenset({"label_replace", "label_join"})


def _find(subject: Subject) -> Iterator[Hit]:
    for call in subject.calls("histogram_quantile"):
        if part := without_buckets(call, subject.catalogue):
            stem, _, kind = part.metric.rpartition("_")
            message = f"`_{kind}` of a histogram is no bucket, and has no label `le`"
            fix = f"read the buckets: `sum by (le) (rate({stem}_bucket[5m]))`"
            yield Hit(part.start, part.start + len(part.name), message, fix, empty=call)
            continue
        inner = call.args[-1]
        branch = merged(subject.labels(inner))
        if branch.status("le") is Status.IMPOSSIBLE and not may_be_native(inner, subject.catalogue):
            why = branch.why("le")
            cause = None if why is None else (why.start, why.end, why.reason)
            end = call.start + len(call.function)
            yield Hit(
                call.start, end, "what it is given has no label `le`", cause=cause, empty=call
            )


def without_buckets(call: t.Call, catalogue: Catalogue) -> t.Selector | None:
    """Return what a quantile reads, if that is the sum or the number of events of a histogram.

    Without specs a name such as `batch_count` may be that of a native histogram, so there it must
    tell a unit before `_count`.
    """
    inner = tuple(call.args[-1].walk())
    read = [one for one in inner if isinstance(one, t.Selector)]
    if len(read) != 1 or any(getattr(one, "function", "") in _MAKE_LABELS for one in inner):
        return None
    stem, _, part = read[0].name.rpartition("_")
    facts = catalogue.facts.get(read[0].name)
    known = facts is not None and facts.part in {"_sum", "_count"}
    named = part == "sum" or (part == "count" and unit_of_name(stem) is not None)
    return read[0] if known or (facts is None and named) else None


CHECK = Check(
    Rule(
        "PS508",
        "quantile without buckets",
        "`histogram_quantile` tells buckets apart by the label `le`; without it there is no "
        "result, ever. Native histograms are read without it",
        "keep `le`: `sum by (le) (rate(…_bucket[5m]))`",
    ),
    bad="histogram_quantile(0.9, sum by (job) (rate(latency_seconds_bucket[5m])))",
    good="histogram_quantile(0.9, sum by (job, le) (rate(latency_seconds_bucket[5m])))",
    find=_find,
    needs=frozenset({"histogram_quantile"}),
)
