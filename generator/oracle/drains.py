"""The truth about backlogs: how long they last at the speed they are worked off."""

from fractions import Fraction
from typing import Any, NamedTuple

from generator.oracle.flows import NEAR, Flow, Story, counter, start_of
from generator.oracle.parts import parts_of
from generator.oracle.shares import steps
from generator.oracle.telling import Case, Seen, Told, ends, timeline
from generator.oracle.timeline import (
    Emitted,
    InParts,
    Labels,
    Phase,
    Reading,
    Timeline,
    states,
)
from generator.oracle.world import PARTS, Selected, label_sets, split
from generator.resolve.estate import Bound, Threshold

_FAR = "twice as much"


class _Stage(NamedTuple):
    """A phase: what waits, and what is worked off at each step; None if nothing counts it yet."""

    phase: Phase
    waits: Fraction
    drained: Fraction | None


def drain_timeline(case: Case) -> Timeline:
    """Return the proof of an alert on how long a backlog lasts."""
    estate, indicator, bound = case.estate, case.indicator, case.bound
    backlog: Any = indicator.use.operands["backlog"][0]
    least = Fraction(indicator.use.param("min_backlog").to(backlog.unit))
    # So fast that a backlog at the bound is well above what counts as nothing.
    speed = Fraction(max(1, int(least / bound.value * 4)))
    told = _stages(case, bound.value * speed, least, speed * case.step)
    phases = [one.phase for one in told]
    total = sum(one.steps for one in phases)
    calm = [_Stage(Phase("well", total), bound.value * speed / 2, speed * case.step)]
    wrong = [_Stage(Phase("another job falls behind", total), bound.value * speed * 4, speed)]
    sets = label_sets(estate, indicator, bound)
    lives = dict.fromkeys(sets, calm) | {sets[0]: told}
    series = [one for labels, life in lives.items() for one in _series(case, labels, life)]
    series += _series(case, (), wrong, foreign=True)

    def judge(threshold: Threshold, other: Bound) -> Seen:
        held = steps(threshold.for_, case.step), steps(threshold.keep_firing_for, case.step)
        return {
            labels: states(_conditions(case, life, other, least), for_=held[0], keep=held[1])
            for labels, life in lives.items()
        }

    def value(labels: Labels, step: int) -> Fraction | None:
        waits = [one.waits for one in lives[labels] for _ in range(one.phase.steps)]
        return waits[step] / speed

    readings = (Reading(total - 1, phases[-1].case, sets, sets),)
    return timeline(case, Told(series, phases, judge, value, ends(phases, _FAR), readings))


def _stages(case: Case, edge: Fraction, least: Fraction, each: Fraction) -> list[_Stage]:
    for_ = steps(case.threshold.for_, case.step)
    keep = steps(case.threshold.keep_firing_for, case.step)
    window = steps(case.indicator.use.window, case.step)
    hold, gap = for_ + 3, keep + window + 3
    nothing = Fraction(0)
    rest = (
        ("a rest that nothing drains", hold, least, nothing),
        ("a little more than a rest", hold, least + (least * NEAR or 1), nothing),
    )
    rows: list[tuple[str, int, Fraction, Fraction | None]] = [
        ("nothing was ever worked off", hold, edge / 2, None),
        ("worked off at last", gap, nothing, each),
        ("just inside the bound", hold, edge * (1 - NEAR), each),
        ("just beyond the bound", hold, edge * (1 + NEAR), each),
        ("recovered", gap, edge / 2, each),
        # Not a round time: a text that cuts seconds must not hang on the last one.
        (_FAR, hold, edge * 2 + each / case.step / 2, each),
        ("half as much", gap, edge / 2, each),
        ("nothing is worked off", hold + window, edge / 2, nothing),
        *rest,
        ("worked off again", gap + hold, nothing, each),
    ]
    return [_Stage(Phase(name, count), waits, drained) for name, count, waits, drained in rows]


def _conditions(case: Case, told: list[_Stage], bound: Bound, least: Fraction) -> list[bool | None]:
    """Tell at each step whether the backlog lasts too long at the speed of the last window."""
    story, window = _story(told), steps(case.indicator.use.window, case.step)
    waits = [one.waits for one in told for _ in range(one.phase.steps)]
    unseen = sum(one.phase.steps for one in told if one.drained is None)
    rates = [
        (bound.value / (length * story.parts * case.step), story.within(0, length))
        for length in (window, window - 1)
    ]
    found: list[bool | None] = []
    for step, waiting in enumerate(waits):
        answers = {waiting > least and waiting > each * counts[step] for each, counts in rates}
        if unseen <= step <= unseen + window:
            answers |= {waiting > least and waiting > 0, False} if waiting else {False}
        found.append(answers.pop() if len(answers) == 1 else None)
    return found


def _story(told: list[_Stage]) -> Story:
    return Story(
        [
            Flow(one.phase, (one.drained or Fraction(0),), complete=one.drained is not None)
            for one in told
        ]
    )


def _series(
    case: Case, labels: Labels, told: list[_Stage], *, foreign: bool = False
) -> list[Emitted]:
    estate, indicator = case.estate, case.indicator
    backlog: Any = indicator.use.operands["backlog"][0]
    drained: Any = indicator.use.operands["drained"][0]
    values: list[Fraction | None] = [one.waits for one in told for _ in range(one.phase.steps)]
    found = list(parts_of(estate, backlog, indicator, labels, InParts.of(values), foreign=foreign))
    story, selected = _story(told), Selected.of(estate, drained)
    if foreign and not selected.apart:
        return found
    for there, share in zip(split(estate, drained, indicator, labels), PARTS, strict=True):
        text = counter(story, 0, share=share, part=True, start=start_of(story))
        found.append(Emitted(selected.metric, selected.inside(there, foreign=foreign), text))
    return found
