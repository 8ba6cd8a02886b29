"""A rate of what was added up before."""

from collections.abc import Iterator

from generator.check.promql.base import Check, Hit, Subject
from generator.core.finding import Rule
from generator.promql import tree as t


def _find(subject: Subject) -> Iterator[Hit]:
    for call in subject.calls("rate", "irate", "increase"):
        inner = t.bare(call.args[0])
        summed = t.bare(inner.operand) if isinstance(inner, t.Subquery) else None
        if isinstance(summed, t.Aggregate):
            end = call.start + len(call.function)
            cause = (summed.start, summed.start + len(summed.op), "added up here")
            message = f"`{call.function}` of a `{summed.op}` takes each restart for a real fall"
            yield Hit(call.start, end, message, cause=cause)
        made = subject.catalogue.made.get(inner.metric) if isinstance(inner, t.Selector) else None
        if made is not None and made.summed:
            end = call.start + len(call.function)
            cause = (inner.start, inner.end, "a rule adds counters up here")
            message = f"`{call.function}` of a sum takes each restart for a real fall"
            yield Hit(call.start, end, message, cause=cause)


CHECK = Check(
    Rule(
        "PS518",
        "rate of a sum",
        "a restart of one instance is a fall of the sum, and `rate` takes it for a restart of all",
        "take the rate first, then add up: `sum(rate(…))`",
    ),
    bad="rate(sum(http_requests_total)[5m:])",
    good="sum(rate(http_requests_total[5m]))",
    find=_find,
    needs=frozenset({"rate", "irate", "increase"}),
)
