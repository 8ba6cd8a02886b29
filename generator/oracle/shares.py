"""The truth about shares of events: every one is good or bad, counted one by one."""

import bisect
import dataclasses
import math
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Literal, Protocol, TypeAlias

from generator.core.units import decimal_text
from generator.oracle.flows import NEAR, Flow, Story, counter, start_of
from generator.oracle.telling import Case, Seen, Told, ends, timeline
from generator.oracle.timeline import Emitted, Labels, Phase, Reading, State, Timeline, states
from generator.oracle.world import Selected, label_sets, other_variants, split
from generator.resolve.estate import Bound, Estate, Indicator, Threshold

GOOD, BAD = 0, 1
PARTS = (Fraction(1, 4), Fraction(3, 4))
"""How two series of one result share its events: unlike, so that none of them is the whole."""


@dataclasses.dataclass(frozen=True, slots=True)
class Promise:
    """What an alert promises: a larger share of bad events is too much; durations in steps."""

    share: Fraction
    window: int
    for_: int
    keep: int
    min_bad: int


_THIRDS = (Fraction(1, 8), Fraction(3, 8), Fraction(1, 2))


Role: TypeAlias = Literal["shown", "beside", "foreign"]
"""What is shown has several series for each result; what stands beside it or is another job's, one.

Series cost time with every evaluation.
"""


class World(Protocol):
    """The series behind events."""

    def series(self, labels: Labels, story: Story, *, role: Role = "shown") -> Iterator[Emitted]:
        """Yield the series of one label set, or of another job."""
        ...


def steps(seconds: Fraction, step: Fraction) -> int:
    """Return how many steps a duration takes."""
    return math.ceil(seconds / step)


def share_timeline(case: Case) -> Timeline:
    """Return the proof of an alert on a share of events, also of those beyond a percentile."""
    estate, indicator, bound = case.estate, case.indicator, case.bound
    quantile = bound.variant.quantile
    bad_is_part = bool(quantile) or case.threshold.side == "above"
    promise = _promise(case, case.threshold, bound)
    world = world_of(estate, indicator, (bound,), bad_is_part=bad_is_part)
    story = _story(promise, fills=not quantile, all_bad=not bad_is_part)
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
        # Good events lie just within the bound that is shown, bad ones just beyond it.
        promised = _promise(case, threshold, other)
        if quantile and other.value > bound.value:
            return {one: ["quiet"] * life.steps for one, life in lives.items()}
        all_bad = bool(quantile) and other.value < bound.value
        return {one: _truth(life, promised, all_bad=all_bad) for one, life in lives.items()}

    def value(labels: Labels, step: int) -> Fraction | None:
        del labels, step
        return Fraction(int(bad_is_part))

    show = ends(story.phases, WORST)
    readings = tuple(_readings(story, sets, others))
    return timeline(case, Told(series, story.phases, judge, value, show, readings))


def _promise(case: Case, threshold: Threshold, bound: Bound) -> Promise:
    if bound.variant.quantile:
        share = 1 - Fraction(bound.variant.quantile.removeprefix("p")) / 100
    else:
        share = 1 - bound.value if threshold.side == "below" else bound.value
    return Promise(
        share,
        steps(case.indicator.use.window, case.step),
        steps(threshold.for_, case.step),
        steps(threshold.keep_firing_for, case.step),
        threshold.min_bad_events,
    )


WORST = "everything is bad"


def _story(promise: Promise, *, fills: bool, all_bad: bool) -> Story:
    """Return what happens: one case after the other, quiet long enough in between.

    With ``fills`` a part that has no series yet counts as none; ``all_bad`` says that the part is
    the good events, so that all are bad then.
    """
    unit = Fraction(promise.share.denominator * 4000 * max(1, promise.min_bad))
    edge = promise.share * unit
    over, under = edge * (1 + NEAR), edge * (1 - NEAR)
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
        Flow(Phase("just inside the bound", hold), (unit - under, under)),
        Flow(Phase("idle", forget), nothing),
        Flow(Phase("just beyond the bound", hold), (unit - over, over)),
        Flow(Phase("recovered", promise.window + promise.keep + 3), (unit, Fraction(0))),
        Flow(Phase("counters restart", 3), (unit, Fraction(0)), restarts=True),
        Flow(Phase("idle again", forget), nothing),
        Flow(Phase(WORST, hold), (Fraction(0), unit)),
        Flow(Phase("idle at the end", forget), nothing),
    ]
    for count, case in ((promise.min_bad - 2, "too few"), (promise.min_bad + 1, "enough")):
        if promise.min_bad and count > 0:
            # As many good ones as leave the share beyond the bound; they must not be counted.
            good = Fraction(max(math.floor(count / promise.share / 2) - count, 0))
            found += [
                Flow(Phase(f"{case} bad events to count", 1), (good, Fraction(count))),
                Flow(Phase(f"idle after {case}", forget), nothing),
            ]
    return Story(found)


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
    enough, few = promise.min_bad * story.parts, (promise.min_bad - 2) * story.parts
    most, whole = promise.share.as_integer_ratio()
    for good, bad in zip(story.within(GOOD, length), story.within(BAD, length), strict=True):
        total = good + bad
        counted = total if all_bad else bad
        if total == 0 or counted * whole <= most * total:
            yield False
        elif counted >= enough:
            yield True
        else:
            yield False if counted <= few else None


