"""The truth about shares of events: every one is good or bad, counted one by one."""

import math
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from generator.oracle.events import BAD, GOOD, bucket_of, world_of
from generator.oracle.flows import NEAR, Flow, Story
from generator.oracle.telling import Case, Seen, Told, ends, timeline
from generator.oracle.timeline import Labels, Phase, Reading, State, Timeline, states
from generator.oracle.world import label_sets, other_variants
from generator.resolve.estate import Bound, Threshold


class Promise(NamedTuple):
    """What an alert promises: a larger share of bad events is too much; durations in steps."""

    share: Fraction
    window: int
    for_: int
    keep: int
    min_bad: int


def steps(seconds: Fraction, step: Fraction) -> int:
    """Return how many steps a duration takes."""
    return math.ceil(seconds / step)


def share_timeline(case: Case) -> Timeline:
    """Return the proof of an alert on a share of events, also of those beyond a percentile.

    Of a percentile that is too low, the bad events are those within the bound.
    """
    estate, indicator, bound = case.estate, case.indicator, case.bound
    quantile, side = bound.variant.quantile, case.threshold.side
    bad_is_part = side == ("below" if quantile else "above")
    promise = _promise(case, case.threshold, bound)
    bucket = bucket_of(indicator, bound)
    world = world_of(estate, indicator, bucket, bad_is_part=bad_is_part)
    story = _story(promise, fills=bucket is None, all_bad=not bad_is_part)
    sets = label_sets(estate, indicator, bound)
    # Only the first label set lives through the story; the others are well all the time.
    lives = {one: story.lasting("well", 100, 0) for one in sets} | {sets[0]: story}
    failing = story.lasting("another job fails", 1, 100 * max(1, promise.min_bad))
    series = [
        one
        for labels, life in lives.items()
        for one in world.series(labels, life, role="shown" if life is story else "beside")
    ]
    series += world.series((), failing, role="foreign")
    others = other_variants(indicator, bound, sets)
    series += [one for labels in others for one in world.series(labels, failing, role="beside")]

    def judge(threshold: Threshold, other: Bound) -> Seen:
        # Some events lie just within the bound that is shown, the others just beyond it.
        promised = _promise(case, threshold, other)
        apart = bool(quantile) and other.value != bound.value
        if not apart and threshold.side != side:
            return {one: [None] * life.steps for one, life in lives.items()}
        all_bad = apart and (other.value > bound.value) is (threshold.side == "below")
        if apart and not all_bad:
            return {one: ["quiet"] * life.steps for one, life in lives.items()}
        return {one: _truth(life, promised, all_bad=all_bad) for one, life in lives.items()}

    def value(labels: Labels, step: int) -> Fraction | None:
        del labels, step
        return Fraction(int(bool(quantile) or bad_is_part))

    show = ends(story.phases, WORST)
    readings = tuple(_readings(story, sets, others))
    return timeline(case, Told(series, story.phases, judge, value, show, readings))


def _promise(case: Case, threshold: Threshold, bound: Bound) -> Promise:
    if bound.variant.quantile:
        share = Fraction(bound.variant.quantile.removeprefix("p")) / 100
        share = 1 - share if threshold.side == "above" else share
    else:
        share = 1 - bound.value if threshold.side == "below" else bound.value
    return Promise(
        share,
        steps(case.indicator.use.window, case.step),
        steps(threshold.for_, case.step),
        steps(threshold.keep_firing_for, case.step),
        threshold.min_bad_events,
    )


WORST, _INSIDE = "everything is bad", "just inside the bound"


