"""The truth about shares of counted events: every one is counted as part or as the rest."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from generator.oracle.events import Promise, Traffic, counter, events, lasting, steps, story, truth
from generator.oracle.timeline import Emitted, Labels, Timeline, checks_of
from generator.oracle.world import Selected, label_sets
from generator.resolve.estate import Bound, Estate, Indicator, Threshold


def ratio_timeline(
    estate: Estate, indicator: Indicator, threshold: Threshold, bound: Bound, step: Fraction
) -> Timeline:
    """Return the proof of an alert on a share of counted events."""
    below = threshold.side == "below"
    promise = Promise(
        1 - bound.value if below else bound.value,
        steps(indicator.use.window, step),
        steps(threshold.for_, step),
        steps(threshold.keep_firing_for, step),
        threshold.min_bad_events,
    )
    world = _World(estate, indicator, good_is_part=below)
    told = story(promise)
    well = lasting(told, "well", 100, 0)
    # Only the first label set lives through the story; the others are well all the time.
    lives = [told, *[well] * (len(label_sets(estate, indicator, bound)) - 1)]
    by_labels = dict(zip(label_sets(estate, indicator, bound), lives, strict=True))
    failing = lasting(told, "another job fails", 100 * max(1, promise.min_bad), 100)
    series = [one for labels, life in by_labels.items() for one in world.series(labels, life)]
    series += world.series((), failing, foreign=True)
    seen = {labels: truth(life, promise) for labels, life in by_labels.items()}
    checks = checks_of([one.phase for one in told], seen)
    name = f"{threshold.alert}, {bound.id}"
    return Timeline(bound.id, name, step, tuple(series), checks, indicator.labels)


class _World:
    """The counters behind a share: those of the part, and those that hold the rest.

    Where being below is bad, the part counts the good events.
    """

    def __init__(self, estate: Estate, indicator: Indicator, *, good_is_part: bool) -> None:
        self._good_is_part = good_is_part
        self._part = Selected.of(estate, indicator.use.operands["of"][0])
        self._wholes = [Selected.of(estate, one) for one in indicator.use.operands["to"]]

    def series(
        self, labels: Labels, told: Sequence[Traffic], *, foreign: bool = False
    ) -> Iterator[Emitted]:
        """Yield the counters of one label set, or of another job's."""
        counted = events(told)
        part = [total - bad if self._good_is_part else bad for total, bad in counted]
        rest = [total - one for (total, _), one in zip(counted, part, strict=True)]
        everything = [total for total, _ in counted]
        inside = self._part.inside(labels, foreign=foreign)
        yield Emitted(self._part.metric, inside, counter(part, told))
        for whole in self._wholes:
            if len(self._wholes) > 1 and whole == self._part:
                continue  # the part is one of those added up, and stands already
            if whole.metric == self._part.metric:
                outside = self._part.outside(labels, foreign=foreign)
                yield Emitted(whole.metric, outside, counter(rest, told))
            else:
                counts = rest if len(self._wholes) > 1 else everything
                there = whole.inside(labels, foreign=foreign)
                yield Emitted(whole.metric, there, counter(counts, told))
