"""From a simulated world to the proof of one alert: what is looked at, and when."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from generator.oracle.timeline import (
    Emitted,
    Labels,
    Phase,
    Reading,
    Row,
    Shown,
    State,
    Subject,
    Timeline,
    Worth,
    checks_of,
)
from generator.resolve.estate import Bound, Estate, Indicator, Threshold

Seen: TypeAlias = Mapping[Labels, Sequence[State | None]]


class Case(NamedTuple):
    """An alert on an indicator, evaluated every ``step`` seconds.

    ``rivals`` are the indicator's other alerts of the same name, for whoever asks for the name is
    told of all. ``together`` are the alerts that are shown by one story, this one included, the
    mildest first: each evaluation costs time, and serves all of them.
    """

    estate: Estate
    indicator: Indicator
    threshold: Threshold
    bound: Bound
    step: Fraction
    rivals: tuple[tuple[Threshold, Bound], ...] = ()
    together: tuple[tuple[Threshold, Bound], ...] = ()

    @property
    def shown(self) -> tuple[tuple[Threshold, Bound], ...]:
        """The alerts that the story is made for, the mildest first."""
        return self.together or ((self.threshold, self.bound),)

    def named(self, case: str, threshold: Threshold) -> str:
        """Return the name of what happens at the bound of one of several alerts."""
        several = len(self.shown) > 1
        return f"{case} of {threshold.severity}" if several else case

    def contract(self, threshold: Threshold, bound: Bound) -> Labels:
        """Return the labels that the language promises for an alert."""
        return (
            ("project", self.estate.project.project),
            ("component", self.indicator.component),
            ("severity", threshold.severity),
            ("owner", threshold.owner),
            ("subject", self.indicator.id),
            ("alert_id", bound.id),
        )


class Told(NamedTuple):
    """What a simulation gives: the series, the phases, and what every alert must be by label set.

    ``value`` tells what an alert's sample is, ``show`` the steps at which it is certain.
    """

    series: Iterable[Emitted]
    phases: Sequence[Phase]
    judge: Callable[[Threshold, Bound], Seen]
    value: Callable[[Labels, int], Fraction | None]
    show: Sequence[int]
    readings: tuple[Reading, ...]
    worths: tuple[Worth, ...] = ()


def timeline(case: Case, told: Told) -> Timeline:
    """Return the proof of an alert."""
    seen = told.judge(case.threshold, case.bound)
    return Timeline(
        case.bound.id,
        f"{case.threshold.alert}, {case.bound.id}",
        case.step,
        case.step,
        tuple(told.series),
        checks_of(told.phases, seen),
        case.indicator.labels,
        Subject(
            case.indicator.id,
            case.indicator.labels,
            case.estate.identity,
            len(case.indicator.recipe.quantiles(case.indicator.use)) or 1,
        ),
        told.readings,
        told.worths,
        _shown(case, told, seen),
    )


def _shown(case: Case, told: Told, seen: Seen) -> Shown | None:
    """Return the first time at which the alert fires and all of its name are known."""
    everyone = [(case.contract(case.threshold, case.bound), seen)]
    everyone += [(case.contract(*one), told.judge(*one)) for one in case.rivals]
    for step in told.show:
        found = shown_at(case.threshold.alert, step, everyone, told.value)
        if found is not None and any(
            dict(one.contract)["alert_id"] == case.bound.id for one in found.rows
        ):
            return found
    return None


def shown_at(
    name: str,
    step: int,
    everyone: Iterable[tuple[Labels, Seen]],
    value: Callable[[Labels, int], Fraction | None],
) -> Shown | None:
    """Return the alerts of a name that fire at a step; None if that is not certain."""
    rows = []
    for contract, seen in everyone:
        for labels, states in seen.items():
            if states[step] is None:
                return None
            if states[step] == "firing":
                rows.append(Row(contract, labels, value(labels, step)))
    return Shown(name, step, tuple(rows))


def ends(phases: Sequence[Phase], *cases: str) -> list[int]:
    """Return the last steps of phases, in the order in which their cases are named."""
    last: dict[str, int] = {}
    at = 0
    for one in phases:
        at += one.steps
        last[one.case] = at - 1
    return [last[case] for case in cases if case in last]