def _story(promise: Promise, *, fills: bool, all_bad: bool) -> Story:
    """Return what happens: one case after the other, quiet long enough in between.

    With ``fills`` a part that has no series yet counts as none; ``all_bad`` says that the part is
    the good events, so that all are bad then.
    """
    unit = Fraction(promise.share.denominator * 4000 * max(1, promise.min_bad))
    edge = promise.share * unit
    near = min(edge * NEAR, (unit - edge) / 2)
    over, under = edge + near, edge - near
    hold, forget = promise.for_ + 3, promise.window + promise.keep + 3
    nothing = (Fraction(0), Fraction(0))
    found = [
        Flow(Phase("no series yet", 2), nothing, born=False),
        Flow(Phase("no traffic", 3), nothing),
    ]
    if fills:
        one_sided = (Fraction(0), unit) if all_bad else (unit, Fraction(0))
        case = "no good event ever yet" if all_bad else "no bad event ever yet"
        found += [
            Flow(Phase(case, hold), one_sided, complete=False),
            Flow(Phase("idle after that", forget), nothing),
        ]
    found += [
        Flow(Phase(_INSIDE, hold), (unit - under, under)),
        Flow(Phase("idle", forget), nothing),
        Flow(Phase("just beyond the bound", hold), (unit - over, over)),
        Flow(Phase("recovered", promise.window + promise.keep + 3), (unit, Fraction(0))),
        Flow(Phase("idle again", forget), nothing),
        Flow(Phase(WORST, hold), (Fraction(0), unit)),
        Flow(Phase("idle at the end", forget), nothing),
    ]
    # Fewer by two, and by as many as are added for a sample that is missing on a window's edge.
    few = math.ceil((promise.min_bad - 1) * Fraction(promise.window - 1, promise.window)) - 1
    for count, case in ((few, "too few"), (promise.min_bad + 1, "enough")):
        if promise.min_bad and count > 0:
            # As many good ones as leave the share beyond the bound; they must not be counted.
            good = Fraction(max(math.floor(count / promise.share / 2) - count, 0))
            found += [
                Flow(Phase(f"{case} bad events to count", 1), (good, Fraction(count))),
                Flow(Phase(f"idle after {case}", forget), nothing),
            ]
    # At last, because what begins at zero is not extrapolated as the rest is.
    return Story([*found, Flow(Phase("counters restart", 3), (unit, Fraction(0)), restarts=True)])


def _truth(story: Story, promise: Promise, *, all_bad: bool) -> list[State | None]:
    """Count the window's events at each step, with and without the step on its edge.

    Prometheus 2 takes the sample on the left edge of a window in, Prometheus 3 leaves it out; only
    what both agree on is promised. One bad event below the number may count as enough: scrapes do
    not lie on a window's edges.
    """
    either = [
        _conditions(story, promise, length, all_bad=all_bad)
        for length in (promise.window, promise.window - 1)
    ]
    found = [one if one == other else None for one, other in zip(*either, strict=True)]
    return states(found, for_=promise.for_, keep=promise.keep)


def _conditions(
    story: Story, promise: Promise, length: int, *, all_bad: bool
) -> Iterator[bool | None]:
    enough, few = promise.min_bad * story.parts, (promise.min_bad - 1) * story.parts * length
    most, whole = promise.share.as_integer_ratio()
    for good, bad in zip(story.within(GOOD, length), story.within(BAD, length), strict=True):
        total = good + bad
        counted = total if all_bad else bad
        if total == 0 or counted * whole <= most * total:
            yield False
        elif counted >= enough:
            yield True
        else:
            yield False if counted * promise.window < few else None


def _readings(
    story: Story, sets: tuple[Labels, ...], others: tuple[Labels, ...]
) -> Iterator[Reading]:
    """Yield where what is measured is looked at: at the end of each kind of phase, once."""
    exist = (*sets, *others)
    # Where nothing else is there at the end, something must be seen before.
    looked = {"idle at the end", _INSIDE} if len(exist) == 1 else {"idle at the end"}
    for one, end in zip(story.flows, story.ends, strict=True):
        if not one.complete or one.phase.case in looked:
            idle = not any(one.counts)
            present = sets[1:] if idle else sets
            yield Reading(end - 1, one.phase.case, (*present, *others), exist)
