"""The truth about instances: each of them answers at a step, or it does not."""

import math
from fractions import Fraction
from typing import NamedTuple

from generator.oracle.telling import Case, Seen, Told, ends, timeline
from generator.oracle.timeline import (
    STALE,
    Emitted,
    Labels,
    Phase,
    Reading,
    Sample,
    Timeline,
    notation,
    states,
)
from generator.oracle.world import Selected, occurring
from generator.resolve.estate import Bound, Estate, Indicator, Threshold


class _Seen(NamedTuple):
    """A phase: which of the two instances answer; None is an instance that is no target."""

    phase: Phase
    first: bool | None
    second: bool | None


def availability_timeline(case: Case) -> Timeline:
    """Return the proof of an alert on how many instances answer."""
    estate, indicator = case.estate, case.indicator
    for_ = math.ceil(case.threshold.for_ / case.step)
    keep = math.ceil(case.threshold.keep_firing_for / case.step)
    story = _story(for_ + 3, keep + 3)
    phases = [one.phase for one in story]
    selected = Selected.of(estate, indicator.use.operands["of"][0])
    instances = occurring(estate, "instance")[:2]
    series = [
        Emitted(
            selected.metric,
            selected.inside((("instance", name),)),
            notation(_samples(story, index)),
        )
        for index, name in enumerate(instances)
    ]
    other = selected.inside((("instance", "elsewhere"),), foreign=True)
    total = sum(one.steps for one in phases)
    series.append(Emitted(selected.metric, other, notation([Fraction(0)] * total)))

    def judge(threshold: Threshold, bound: Bound) -> Seen:
        held = (
            math.ceil(threshold.for_ / case.step),
            math.ceil(threshold.keep_firing_for / case.step),
        )
        known = _conditions(estate, indicator, bound, story, instances)
        return {
            labels: states(conditions, for_=held[0], keep=held[1])
            for labels, conditions in known.items()
        }

    def value(labels: Labels, step: int) -> Fraction | None:
        del labels, step
        return Fraction(0)

    sets = tuple(judge(case.threshold, case.bound))
    readings = (Reading(total - 1, phases[-1].case, sets, sets),)
    show = ends(phases, "none answers")
    return timeline(case, Told(series, phases, judge, value, show, readings))


def _story(hold: int, gap: int) -> list[_Seen]:
    return [
        _Seen(Phase("both answer", gap), first=True, second=True),
        _Seen(Phase("one does not answer", hold), first=False, second=True),
        _Seen(Phase("both answer again", gap), first=True, second=True),
        _Seen(Phase("none answers", hold), first=False, second=False),
        _Seen(Phase("one answers again", gap), first=False, second=True),
        _Seen(Phase("recovered", gap), first=True, second=True),
        _Seen(Phase("one is no target any more", gap), first=None, second=True),
        _Seen(Phase("there is no target", hold), first=None, second=None),
        _Seen(Phase("back", gap), first=True, second=True),
    ]


def _samples(story: list[_Seen], index: int) -> tuple[Sample, ...]:
    found: list[Sample] = []
    for one in story:
        answers = (one.first, one.second)[index]
        if answers is None:
            # A target that goes away is marked stale once; nothing follows.
            marks = int(bool(found) and isinstance(found[-1], Fraction))
            found += [STALE] * marks + [None] * (one.phase.steps - marks)
        else:
            found += [Fraction(int(answers))] * one.phase.steps
    return tuple(found)


def _conditions(
    estate: Estate,
    indicator: Indicator,
    bound: Bound,
    story: list[_Seen],
    instances: tuple[str, ...],
) -> dict[Labels, list[bool | None]]:
    identity = tuple((label, estate.project.selector.get(label, "")) for label in estate.identity)
    steps = [one for one in story for _ in range(one.phase.steps)]
    if not indicator.use.by:
        return {identity: [_up(one) < bound.value for one in steps]}
    return {
        tuple(sorted((*identity, ("instance", name)))): [
            (one.first, one.second)[index] is False for one in steps
        ]
        for index, name in enumerate(instances)
    }


def _up(seen: _Seen) -> int:
    return int(seen.first is True) + int(seen.second is True)
