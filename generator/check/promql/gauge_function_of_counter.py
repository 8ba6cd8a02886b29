"""A function for gauges over a counter."""

from collections.abc import Iterator
from typing import Final

from generator.check.promql.base import Check, Hit, Subject
from generator.core.finding import Rule
from generator.promql import tree as t

_FUNCTIONS: Final = ("delta", "idelta", "deriv", "predict_linear")


def _find(subject: Subject) -> Iterator[Hit]:
    for call in subject.calls(*_FUNCTIONS):
        inner = t.bare(call.args[0])
        facts = subject.catalogue.fact(inner.metric) if isinstance(inner, t.Selector) else None
        if facts is not None and facts.type == "counter":
            end = call.start + len(call.function)
            yield Hit(call.start, end, f"`{call.function}` over `{facts.name}`, which is a counter")


CHECK = Check(
    Rule(
        "PS506",
        "gauge function over a counter",
        "it takes the fall at a restart of the process for a real one",
        "use `rate` or `increase`, which know restarts",
    ),
    bad="delta(http_requests_total[5m])",
    good="increase(http_requests_total[5m])",
    find=_find,
    needs=frozenset(_FUNCTIONS),
)
