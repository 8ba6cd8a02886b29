"""The truth about amounts: what counters count within a window, as such or against a number."""

import math
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, NamedTuple

from generator.core.units import Family
from generator.oracle.flows import NEAR, Flow, Story, counter, dyadic, start_of
from generator.oracle.shares import steps
from generator.oracle.telling import Case, Seen, Told, ends, timeline
from generator.oracle.timeline import Emitted, Labels, Phase, Reading, Timeline, states
from generator.oracle.world import PARTS, Selected, label_sets, split
from generator.resolve.estate import Bound, Estate, Indicator, Threshold

_LARGE = 1000


class Amount(NamedTuple):
    """What is measured: one counter, less others, within a window; ``times`` makes it the value."""

    indicator: Indicator
    operand: Any
    less: tuple[Any, ...]
    window: Fraction
    times: Fraction


def amount_of(estate: Estate, indicator: Indicator) -> Amount | None:
    """Return the amount that an indicator measures, None if it measures something else."""
    name, operands = indicator.recipe.name, indicator.use.operands
    of: Any = operands.get("of", (None,))[0]
    window = indicator.use.window
    if name in {"increase", "difference"}:
        return Amount(indicator, of, tuple(operands.get("minus", ())), window, Fraction(1))
    if name == "rate":
        scale = of.unit.scale if of.unit.family is Family.TIME else Fraction(1)
        return Amount(indicator, of, (), window, scale / window)
    return _share_of_number(estate, indicator, of) if name == "ratio" else None


def _share_of_number(estate: Estate, indicator: Indicator, of: Any) -> Amount | None:
    """Return the amount behind a ratio to a number, None if it is a ratio to anything else."""
    whole: Any = indicator.use.operands["to"][0]
    below = amount_of(estate, estate.indicators[of.id]) if hasattr(of, "id") else None
    if hasattr(whole, "metric") or hasattr(whole, "id"):
        return None
    if below is not None:
        return below._replace(times=below.times / _number(whole, of.unit))
    if getattr(of, "type", "") != "counter":
        return None
    # Seconds each second are a plain number: so many at once.
    scale = of.unit.scale if of.unit.family is Family.TIME else Fraction(1)
    quantity = getattr(whole, "quantity", whole)
    window = indicator.use.window
    return Amount(indicator, of, (), window, scale / window / quantity.base)


def _number(whole: Any, unit: Any) -> Fraction:
    quantity = getattr(whole, "quantity", whole)
    return Fraction(quantity.to(unit) if quantity.unit.comparable(unit) else quantity.base)


def amount_timeline(case: Case) -> Timeline:
    """Return the proof of an alert on what is counted within a window."""
    amount = amount_of(case.estate, case.indicator)
    if amount is None:
        raise TypeError(f"{case.indicator.id} measures no amount")  # asked before
    window = steps(amount.window, case.step)

    def each(bound: Bound) -> Fraction:
        return bound.value / amount.times / window

    story = _story(case, amount)
    sets = label_sets(case.estate, case.indicator, case.bound)
    calm = next(one.counts for one in story.flows if one.phase.case == _WELL)
    wrong = next(one.counts for one in story.flows if one.phase.case == _FAR)
    lives = {one: story.lasting("well", *calm) for one in sets} | {sets[0]: story}
    other = story.lasting("another job goes wrong", *wrong)
    series = [
        one
        for labels, life in lives.items()
        for one in amount_series(case.estate, amount, labels, life)
    ]
    series += amount_series(case.estate, amount, (), other, foreign=True)

    def judge(threshold: Threshold, bound: Bound) -> Seen:
        held = steps(threshold.for_, case.step), steps(threshold.keep_firing_for, case.step)
        return {
            one: states(
                _conditions(life, window, each(bound), threshold.side), for_=held[0], keep=held[1]
            )
            for one, life in lives.items()
        }

    def value(labels: Labels, step: int) -> Fraction | None:
        counts = lives[labels].at(step).counts
        return (counts[0] - counts[1]) * amount.times * window

    show = ends(story.phases, _FAR)
    unseen = ends(story.phases, _UNSEEN)
    looks = [(step, _UNSEEN) for step in unseen] + [(story.steps - 1, "at the end")]
    readings = tuple(Reading(step, phase, sets, sets) for step, phase in looks)
    return timeline(case, Told(series, story.phases, judge, value, show, readings))


_FAR, _WELL = "far beyond the bound", "well, with a short history"
_UNSEEN = "nothing to take away yet"


