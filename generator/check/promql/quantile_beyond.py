"""A quantile that is asked for in percent."""

from collections.abc import Iterator
from typing import Final

from generator.check.promql.base import Check, Hit, Subject
from generator.core.finding import Rule
from generator.promql import tree as t

_CALLS: Final = ("histogram_quantile", "quantile_over_time")
_PERCENT: Final = 100


def _find(subject: Subject) -> Iterator[Hit]:
    asked = [call.args[0] for call in subject.calls(*_CALLS)]
    asked += [one.param for one in subject.aggregates("quantile") if one.param is not None]
    for node in asked:
        number = t.bare(node)
        if isinstance(number, t.Number) and number.value > 1:
            message = f"there is no quantile {number.text}: the result is always +Inf"
            meant = number.value / _PERCENT
            fix = f"write `{meant:g}`" if number.value < _PERCENT else None
            yield Hit(node.start, node.end, message, fix)


CHECK = Check(
    Rule(
        "PS547",
        "quantile above 1",
        "quantiles are asked for as shares; above 1 the result is infinite, so the alert fires "
        "always or never",
        "write the share: `0.95` for the 95th percentile",
    ),
    bad="quantile by (job) (99, queue_size) > 100",
    good="quantile by (job) (0.99, queue_size) > 100",
    find=_find,
    role="alert",
    needs=frozenset({*_CALLS, "quantile"}),
)
