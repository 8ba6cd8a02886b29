"""The truth about percentiles: an event is either within the bound's bucket or beyond it.

That 99 % stay under a bound means that at most 1 % are beyond it, so that is what is counted.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from generator.core.units import decimal_text
from generator.oracle.events import Promise, Traffic, counter, events, lasting, steps, story, truth
from generator.oracle.timeline import Emitted, Labels, Timeline, checks_of
from generator.oracle.world import Selected, label_sets
from generator.resolve.estate import Bound, Estate, Indicator, Threshold


def latency_timeline(
    estate: Estate, indicator: Indicator, threshold: Threshold, bound: Bound, step: Fraction
) -> Timeline:
    """Return the proof of an alert on a percentile that should stay under a bound."""
    percent = Fraction(bound.variant.quantile.removeprefix("p"))
    promise = Promise(
        1 - percent / 100,
        steps(indicator.use.window, step),
        steps(threshold.for_, step),
        steps(threshold.keep_firing_for, step),
        threshold.min_bad_events,
    )
    operand: Any = indicator.use.operands["of"][0]
    selected = Selected.of(estate, operand)
    told = story(promise)
    well = lasting(told, "well", 100, 0)
    sets = label_sets(estate, indicator, bound)
    by_labels = dict(zip(sets, [told, *[well] * (len(sets) - 1)], strict=True))
    failing = lasting(told, "another job is slow", 100, 100)
    series = [
        one
        for labels, life in by_labels.items()
        for one in _histogram(selected, selected.inside(labels), operand.buckets, bound.value, life)
    ]
    other = selected.inside((), foreign=True)
    series += _histogram(selected, other, operand.buckets, bound.value, failing)
    seen = {labels: truth(life, promise) for labels, life in by_labels.items()}
    checks = checks_of([one.phase for one in told], seen)
    name = f"{threshold.alert}, {bound.id}"
    return Timeline(bound.id, name, step, tuple(series), checks, indicator.labels)


def _histogram(
    selected: Selected,
    labels: Labels,
    buckets: Sequence[Fraction],
    bound: Fraction,
    told: Sequence[Traffic],
) -> Iterator[Emitted]:
    """Yield a histogram whose good events lie in the bound's bucket and bad ones above all."""
    counted = events(told)
    good = [total - bad for total, bad in counted]
    everything = counter([total for total, _ in counted], told)
    nothing = counter([0] * len(counted), told)
    for bucket in buckets:
        le = ("le", decimal_text(bucket) or str(float(bucket)))
        inside = counter(good, told) if bucket >= bound else nothing
        yield Emitted(f"{selected.metric}_bucket", tuple(sorted((*labels, le))), inside)
    yield Emitted(f"{selected.metric}_bucket", tuple(sorted((*labels, ("le", "+Inf")))), everything)
    yield Emitted(f"{selected.metric}_count", labels, everything)
