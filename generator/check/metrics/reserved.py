"""Endings and labels that belong to histograms and summaries."""

from collections.abc import Iterator

from generator.check.metrics.naming import called
from generator.check.metrics.subject import Named
from generator.check.shape import Check, Fault
from generator.core.finding import Rule, Severity

_ENDINGS = ("_bucket", "_count", "_sum")
_LABELS = {"le": "histogram", "quantile": "summary"}


def _find(named: Named) -> Iterator[Fault]:
    metric = named.metric
    histogram = metric.series.type == "histogram"
    ending = next((one for one in _ENDINGS if metric.name.endswith(one)), None)
    if ending is not None and not histogram:
        message = f"`{metric.name}` is no histogram and ends in `{ending}`"
        yield Fault(named.place, message, called(metric))
    for index, label in enumerate(metric.series.labels):
        owner = _LABELS.get(label)
        if owner is not None:
            message = f"`{label}` is the label of a {owner}'s own series"
            yield Fault(named.label(index), message, "give the label another name")


CHECK = Check(
    Rule(
        "PS604",
        "name reserved for histograms",
        "a series `x_count` beside a histogram `x` is taken for a part of it, and quantiles are "
        "computed from whatever has `le`",
        "choose another ending, or another label",
        Severity.WARNING,
    ),
    bad="orders_sum: {type: gauge, help: Value of open orders., aggregate: sum}",
    good="orders_open: {type: gauge, help: Value of open orders., aggregate: sum}",
    find=_find,
)
