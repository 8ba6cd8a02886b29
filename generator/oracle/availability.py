"""The truth about instances: each of them answers at a step, or it does not."""

import dataclasses
import math
from fractions import Fraction

from generator.oracle.timeline import (
    STALE,
    Emitted,
    Labels,
    Phase,
    Sample,
    Timeline,
    checks_of,
    states,
)
from generator.oracle.world import Selected, occurring
from generator.resolve.estate import Bound, Estate, Indicator, Threshold


@dataclasses.dataclass(frozen=True, slots=True)
class _Seen:
    """A phase: which of the two instances answer; None is an instance that is no target."""

    phase: Phase
    first: bool | None
    second: bool | None


def availability_timeline(
    estate: Estate, indicator: Indicator, threshold: Threshold, bound: Bound, step: Fraction
) -> Timeline:
    """Return the proof of an alert on how many instances answer."""
    for_, keep = math.ceil(threshold.for_ / step), math.ceil(threshold.keep_firing_for / step)
    story = _story(for_ + 3, for_ + keep + 10)
    selected = Selected.of(estate, indicator.use.operands["of"][0])
    instances = occurring(estate, "instance")[:2]
    series = [
        Emitted(selected.metric, selected.inside((("instance", name),)), _samples(story, index))
        for index, name in enumerate(instances)
    ]
    other = selected.inside((("instance", "elsewhere"),), foreign=True)
    down = tuple(Fraction(0) for one in story for _ in range(one.phase.steps))
    series.append(Emitted(selected.metric, other, down))
    seen = {
        labels: states(conditions, for_=for_, keep=keep)
        for labels, conditions in _conditions(estate, indicator, bound, story, instances).items()
    }
    checks = checks_of([one.phase for one in story], seen)
    return Timeline(
        bound.id, f"{threshold.alert}, {bound.id}", step, tuple(series), checks, indicator.labels
    )


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
