"""The truth about backlogs: how long they last at the speed they are worked off."""

from fractions import Fraction
from typing import Any

from generator.oracle.flows import NEAR, Flow, Story, counter
from generator.oracle.gauges import parts_of
from generator.oracle.shares import PARTS, steps
from generator.oracle.telling import Case, Seen, Told, ends, timeline
from generator.oracle.timeline import Emitted, Labels, Phase, Reading, Timeline, states
from generator.oracle.world import Selected, label_sets, split
from generator.resolve.estate import Bound, Estate, Indicator, Threshold


def drain_timeline(case: Case) -> Timeline:
    """Return the proof of an alert on how long a backlog lasts."""
    estate, indicator, bound = case.estate, case.indicator, case.bound
    for_ = steps(case.threshold.for_, case.step)
    keep = steps(case.threshold.keep_firing_for, case.step)
    window = steps(indicator.use.window, case.step)
    backlog: Any = indicator.use.operands["backlog"][0]
    least = Fraction(indicator.use.param("min_backlog").to(backlog.unit))
    # So fast that a backlog at the bound is well above what counts as nothing.
    speed = Fraction(max(1, int(least / bound.value * 4)))
    told = _story(bound.value * speed, least, window, for_, keep)
    phases = [Phase(case, count) for case, count, _, _ in told]
    total = sum(one.steps for one in phases)
    calm = [("well", total, bound.value * speed / 2, True)]
    sets = label_sets(estate, indicator, bound)
    lives = dict.fromkeys(sets, calm) | {sets[0]: told}
    series: list[Emitted] = []
    for labels, life in lives.items():
        series += _series(estate, indicator, labels, life, speed * case.step)
    wrong = [("another job falls behind", total, bound.value * speed * 4, True)]
    series += _series(estate, indicator, (), wrong, speed * case.step, foreign=True)

    def judge(threshold: Threshold, other: Bound) -> Seen:
        held = steps(threshold.for_, case.step), steps(threshold.keep_firing_for, case.step)
        edge = other.value * speed
        return {
            labels: states(_conditions(life, edge, least, window), for_=held[0], keep=held[1])
            for labels, life in lives.items()
        }

    def value(labels: Labels, step: int) -> Fraction | None:
        waits = [waiting for _, count, waiting, _ in lives[labels] for _ in range(count)]
        return waits[step] / speed

    readings = (Reading(total - 1, phases[-1].case, sets, sets),)
    show = ends(phases, "twice as much")
    return timeline(case, Told(series, phases, judge, value, show, readings))


_Told = tuple[str, int, Fraction, bool]


def _story(edge: Fraction, least: Fraction, window: int, for_: int, keep: int) -> list[_Told]:
    """Return phases: how long, what waits, and whether anything is worked off."""
    hold, gap = for_ + 3, keep + window + 3
    near = edge * NEAR
    rest = least or Fraction(0)
    return [
        ("just inside the bound", hold + window, edge - near, True),
        ("just beyond the bound", hold, edge + near, True),
        ("recovered", gap, edge / 2, True),
        ("twice as much", hold, edge * 2, True),
        ("worked off", gap, Fraction(0), True),
        ("a rest that nothing drains", hold + window, rest, False),
        ("a little more than a rest that nothing drains", hold + window, rest + 1, False),
        ("worked off again", gap + hold, Fraction(0), True),
    ]


def _conditions(
    told: list[_Told], edge: Fraction, least: Fraction, window: int
) -> list[bool | None]:
    """Tell at each step whether the backlog lasts too long; unsure while the speed changes."""
    found: list[bool | None] = []
    drains = [drains for _, count, _, drains in told for _ in range(count)]
    waits = [waiting for _, count, waiting, _ in told for _ in range(count)]
    for step, (waiting, now) in enumerate(zip(waits, drains, strict=True)):
        recent = set(drains[max(0, step - window - 1) : step + 1])
        if waiting <= least:
            found.append(False)
        elif len(recent) > 1 or step < window + 1:
            # Slower than it will be, or not yet at rest: what is beyond even at full speed is.
            found.append(True if waiting > edge else None)
        else:
            found.append(waiting > edge if now else True)
    return found


def _series(
    estate: Estate,
    indicator: Indicator,
    labels: tuple[tuple[str, str], ...],
    told: list[_Told],
    each: Fraction,
    *,
    foreign: bool = False,
) -> list[Emitted]:
    backlog: Any = indicator.use.operands["backlog"][0]
    drained: Any = indicator.use.operands["drained"][0]
    values: list[Fraction | None] = [waits for _, count, waits, _ in told for _ in range(count)]
    found = list(parts_of(estate, backlog, indicator, labels, values, foreign=foreign))
    story = Story(
        [
            Flow(Phase(case, count), (each if drains else Fraction(0),))
            for case, count, _, drains in told
        ]
    )
    selected = Selected.of(estate, drained)
    for there, share in zip(split(estate, drained, indicator, labels), PARTS, strict=True):
        text = counter(story, lambda one: one.counts[0], share=share, start=each * 20)
        found.append(Emitted(selected.metric, selected.inside(there, foreign=foreign), text))
    return found
