"""A quantile of something that has no buckets."""

from collections.abc import Iterator

from generator.check.promql.base import Check, Hit, Subject
from generator.core.finding import Rule
from generator.promql import tree as t
from generator.promql.labels import Status, merged


def _find(subject: Subject) -> Iterator[Hit]:
    for call in subject.calls("histogram_quantile"):
        inner = call.args[-1]
        branch = merged(subject.inference.found.get(id(inner), ()) or subject.inference.of(inner))
        if branch.status("le") is Status.IMPOSSIBLE:
            why = branch.why("le")
            cause = None if why is None else (why.start, why.end, why.reason)
            end = call.start + len(call.function)
            message = "what it is given has no label `le`"
            empty = call if _reads_buckets(call) else None
            yield Hit(call.start, end, message, cause=cause, empty=empty)


def _reads_buckets(call: t.Call) -> bool:
    """Tell whether it reads buckets, and no native histograms, which have no `le`."""
    metrics = [one.metric for one in call.walk() if isinstance(one, t.Selector)]
    return bool(metrics) and all(one.endswith("_bucket") for one in metrics)


CHECK = Check(
    Rule(
        "PS508",
        "quantile without buckets",
        "`histogram_quantile` reads the label `le`; without it there is no result, ever",
        "keep `le`: `sum by (le) (rate(…_bucket[5m]))`",
    ),
    bad="histogram_quantile(0.9, sum by (job) (rate(latency_seconds_bucket[5m])))",
    good="histogram_quantile(0.9, sum by (job, le) (rate(latency_seconds_bucket[5m])))",
    find=_find,
    needs=frozenset({"histogram_quantile"}),
)
