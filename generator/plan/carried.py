"""Which labels the series of a hand-written alert surely have."""

import dataclasses
from collections.abc import Mapping

from generator.plan.build import Recordings
from generator.promql.expr import Expr
from generator.promql.infer import infer
from generator.promql.labels import NAME, Known, merged
from generator.promql.parse import PromqlError
from generator.promql.read import parse
from generator.recipes.base import Series
from generator.resolve.estate import HandAlert

# Scraping puts them on every series.
_SCRAPED = ("instance", "job")


@dataclasses.dataclass(frozen=True, slots=True)
class _Named:
    """The labels of what one expression names."""

    labels: Mapping[str, frozenset[str]]

    def series(self, name: str) -> Known | None:
        found = self.labels.get(name)
        return None if found is None else Known(found)


def carried(recordings: Recordings, alert: HandAlert, expr: Expr) -> tuple[str, ...]:
    """Return the labels that all series of an expression have, in alphabetical order.

    Of metrics of others nothing is known but what the expression itself says.
    """
    estate = recordings.estate
    labels = {
        name: frozenset((*metric.series.all_labels, *_SCRAPED))
        for name, metric in estate.metrics.items()
    }
    for operand in alert.operands:
        if isinstance(operand, Series) and not operand.foreign:
            labels[operand.metric] = frozenset((*operand.all_labels, *_SCRAPED))
    for name in alert.refers:
        for step in recordings.of(name).steps.values():
            labels[step.name] = frozenset(estate.indicators[name].labels)
    try:
        found = merged(infer(parse(str(expr)), _Named(labels)))
    except PromqlError:
        return ()
    return tuple(sorted(label for label in found.certain if label != NAME))
