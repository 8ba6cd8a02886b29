"""The truth about shares of events: every one is good or bad, counted one by one."""

import math
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from generator.oracle.events import BAD, GOOD, bucket_of, world_of
from generator.oracle.flows import NEAR, Flow, Story, dyadic
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
    story = _story(case, fills=bucket is None, all_bad=not bad_is_part)
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
    readings = tuple(_readings(story, sets, others, promise.window))
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


def _story(case: Case, *, fills: bool, all_bad: bool) -> Story:
    """Return what happens: one case after the other, quiet long enough in between.

    With ``fills`` a part that has no series yet counts as none; ``all_bad`` says that the part is
    the good events, so that all are bad then.
    """
    promises = [_promise(case, *one) for one in case.shown]
    worst, most = promises[-1], max(one.for_ for one in promises)
    whole = math.lcm(*(one.share.denominator for one in promises))
    unit = Fraction(whole * 4000 * max(1, worst.min_bad))
    forget = worst.window + max(one.keep for one in promises) + 2
    nothing = (Fraction(0), Fraction(0))
    found = [
        Flow(Phase("no series yet", 2), nothing, born=False),
        Flow(Phase("no traffic", 3), nothing),
    ]
    if fills:
        one_sided = (Fraction(0), unit) if all_bad else (unit, Fraction(0))
        name = "no good event ever yet" if all_bad else "no bad event ever yet"
        length = most + 3 if all_bad else worst.window + 2
        found += [
            Flow(Phase(name, length), one_sided, complete=False),
            Flow(Phase("idle after that", forget), nothing),
        ]
    for (threshold, _), promise in zip(case.shown, promises, strict=True):
        found += _crossing(case, threshold, promise, unit, forget)
    found += [
        Flow(Phase("idle again", forget), nothing),
        Flow(Phase(WORST, most + 2), (Fraction(0), unit)),
        Flow(Phase("idle at the end", forget), nothing),
        *_few(worst, forget),
    ]
    # At last, because what begins at zero is not extrapolated as the rest is.
    return Story([*found, Flow(Phase("counters restart", 3), (unit, Fraction(0)), restarts=True)])


def _crossing(
    case: Case, threshold: Threshold, promise: Promise, unit: Fraction, forget: int
) -> Iterator[Flow]:
    """Yield what happens just inside a bound, then just beyond it, and after that."""
    edge = promise.share * unit
    near = min(edge * NEAR, (unit - edge) / 2)
    over, under = edge + near, edge - near

    def phase(name: str, length: int) -> Phase:
        return Phase(case.named(name, threshold), length)

    # What must be quiet would be pending at once, so a window that is full is long enough.
    yield Flow(phase(_INSIDE, promise.window + 2), (unit - under, under))
    yield Flow(phase("idle", forget), (Fraction(0), Fraction(0)))
    yield Flow(phase("just beyond the bound", promise.for_ + 2), (unit - over, over))
    yield Flow(phase("recovered", forget), (unit, Fraction(0)))


def _few(promise: Promise, forget: int) -> Iterator[Flow]:
    """Yield too few bad events to count, and just enough.

    Too few are spread over a window, so that none is added for a sample that is missing on its
    edge.
    """
    nothing, window = (Fraction(0), Fraction(0)), promise.window
    few = Fraction(promise.min_bad - 1) * 3 / 4
    for count, length, case in ((few, window, "too few"), (promise.min_bad + 1, 1, "enough")):
        if promise.min_bad and count > 0:
            # As many good ones as leave the share beyond the bound; they must not be counted.
            good = max(math.floor(count / promise.share / 2) - count, Fraction(0))
            each = (dyadic(Fraction(good) / length), dyadic(Fraction(count) / length))
            yield Flow(Phase(f"{case} bad events to count", length), each)
            yield Flow(Phase(f"idle after {case}", forget), nothing)


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
    story: Story, sets: tuple[Labels, ...], others: tuple[Labels, ...], window: int
) -> Iterator[Reading]:
    """Yield where what is measured is looked at: at the end of each kind of phase, once.

    In an idle one it is looked at as soon as all is forgotten, since a window of twice the length
    would remember something then.
    """
    exist = (*sets, *others)
    # Where nothing else is there at the end, something must be seen before.
    looked = {"idle at the end", *((_INSIDE,) if len(exist) == 1 else ())}
    for one, end in zip(story.flows, story.ends, strict=True):
        if not one.complete or one.phase.case.partition(" of ")[0] in looked:
            idle = not any(one.counts)
            present = sets[1:] if idle else sets
            step = end - one.phase.steps + window + 1 if idle else end - 1
            yield Reading(step, one.phase.case, (*present, *others), exist)
