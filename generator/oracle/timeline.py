"""Time lines: what the world emits step by step, and what must be seen of the alerts."""

import enum
import itertools
import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Literal, NamedTuple, TypeAlias

from generator.core.units import decimal_text

State: TypeAlias = Literal["quiet", "pending", "firing"]
Labels: TypeAlias = tuple[tuple[str, str], ...]


class Stale(enum.Enum):
    """The mark that Prometheus writes where a series ends."""

    STALE = "stale"


STALE = Stale.STALE
Number: TypeAlias = Fraction | int
Sample: TypeAlias = Number | Stale | None


class InParts(NamedTuple):
    """Numbers as whole numbers of parts, because fractions are slow; so many parts are 1."""

    values: Sequence[int | None]
    parts: int

    @classmethod
    def of(cls, values: Sequence[Fraction | None]) -> "InParts":
        """Return the same numbers in parts."""
        parts = math.lcm(*(one.denominator for one in values if one is not None))
        return cls(
            [None if one is None else one.numerator * (parts // one.denominator) for one in values],
            parts,
        )


class Emitted(NamedTuple):
    """A series of the world; ``values`` are its samples in promtool's notation, one a step."""

    metric: str
    labels: Labels
    values: str


class Check(NamedTuple):
    """What an alert must be at a time: the label sets that are not quiet, with their states."""

    step: int
    case: str
    states: tuple[tuple[Labels, State], ...]


class Reading(NamedTuple):
    """Which label sets what is measured has a sample for at a time, over ``window`` for an SLO.

    ``steps`` names what lies before the result too: those have a sample for every label set whose
    series exist, the result only where there is something to measure.
    """

    step: int
    case: str
    present: tuple[Labels, ...]
    exist: tuple[Labels, ...]


class Worth(NamedTuple):
    """What an indicator is at a time for some label sets; its alert would not see a factor."""

    step: int
    case: str
    subject: "Subject"
    sets: tuple[Labels, ...]
    value: Fraction


class Row(NamedTuple):
    """A firing alert as people see it: promised labels, its own, and its value if that is known."""

    contract: Labels
    labels: Labels
    value: Fraction | None


class Shown(NamedTuple):
    """All alerts of a name that fire at a step, with everything that people see of them."""

    name: str
    step: int
    rows: tuple[Row, ...]


class Subject(NamedTuple):
    """What is measured: an indicator, or the burn of an SLO over two windows in seconds.

    The last ``results`` of what is recorded are the values themselves.
    """

    id: str
    labels: tuple[str, ...]
    identity: tuple[str, ...] = ()
    results: int = 1
    burn: tuple[Fraction, ...] = ()


class Timeline(NamedTuple):
    """The proof of one alert: the world's series, and what must be seen when.

    A step has ``step`` seconds; rules are evaluated every ``evaluation`` seconds.
    """

    alert_id: str
    name: str
    step: Fraction
    evaluation: Fraction
    series: tuple[Emitted, ...]
    checks: tuple[Check, ...]
    by: tuple[str, ...]
    subject: Subject
    readings: tuple[Reading, ...] = ()
    worths: tuple[Worth, ...] = ()
    shown: Shown | None = None


class Phase(NamedTuple):
    """A stretch of steps in which the world behaves alike; ``case`` says what is shown by it."""

    case: str
    steps: int


def states(conditions: Sequence[bool | None], *, for_: int, keep: int) -> list[State | None]:
    """Return an alert's state at each step from whether its condition held.

    Where that is not known (None), both ways are followed, and only what they agree on is
    returned.
    """
    if None not in conditions:
        return [*_states(conditions, for_, keep)]
    either = [
        _states([guess if one is None else one for one in conditions], for_, keep)
        for guess in (True, False)
    ]
    return [first if first == second else None for first, second in zip(*either, strict=True)]


def _states(conditions: Sequence[bool | None], for_: int, keep: int) -> list[State]:
    """Follow an alert as Prometheus does (``rules/alerting.go``).

    It is pending from the first step of the condition, fires once that has held for ``for_``
    steps, and goes on firing for less than ``keep`` steps after the condition ends.
    """
    found: list[State] = []
    since: int | None = None
    ended: int | None = None
    for step, holds in enumerate(conditions):
        if holds:
            since = step if since is None else since
            ended = None
        else:
            fired = since is not None and (ended or step) - since >= for_ and bool(keep)
            ended = step if ended is None else ended
            if not fired or step - ended >= keep:
                since = None
        if since is None:
            found.append("quiet")
        else:
            last = step if ended is None else ended
            found.append("firing" if last - since >= for_ else "pending")
    return found


def checks_of(
    phases: Sequence[Phase], by_labels: Mapping[Labels, Sequence[State | None]]
) -> tuple[Check, ...]:
    """Return the steps worth looking at: around changes of a state, and where phases begin and end.

    Soon after a phase begins, windows still hold what was before.
    """
    turns = {
        step
        for seen in by_labels.values()
        for step, (before, now) in enumerate(itertools.pairwise(seen), 1)
        if before != now
    }
    turns |= {step - 1 for step in turns}
    found: list[Check] = []
    start = 0
    for phase in phases:
        end = start + phase.steps
        seldom = {one for one in (start + 1, end - 1) if start <= one < end}
        for step in sorted(seldom | {one for one in turns if start <= one < end}):
            now = {labels: seen[step] for labels, seen in by_labels.items()}
            if None in now.values():
                continue
            shown = tuple(
                (labels, state) for labels, state in now.items() if state and state != "quiet"
            )
            found.append(Check(step, phase.case, shown))
        start = end
    return tuple(found)


def notation(samples: Sequence[Sample], parts: int = 1) -> str:
    """Return samples as promtool writes them: runs as ``first+difference x repeats``.

    So many parts are 1.
    """
    found: list[str] = []
    at = 0
    while at < len(samples):
        run = _run(samples, at)
        found.append(_part(samples, at, run, parts))
        at += run
    return " ".join(found)


def _run(samples: Sequence[Sample], at: int) -> int:
    """Return how many samples from here on are alike: absent, or a constant difference apart."""
    first, end = samples[at], at + 1
    if first is STALE:
        return 1
    if first is None or isinstance(first, Stale):
        while end < len(samples) and samples[end] is None:
            end += 1
        return end - at
    following = samples[end] if end < len(samples) else None
    if following is None or isinstance(following, Stale):
        return 1
    gap = following - first
    wanted = following
    while end < len(samples) and samples[end] == wanted:
        wanted += gap
        end += 1
    return end - at


def _part(samples: Sequence[Sample], at: int, run: int, parts: int) -> str:
    first = samples[at]
    if first is None:
        return f"_x{run}" if run > 1 else "_"
    if isinstance(first, Stale):
        return "stale"
    start = _text(first, parts)
    if run == 1:
        return start
    following = samples[at + 1]
    gap: Number = 0 if following is None or isinstance(following, Stale) else following - first
    sign, size = ("-", -gap) if gap < 0 else ("+", gap)
    return f"{start}{sign}{_text(size, parts)}x{run - 1}"


def _text(value: Number, parts: int) -> str:
    exact = Fraction(value, parts)
    return decimal_text(exact) or str(float(exact))
