"""The truth about means: what events add up to within a window, and how many there were."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, NamedTuple

from generator.oracle.flows import NEAR, Flow, Story, counter, dyadic, start_of
from generator.oracle.natives import Counted, is_native, samples
from generator.oracle.shares import steps
from generator.oracle.telling import Case, Seen, Told, ends, timeline
from generator.oracle.timeline import Emitted, Labels, Phase, Reading, Timeline, states
from generator.oracle.world import PARTS, Selected, label_sets, other_variants, split
from generator.resolve.estate import Bound, Estate, Indicator, Threshold

_EVENTS, _SUM = 0, 1
_EACH = 48
"""Events at every step, a number by which no mean has an end that a text could cut off."""
_INSIDE, _FAR, _END = "just inside the bound", "far beyond the bound", "idle at the end"


class _World(NamedTuple):
    """The two counters of a histogram that a mean is made of, or both in a native one."""

    estate: Estate
    indicator: Indicator

    def series(self, labels: Labels, story: Story, *, foreign: bool = False) -> Iterator[Emitted]:
        """Yield two histograms of one result: one with few large events, one with many small ones.

        So the mean of their means is another one.
        """
        operand: Any = self.indicator.use.operands["of"][0]
        selected = Selected.of(self.estate, operand)
        if foreign and not selected.apart:
            return
        both = split(self.estate, operand, self.indicator, labels)
        for there, count in zip(both, PARTS, strict=True):
            own = selected.inside(there, foreign=foreign)
            yield from self._one(selected.metric, own, story, (count, Fraction(1, 2)))
        if selected.narrow() and not foreign:
            large = 100 * start_of(story)
            left_out = story.lasting("left out", large, large * start_of(story))
            own = selected.outside(both[0])
            yield from self._one(selected.metric, own, left_out, (Fraction(1), Fraction(1)))

    def _one(
        self, metric: str, own: Labels, story: Story, shares: tuple[Fraction, Fraction]
    ) -> Iterator[Emitted]:
        if is_native(self.indicator.use.operands["of"]):
            each, added = (
                Counted(lambda one, kind=kind: one.counts[kind], share)  # type: ignore[misc]
                for kind, share in zip((_EVENTS, _SUM), shares, strict=True)
            )
            values = samples(story, {0: each}, start=start_of(story), total=added)
            yield Emitted(metric, own, values)
            return
        for kind, name in ((_EVENTS, "_count"), (_SUM, "_sum")):
            values = counter(
                story,
                kind,
                share=shares[kind],
                start=start_of(story),
            )
            yield Emitted(f"{metric}{name}", own, values)


def mean_timeline(case: Case) -> Timeline:
    """Return the proof of an alert on the mean of a histogram's events."""
    estate, indicator, bound = case.estate, case.indicator, case.bound
    window = steps(indicator.use.window, case.step)
    story = _story(
        bound.value,
        case.threshold.side,
        window,
        for_=steps(case.threshold.for_, case.step),
        keep=steps(case.threshold.keep_firing_for, case.step),
    )
    by_case = {one.phase.case: one.counts for one in story.flows}
    sets = label_sets(estate, indicator, bound)
    lives = {one: story.lasting("well", *by_case[_INSIDE]) for one in sets} | {sets[0]: story}
    wrong = story.lasting("another job goes wrong", *(100 * one for one in by_case[_FAR]))
    world = _World(estate, indicator)
    series = [one for labels, life in lives.items() for one in world.series(labels, life)]
    series += world.series((), wrong, foreign=True)
    others = other_variants(indicator, bound, sets)
    series += [one for labels in others for one in world.series(labels, wrong)]

    def judge(threshold: Threshold, other: Bound) -> Seen:
        held = steps(threshold.for_, case.step), steps(threshold.keep_firing_for, case.step)
        return {
            one: states(
                _conditions(life, window, other.value, threshold.side), for_=held[0], keep=held[1]
            )
            for one, life in lives.items()
        }

    def value(labels: Labels, step: int) -> Fraction | None:
        counts = lives[labels].at(step).counts
        return counts[_SUM] / counts[_EVENTS] if counts[_EVENTS] else None

    exist = (*sets, *others)
    looks = ((_INSIDE, exist), (_END, (*sets[1:], *others)))
    readings = tuple(
        Reading(ends(story.phases, name)[0], name, present, exist) for name, present in looks
    )
    return timeline(
        case, Told(series, story.phases, judge, value, ends(story.phases, _FAR), readings)
    )


def _story(bound: Fraction, side: str, window: int, *, for_: int, keep: int) -> Story:
    """Return how many events there are at each step, and what they add up to."""
    sign = 1 if side == "above" else -1
    near = bound * NEAR or Fraction(1)
    hold, forget = for_ + 3, window + keep + 3
    # Not a round number: a text that cuts digits off must not hang on the last one.
    far = bound * 2 + abs(bound) / 1024 + 1 if sign > 0 else bound / 2 + abs(bound) / 1024
    well = bound / 2 if sign > 0 else bound * 2

    def flow(case: str, count: int, mean: Fraction, **more: bool) -> Flow:
        return Flow(Phase(case, count), (Fraction(_EACH), dyadic(_EACH * mean)), **more)

    def idle(case: str, count: int) -> Flow:
        return Flow(Phase(case, count), (Fraction(0), Fraction(0)))

    return Story(
        [
            idle("no series yet", 2)._replace(born=False),
            idle("no event yet", 3),
            flow(_INSIDE, hold, bound - sign * near),
            idle("idle", forget),
            flow("just beyond the bound", hold, bound + sign * near),
            flow("recovered", forget, well),
            idle("idle again", forget),
            flow(_FAR, hold, far),
            idle(_END, forget),
            # At last, because what begins at zero is not extrapolated as the rest is.
            flow("counters restart", 3, well, restarts=True),
        ]
    )


def _conditions(story: Story, window: int, bound: Fraction, side: str) -> list[bool | None]:
    """Tell at each step whether the events of the last window are too large, or too small.

    Prometheus 2 takes the sample on the left edge of a window in, Prometheus 3 leaves it out; only
    what both agree on is promised.
    """
    one, whole = bound.as_integer_ratio()
    either = []
    for length in (window, window - 1):
        rows = zip(story.within(_EVENTS, length), story.within(_SUM, length), strict=True)
        gaps = [amount * whole - one * count if count else 0 for count, amount in rows]
        either.append([gap > 0 if side == "above" else gap < 0 for gap in gaps])
    return [first if first is second else None for first, second in zip(*either, strict=True)]