def _readings(
    story: Story, sets: tuple[Labels, ...], others: tuple[Labels, ...]
) -> Iterator[Reading]:
    """Yield where what is measured is looked at: at the end of each kind of phase, once."""
    for one, end in zip(story.flows, story.ends, strict=True):
        if not one.complete or one.phase.case == "idle at the end":
            idle = not any(one.counts)
            present = sets[1:] if idle else sets
            yield Reading(end - 1, one.phase.case, (*present, *others), (*sets, *others))


def world_of(
    estate: Estate, indicator: Indicator, bounds: tuple[Bound, ...], *, bad_is_part: bool
) -> World:
    """Return the series behind the events of an indicator."""
    operand: Any = indicator.use.operands["of"][0]
    if operand.type == "histogram":
        return _Histogram(estate, indicator, bounds[0].value)
    return _Counters(estate, indicator, bad_is_part=bad_is_part)


@dataclasses.dataclass(frozen=True, slots=True)
class _Counters:
    """The counters behind a share: those of the part, and those that hold the rest.

    Where being below is bad, the part counts the good events.
    """

    estate: Estate
    indicator: Indicator
    bad_is_part: bool

    def series(self, labels: Labels, story: Story, *, role: Role = "shown") -> Iterator[Emitted]:
        """Yield the counters of one label set, or of another job's."""
        of: Any = self.indicator.use.operands["of"][0]
        wholes: tuple[Any, ...] = self.indicator.use.operands["to"]
        part, rest = (BAD, GOOD) if self.bad_is_part else (GOOD, BAD)
        yield from self._emit(of, labels, story, part, role=role, part=True)
        for whole in wholes:
            if len(wholes) > 1 and whole == of:
                continue  # the part is one of those added up, and stands already
            if whole.metric == of.metric:
                yield from self._emit(of, labels, story, rest, role=role, within=whole)
            else:
                kind = rest if len(wholes) > 1 else None
                yield from self._emit(whole, labels, story, kind, role=role)

    def _emit(
        self,
        operand: Any,
        labels: Labels,
        story: Story,
        kind: int | None,
        *,
        role: Role,
        within: Any = None,
        part: bool = False,
    ) -> Iterator[Emitted]:
        selected = Selected.of(self.estate, operand)
        wider = None if within is None else Selected.of(self.estate, within)
        foreign = role == "foreign"
        if foreign and not selected.apart:
            return
        both = split(self.estate, operand, self.indicator, labels)
        parts = zip(both, PARTS if role == "shown" else (Fraction(1),), strict=False)
        for there, share in parts:
            own = (
                selected.inside(there, foreign=foreign)
                if wider is None
                else selected.outside(there, foreign=foreign, within=wider)
            )
            values = counter(
                story,
                lambda one: sum(one.counts) if kind is None else one.counts[kind],  # type: ignore[arg-type,return-value]
                share=share,
                part=part,
                start=start_of(story),
            )
            yield Emitted(selected.metric, own, values)


@dataclasses.dataclass(frozen=True, slots=True)
class _Histogram:
    """A histogram whose good events lie in the bound's bucket and bad ones in the next."""

    estate: Estate
    indicator: Indicator
    bound: Fraction

    def series(self, labels: Labels, story: Story, *, role: Role = "shown") -> Iterator[Emitted]:
        """Yield the buckets and the count of one label set, or of another job's."""
        operand: Any = self.indicator.use.operands["of"][0]
        selected = Selected.of(self.estate, operand)
        if role == "foreign" and not selected.apart:
            return
        both = split(self.estate, operand, self.indicator, labels)
        name, value = both[1][-1]
        third = (*both[1][:-1], (name, f"{value}-3"))
        rows = zip((0, 0, 1), (*both, third), _THIRDS, strict=True)
        for spelling, there, share in rows if role == "shown" else ((0, both[0], Fraction(1)),):
            own = selected.inside(there, foreign=role == "foreign")
            yield from self._one(selected.metric, own, story, share, spelling=spelling)
        if selected.narrow() and role == "shown":
            left_out = story.lasting("left out", start_of(story), start_of(story))
            own = selected.outside(both[0])
            yield from self._one(selected.metric, own, left_out, Fraction(1), spelling=0)

    def _one(
        self, metric: str, own: Labels, story: Story, share: Fraction, *, spelling: int
    ) -> Iterator[Emitted]:
        """Yield one histogram; clients write the bounds of buckets in two ways."""
        start = start_of(story)
        nothing = counter(story, lambda _: Fraction(0))
        every = counter(story, lambda one: sum(one.counts, Fraction(0)), share=share, start=start)
        good = counter(story, lambda one: one.counts[GOOD], share=share, part=True, start=start)
        for bucket in self._buckets():
            text = decimal_text(bucket) or repr(float(bucket))
            text = f"{text}.0" if spelling and "." not in text else text
            # Good events lie just within the bound, bad ones just beyond it.
            inside = nothing if bucket < self.bound else good if bucket == self.bound else every
            yield Emitted(f"{metric}_bucket", tuple(sorted((*own, ("le", text)))), inside)
        yield Emitted(f"{metric}_bucket", tuple(sorted((*own, ("le", "+Inf")))), every)
        yield Emitted(f"{metric}_count", own, every)

    def _buckets(self) -> tuple[Fraction, ...]:
        """Return the bucket of the bound and its neighbours; the others hold what these hold."""
        operand: Any = self.indicator.use.operands["of"][0]
        at = bisect.bisect_left(operand.buckets, self.bound)
        return tuple(operand.buckets[max(0, at - 1) : at + 2])
