"""Events counted one by one: what happens step by step, and when so many are bad that it matters.

Whether an alert must fire is decided by counting the events of the last window, never by an
expression.
"""

import dataclasses
import itertools
import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from generator.oracle.timeline import Phase, Sample, State, states

# Float errors of a quotient are far below this, and a bound is told from its neighbours by it.
NEAR = Fraction(1, 1000)


@dataclasses.dataclass(frozen=True, slots=True)
class Promise:
    """What an alert promises: a share of events, durations in steps.

    ``above`` means that a larger share of bad events than ``share`` is too much, whether the spec
    bounds the bad events from above or the good ones from below.
    """

    share: Fraction
    window: int
    for_: int
    keep: int
    min_bad: int


@dataclasses.dataclass(frozen=True, slots=True)
class Traffic:
    """A phase: events at each step (or only the first), and how many of them are bad."""

    phase: Phase
    total: int
    bad: int
    mode: Literal["steady", "once", "reset", "absent"] = "steady"


def steps(seconds: Fraction, step: Fraction) -> int:
    """Return how many steps a duration takes."""
    return math.ceil(seconds / step)


def story(promise: Promise) -> list[Traffic]:
    """Return what happens: one case after the other, quiet long enough in between."""
    unit = promise.share.denominator * int(1 / NEAR) * max(1, promise.min_bad)
    edge = promise.share * unit
    over, under = int(edge * (1 + NEAR)), int(edge * (1 - NEAR))
    hold, gap = promise.for_ + 3, promise.window + promise.for_ + promise.keep + 10
    found = [
        Traffic(Phase("no series yet", 2), 0, 0, "absent"),
        Traffic(Phase("no traffic", 3), 0, 0),
        Traffic(Phase("just inside the bound", hold), unit, under),
        Traffic(Phase("idle", gap), 0, 0),
        Traffic(Phase("just beyond the bound", hold), unit, over),
        Traffic(Phase("recovered", gap), unit, 0),
        Traffic(Phase("counters restart", hold), unit, 0, "reset"),
        Traffic(Phase("idle again", gap), 0, 0),
        Traffic(Phase("everything is bad", hold), unit, unit),
        Traffic(Phase("idle at the end", gap), 0, 0),
    ]
    # One event below the number may count as enough: scrapes do not lie on a window's edges.
    few = promise.min_bad - 2
    if few > 0:
        found += [
            Traffic(Phase("too few bad events to count", hold), few, few, "once"),
            Traffic(Phase("idle after few", gap), 0, 0),
        ]
    return found


def lasting(told: Sequence[Traffic], case: str, total: int, bad: int) -> list[Traffic]:
    """Return one phase as long as a story."""
    return [Traffic(Phase(case, sum(one.phase.steps for one in told)), total, bad)]


def events(told: Sequence[Traffic]) -> list[tuple[int, int]]:
    """Return total and bad events of each step."""
    return [
        (0, 0) if one.mode == "once" and number else (one.total, one.bad)
        for one in told
        for number in range(one.phase.steps)
    ]


def truth(told: Sequence[Traffic], promise: Promise) -> list[State | None]:
    """Count the window's events at each step, with and without the step on its edge.

    Prometheus 2 takes the sample on the left edge of a window in, Prometheus 3 leaves it out; only
    what both agree on is promised.
    """
    counted = [_conditions(events(told), promise, promise.window - cut) for cut in (0, 1)]
    agreed = [first if first == second else None for first, second in zip(*counted, strict=True)]
    return states(agreed, for_=promise.for_, keep=promise.keep)


def _conditions(counted: list[tuple[int, int]], promise: Promise, length: int) -> list[bool]:
    # How many events there were before each step; a window holds those since it began.
    totals = [0, *itertools.accumulate(one for one, _ in counted)]
    bads = [0, *itertools.accumulate(one for _, one in counted)]
    scale = Fraction(promise.window, length)
    found = []
    for end in range(1, len(totals)):
        start = max(0, end - length)
        total, bad = totals[end] - totals[start], bads[end] - bads[start]
        # As whole numbers: bad / total above the share, and scaled up to the window enough of them.
        above = bad * promise.share.denominator > promise.share.numerator * total
        enough = bad * scale.numerator >= promise.min_bad * scale.denominator
        found.append(total > 0 and above and enough)
    return found


def counter(counts: Sequence[int], told: Sequence[Traffic]) -> tuple[Sample, ...]:
    """Return the samples of a counter that counts so many events at each step."""
    found: list[Sample] = []
    value, at = 0, 0
    for one in told:
        for number in range(one.phase.steps):
            value = (0 if one.mode == "reset" and number == 0 else value) + counts[at]
            found.append(None if one.mode == "absent" else Fraction(value))
            at += 1
    return tuple(found)