def _story(case: Case, amount: Amount) -> Story:
    """Return what is counted at each step; a difference has as much again taken away.

    A window is filled twice, far beyond the bound and just inside it. A few steps then lead beyond
    it and back, since they count so much more or less.
    """
    window = steps(amount.window, case.step)
    keep = max(steps(one.keep_firing_for, case.step) for one, _ in case.shown)
    most = max(steps(one.for_, case.step) for one, _ in case.shown)
    less = bool(amount.less)
    mild, worst = (one.value / amount.times / window for _, one in (case.shown[0], case.shown[-1]))
    sign = 1 if case.threshold.side == "above" else -1
    far = worst * 2 if sign > 0 and worst > 0 else worst / 2 if worst > 0 else worst + sign
    away = dyadic(10 * abs(worst if sign > 0 else mild) + 1 if less else Fraction(0))
    gap = window + keep + 3
    crossings = [
        _crossing(case, amount, threshold, bound.value / amount.times / window, gap)
        for threshold, bound in case.shown
    ]
    well = crossings[0][0].value
    over, crossing = crossings[-1][1].value, crossings[-1][1].steps
    back = mild - sign * (abs(mild) or _near(mild) * window)
    returning = math.ceil(crossing * abs(over - mild) / abs(back - mild)) + keep + 3
    returning = returning if len(crossings) == 1 else max(returning, gap)

    def flow(case: str, count: int, value: Fraction, **more: bool) -> Flow:
        value = dyadic(value)
        return Flow(Phase(case, count), (away + value, away), **more)

    nothing = (Fraction(0), Fraction(0))
    found = [
        Flow(Phase("no series yet", 2), nothing, born=False),
        flow(_WELL, 5, well),
        flow(_FAR, max(most, window) + most + 3, far),
        *(flow(one.name, one.steps, one.value) for some in crossings for one in some),
        flow("recovered", returning, back),
        flow("counters restart", 5, well, restarts=True),
    ]
    if less:
        # A counter that nobody has seen takes nothing away.
        alone = Flow(Phase(_UNSEEN, gap + 2), (dyadic(well), Fraction(0)), complete=False)
        found.insert(1, alone)
    return Story(found)


class _Stage(NamedTuple):
    """A phase: its name, how many steps it takes, and what is counted at each of them."""

    name: str
    steps: int
    value: Fraction


def _near(each: Fraction) -> Fraction:
    return abs(each) * NEAR or Fraction(1, _LARGE)


def _crossing(
    case: Case, amount: Amount, threshold: Threshold, each: Fraction, gap: int
) -> tuple[_Stage, _Stage]:
    """Return what happens just inside a bound, then just beyond it.

    Two steps cross the bound: the window then holds as much more as it was short of before.
    """
    sign = 1 if threshold.side == "above" else -1
    near, window = _near(each), steps(amount.window, case.step)
    least = -(10 * abs(each) + 1) if amount.less else Fraction(0)
    over = max(each + sign * near * window, least)
    for_ = steps(threshold.for_, case.step)
    crossing = math.ceil(2 * near * window / abs(over - each)) + for_ + 3
    return (
        _Stage(case.named("just inside the bound", threshold), gap, each - sign * near),
        _Stage(case.named("just beyond the bound", threshold), crossing, over),
    )


def _conditions(story: Story, window: int, each: Fraction, side: str) -> list[bool | None]:
    """Count what each window holds; where it holds a beginning, what Prometheus adds is unsure."""
    begins = {story.birth}
    at = 0
    for before, one in zip((None, *story.flows[:-1]), story.flows, strict=True):
        if one.restarts or (before is not None and one.complete != before.complete):
            begins.add(at)
        at += one.phase.steps
    unsure = {step for one in begins for step in range(one, one + window + 2)}
    limit, whole = (each * story.parts).as_integer_ratio()
    rows = [
        (length, list(zip(story.within(0, length), story.within(1, length), strict=True)))
        for length in (window, window - 1)
    ]
    found: list[bool | None] = []
    for step in range(story.steps):
        values = []
        for length, counts in rows:
            part, less = counts[step]
            values.append((part - less, length))
            if step in unsure:
                values += [(part - less, window), (0, 1), (part, length)]
        gaps = [count * whole - limit * over for count, over in values]
        told = {gap > 0 if side == "above" else gap < 0 for gap in gaps}
        if step <= story.birth:  # of one sample alone there is no rate
            told = {False, *told} if step == story.birth else {False}
        found.append(told.pop() if len(told) == 1 else None)
    return found


def amount_series(
    estate: Estate, amount: Amount, labels: Labels, story: Story, *, foreign: bool = False
) -> Iterator[Emitted]:
    """Yield the counters; what is taken away is shared by all that take away."""
    start = start_of(story)
    parts = [(amount.operand, 0, Fraction(1))]
    last = len(amount.less) - 1
    parts += [
        (one, 1, Fraction(1, 2 ** min(number + 1, last))) for number, one in enumerate(amount.less)
    ]
    for operand, kind, portion in parts:
        selected = Selected.of(estate, operand)
        if foreign and not selected.apart:
            continue
        both = split(estate, operand, amount.indicator, labels)
        for there, share in zip(both, PARTS, strict=True):
            values = counter(
                story,
                kind,
                share=share * portion,
                part=kind == 1,
                start=start,
            )
            yield Emitted(selected.metric, selected.inside(there, foreign=foreign), values)
        if selected.narrow() and not foreign:
            left_out = counter(story.lasting("left out", 10 * start), 0)
            yield Emitted(selected.metric, selected.outside(both[0]), left_out)
