"""The proof of a project: a time line for each alert, or the reason why there is none."""

import dataclasses
import math
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import Any, TypeAlias

from generator.core.names import rule_path, rule_test_path
from generator.oracle.availability import availability_timeline
from generator.oracle.gauges import gauge_timeline
from generator.oracle.latency import latency_timeline
from generator.oracle.ratio import ratio_timeline
from generator.oracle.timeline import Timeline
from generator.oracle.world import known_labels
from generator.resolve.estate import Bound, Estate, HandAlert, Indicator, Threshold

# A day of evaluations every 30 s: what is longer would cost minutes, here and in promtool.
_MOST_STEPS = 3000
Maker: TypeAlias = Callable[[Estate, Indicator, Threshold, Bound, Fraction], Timeline]


@dataclasses.dataclass(frozen=True, slots=True)
class Unproven:
    """An alert without a proof."""

    alert_id: str
    reason: str


@dataclasses.dataclass(frozen=True, slots=True)
class OwnCase:
    """A case that an author wrote for an alert: series in promtool's notation, times in seconds."""

    alert_id: str
    name: str
    step: Fraction
    series: tuple[tuple[str, str], ...]
    times: tuple[tuple[Fraction, bool], ...]
    """When it is looked at, and whether the alert fires then."""


@dataclasses.dataclass(frozen=True, slots=True)
class ProofFile:
    """The proofs of one rule file."""

    path: str
    rules: str
    source: str
    step: Fraction
    timelines: tuple[Timeline, ...]
    cases: tuple[OwnCase, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Proof:
    """All proofs of a project, and what is left without one."""

    files: tuple[ProofFile, ...]
    unproven: tuple[Unproven, ...]


def prove(estate: Estate, components: Iterable[str] | None = None) -> Proof:
    """Return the proofs of all alerts of an estate, or of those in some components."""
    files: list[ProofFile] = []
    unproven: list[Unproven] = []
    for name in estate.components if components is None else components:
        component = estate.components[name]
        timelines: list[Timeline] = []
        alerts = [
            (estate.indicators[name], threshold, bound)
            for name in component.indicators
            for threshold in estate.indicators[name].thresholds
            if threshold.notifies
            for bound in threshold.bounds
        ]
        world = estate.for_service(component.service)
        step = _step(world, [threshold for _, threshold, _ in alerts])
        for indicator, threshold, bound in alerts:
            found = _timeline(world, indicator, threshold, bound, step)
            if isinstance(found, Timeline):
                timelines.append(found)
            else:
                unproven.append(found)
        cases = tuple(_own_cases([estate.alerts[name] for name in component.alerts]))
        if timelines or cases:
            rules = rule_path(component.id, component.service)
            tests = rule_test_path(component.id, component.service)
            files.append(ProofFile(tests, rules, component.file, step, tuple(timelines), cases))
    return Proof(tuple(files), tuple(unproven))


def _own_cases(alerts: Iterable[HandAlert]) -> Iterator[OwnCase]:
    for alert in alerts:
        for case in alert.cases if alert.notifies else ():
            looks = [(at, True) for at in case.fires] + [(at, False) for at in case.silent]
            series = tuple(case.series.items())
            yield OwnCase(alert.id, case.name, case.step, series, tuple(sorted(looks)))


def _step(estate: Estate, thresholds: list[Threshold]) -> Fraction:
    """Return the longest step that divides the evaluation interval and every duration."""
    seconds = [estate.project.evaluation]
    seconds += [one for each in thresholds for one in (each.for_, each.keep_firing_for) if one]
    common = math.lcm(*(one.denominator for one in seconds))
    return Fraction(math.gcd(*(int(one * common) for one in seconds)), common)


def _timeline(
    estate: Estate, indicator: Indicator, threshold: Threshold, bound: Bound, step: Fraction
) -> Timeline | Unproven:
    longest = indicator.use.window + threshold.for_ + threshold.keep_firing_for
    if longest / step > _MOST_STEPS:
        reason = f"its durations take more than {_MOST_STEPS} evaluations, too many to play through"
        return Unproven(bound.id, reason)
    make = _maker(indicator, threshold)
    if make is None:
        reason = f"there is no proof yet for the recipe `{indicator.recipe.name}` as used here"
        return Unproven(bound.id, reason)
    return make(estate, indicator, threshold, bound, step)


def _maker(indicator: Indicator, threshold: Threshold) -> Maker | None:
    """Return what simulates the world of an indicator, None where nothing does yet."""
    operands = [one for some in indicator.use.operands.values() for one in some]
    types = {getattr(one, "type", "") for one in operands}
    recipe = indicator.recipe.name
    found: Maker | None = None
    if recipe == "availability" and set(indicator.use.by) <= {"instance"}:
        found = availability_timeline
    elif recipe == "ratio" and types == {"counter"} and _all_have(operands, indicator.labels):
        found = ratio_timeline
    elif recipe == "quantile" and threshold.side == "above":
        found = latency_timeline
    elif recipe in {"value", "age"} or (recipe == "ratio" and types <= {"gauge", ""}):
        found = gauge_timeline if "gauge" in types else None
    return found


def _all_have(operands: list[Any], labels: tuple[str, ...]) -> bool:
    return all(set(labels) <= set(known_labels(one)) for one in operands)
