"""A counter function over a gauge."""

from collections.abc import Iterator
from typing import Final

from generator.check.promql.base import Check, Hit, Subject
from generator.core.finding import Rule
from generator.promql import tree as t

_FUNCTIONS: Final = ("rate", "irate", "increase", "resets")
_FIX: Final = "take the mean of the record, `avg_over_time(…)`, or `rate` of the counter itself"


def _find(subject: Subject) -> Iterator[Hit]:
    for call in subject.calls(*_FUNCTIONS):
        inner = t.bare(call.args[0])
        if not isinstance(inner, t.Selector):
            continue
        end = call.start + len(call.function)
        facts = subject.catalogue.facts.get(inner.metric)
        made = subject.catalogue.made.get(inner.metric)
        if facts is not None and facts.type == "gauge":
            yield Hit(call.start, end, f"`{call.function}` over `{facts.name}`, which is a gauge")
        elif made is not None and made.rate:
            message = (
                f"`{call.function}` over `{inner.metric}`, which a rule makes with `{made.rate}`"
            )
            yield Hit(call.start, end, message, _FIX)


CHECK = Check(
    Rule(
        "PS504",
        "rate of a gauge",
        "each fall of a gauge counts as a restart from 0, so the result is not what changed",
        "use `deriv` or `delta`, which take a fall for a fall",
    ),
    bad="rate(queue_size[5m])",
    good="deriv(queue_size[5m])",
    find=_find,
    known_from="specs",
    unaided="a recording rule beside it makes the series with a rate",
    needs=frozenset(_FUNCTIONS),
)
