"""A quantile of something that has no buckets."""

from collections.abc import Iterator

from generator.check.promql.base import Check, Hit, Subject
from generator.core.finding import Rule
from generator.promql.labels import Status, merged


def _find(subject: Subject) -> Iterator[Hit]:
    for call in subject.calls("histogram_quantile"):
        inner = call.args[-1]
        branch = merged(subject.inference.found.get(id(inner), ()) or subject.inference.of(inner))
        if branch.status("le") is Status.IMPOSSIBLE:
            why = branch.why("le")
            cause = None if why is None else (why.start, why.end, why.reason)
            end = call.start + len(call.function)
            yield Hit(call.start, end, "what it is given has no label `le`", cause=cause)


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
