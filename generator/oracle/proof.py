"""The proof of a project: a time line for each alert, or the reason why there is none."""

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import Any, NamedTuple, TypeAlias

from generator.core.names import rule_path, rule_test_path
from generator.core.units import duration_text
from generator.oracle.absences import absence_timeline
from generator.oracle.amounts import amount_of, amount_timeline
from generator.oracle.availability import availability_timeline
from generator.oracle.burns import burn_timelines
from generator.oracle.changes import change_timeline, changes_known
from generator.oracle.clocks import clocks_of
from generator.oracle.drains import drain_timeline
from generator.oracle.gauges import gauge_timeline
from generator.oracle.means import mean_timeline
from generator.oracle.natives import native_obstacle
from generator.oracle.own_cases import own_cases
from generator.oracle.packing import OwnCase, ProofFile, pack, pack_cases
from generator.oracle.scarcity import SCARCE, is_scarce, is_scarce_promise
from generator.oracle.shares import share_timeline
from generator.oracle.slices import slice_timelines, slices_known
from generator.oracle.slopes import slope_timeline
from generator.oracle.telling import Case
from generator.oracle.timeline import Timeline
from generator.oracle.unshown import (
    CHANGES,
    FEWER_LABELS,
    INDICATORS,
    INSTANCES,
    MOST_STEPS,
    RAW,
    SLICES,
    TOO_LONG,
    UNLABELLED,
    unshown,
)
from generator.oracle.world import known_labels
from generator.resolve.estate import Bound, Component, Estate, Indicator, Slo, Threshold

_FINE = tuple(map(Fraction, (100, 60, 30, 15, 10, 5, 2, 1)))
_COARSE = tuple(Fraction(60 * one) for one in (60, 30, 20, 15, 10, 5, 4, 3, 2))
_LONG = Fraction(3600)
# So that no reading lies on an edge of the range that a slope is taken from.
_SEVENTHS = Fraction(7, 100)
Alert: TypeAlias = tuple[Threshold, Bound]
Maker: TypeAlias = Callable[[Case], Timeline]


class Unproven(NamedTuple):
    """An alert without a proof."""

    alert_id: str
    reason: str


class Proof(NamedTuple):
    """All proofs of a project, and what is left without one."""

    files: tuple[ProofFile, ...]
    unproven: tuple[Unproven, ...]


def prove(estate: Estate, components: Iterable[str] | None = None) -> Proof:
    """Return the proofs of all alerts of an estate, or of those in some components."""
    files: list[ProofFile] = []
    unproven: list[Unproven] = []
    for name in estate.components if components is None else components:
        component = estate.components[name]
        world = estate.for_service(component.service)
        found = [*_of_indicators(world, component), *_of_slos(world, component)]
        unproven += [one for one in found if isinstance(one, Unproven)]
        timelines = [one for one in found if isinstance(one, Timeline)]
        files += _files(component, timelines, tuple(own_cases(estate, component)))
    every = [case for file in files for world in file.cases for case in world]
    cases = {case.alert_id for case in every if case.fires}
    return Proof(tuple(files), tuple(one for one in unproven if not _has_case(one, cases)))


def unproven_alerts(estate: Estate) -> Iterator[Unproven]:
    """Yield the alerts with neither a proof nor a case in which they fire; nothing is simulated.

    Those whose durations are too long to play through are not among them, nor those whose window
    holds too few samples: they never fire, and a finding of its own says so.
    """
    for component in estate.components.values():
        world = estate.for_service(component.service)
        cases = {one.alert_id for one in own_cases(estate, component) if one.fires}
        found = [
            Unproven(bound.id, reason)
            for indicator in map(estate.indicators.__getitem__, component.indicators)
            for threshold in indicator.thresholds
            if threshold.notifies and (reason := _obstacle(world, indicator))
            for bound in threshold.bounds
        ]
        found += [
            Unproven(tier.id, reason)
            for slo in map(estate.slos.__getitem__, component.slos)
            if (reason := _hindrance(world, slo))
            for tier in slo.tiers
        ]
        found = [one for one in found if one.reason != SCARCE]
        yield from (one for one in found if not _has_case(one, cases))


def _has_case(alert: Unproven, cases: Iterable[str]) -> bool:
    """Tell whether one of the alerts that fire in a case is this one, or that of all variants."""
    return any(alert.alert_id == one or alert.alert_id.startswith(f"{one}.") for one in cases)


def _obstacle(estate: Estate, indicator: Indicator) -> str:
    """Return why there is no proof of the alerts of a threshold; nothing if there is."""
    if is_scarce(estate, indicator):
        return SCARCE
    if _maker(estate, indicator) is not None:
        return ""
    bounds = [one for some in indicator.thresholds for one in some.bounds]
    return native_obstacle(estate, indicator, bounds) or unshown(_kind(indicator))


def _kind(indicator: Indicator) -> str:
    """Return which kind of indicators without a proof one is."""
    operands = [one for some in indicator.use.operands.values() for one in some]
    if indicator.recipe.name == "ratio":
        return INDICATORS if any(hasattr(one, "id") for one in operands) else FEWER_LABELS
    return {"change": CHANGES, "availability": INSTANCES}.get(indicator.recipe.name, RAW)


def _files(
    component: Component, timelines: list[Timeline], cases: tuple[OwnCase, ...]
) -> Iterator[ProofFile]:
    """Yield a file for each interval; the shortest has the component's plain name."""
    intervals = sorted({one.evaluation for one in (*timelines,)} | {_look(one) for one in cases})
    for number, interval in enumerate(intervals):
        part = duration_text(interval) if number else ""
        yield ProofFile(
            rule_test_path(component.id, component.service, part),
            rule_path(component.id, component.service),
            component.file,
            interval,
            pack(one for one in timelines if one.evaluation == interval),
            pack_cases(one for one in cases if _look(one) == interval),
        )


def _look(case: OwnCase) -> Fraction:
    """Return how often rules are evaluated in an author's case."""
    return min(case.step, Fraction(30))


def _of_indicators(estate: Estate, component: Component) -> Iterator[Timeline | Unproven]:
    for name in component.indicators:
        indicator = estate.indicators[name]
        alerts = [
            (threshold, bound)
            for threshold in indicator.thresholds
            if threshold.notifies
            for bound in threshold.bounds
        ]
        for threshold, bound in alerts:
            rivals = tuple(
                one
                for one in alerts
                if one[1] is not bound
                and one[0].alert == threshold.alert
                and one[1].variant.label == bound.variant.label
            )
            yield _timeline(
                estate, indicator, rivals, _together((threshold, bound), alerts), (threshold, bound)
            )


def _together(alert: Alert, alerts: Iterable[Alert]) -> tuple[Alert, ...]:
    """Return the alerts that one story shows, the mildest first: they look at the same events."""
    threshold, bound = alert
    alike = [
        one
        for one in alerts
        if one[1].variant == bound.variant
        and (one[0].side, one[0].min_bad_events) == (threshold.side, threshold.min_bad_events)
        and (one[1] is bound or one[1].value != bound.value)
    ]
    values = [one.value for _, one in alike]
    if len(set(values)) < len(values) or (bound.variant.quantile and len(alike) > 1):
        return (alert,)
    return tuple(sorted(alike, key=lambda one: one[1].value, reverse=threshold.side == "below"))


def _of_slos(estate: Estate, component: Component) -> Iterator[Timeline | Unproven]:
    slos = [estate.slos[name] for name in component.slos]
    clocks = clocks_of(estate, slos)
    for slo in slos:
        reason = _hindrance(estate, slo)
        if reason:
            yield from (Unproven(tier.id, reason) for tier in slo.tiers)
        elif slo.kind == "slices":
            yield from slice_timelines(estate, slo)
        else:
            yield from burn_timelines(estate, slo, clocks)
        if slo.pages:
            native = native_obstacle(estate, estate.indicators[slo.indicator])
            against = native or (reason if reason == SCARCE else "")
            hidden = slo.kind == "slices" or against
            absent = None if hidden else absence_timeline(estate, slo)
            yield absent or Unproven(f"{slo.id}.absent", against or unshown(UNLABELLED))


def _hindrance(estate: Estate, slo: Slo) -> str:
    operands = estate.indicators[slo.indicator].use.operands
    if is_scarce_promise(estate, slo):
        return SCARCE
    if slo.kind == "slices":
        known = slices_known(slo, estate.indicators[slo.indicator])
        return "" if known else unshown(SLICES)
    named = [one for some in operands.values() for one in some]
    native = native_obstacle(estate, estate.indicators[slo.indicator], slo.bounds)
    if native:
        return native
    if not _all_have(named, estate.indicators[slo.indicator].labels):
        return unshown(FEWER_LABELS)
    return ""


def _timeline(
    estate: Estate,
    indicator: Indicator,
    rivals: tuple[Alert, ...],
    together: tuple[Alert, ...],
    alert: Alert,
) -> Timeline | Unproven:
    threshold, bound = alert
    make, obstacle = _maker(estate, indicator), _obstacle(estate, indicator)
    if make is None or obstacle:
        return Unproven(bound.id, obstacle)
    window, ago = _window(estate, indicator), Fraction(getattr(indicator.use.params, "ago", 0))
    step = _step(window, ago, *(one for one, _ in together))
    if indicator.recipe.name == "growth":
        step = window * _SEVENTHS
    if (window + ago + threshold.for_ + threshold.keep_firing_for) / step > MOST_STEPS:
        return Unproven(bound.id, unshown(TOO_LONG))
    return make(Case(estate, indicator, threshold, bound, step, rivals, together))


def _window(estate: Estate, indicator: Indicator) -> Fraction:
    """Return the longest range that an indicator reads, also through others."""
    own = Fraction(getattr(indicator.use.params, "over", 0) or 0)
    uses = indicator.recipe.name not in {"value", "age", "availability"}
    below = [_window(estate, estate.indicators[name]) for name in indicator.refers]
    return max([own, *below, indicator.use.window if uses and not own and not below else own])


def _step(window: Fraction, ago: Fraction, *thresholds: Threshold) -> Fraction:
    """Return the longest step that shows every duration: a divisor of all, and a third of ranges.

    Prometheus forgets a sample after five minutes, so nothing is slower unless all is.
    """
    durations = [one for each in thresholds for one in (each.for_, each.keep_firing_for)]
    held = [one for one in (*durations, ago) if one]
    reach = max(window, ago)
    long = [one for one in _COARSE if reach >= _LONG and one <= reach / 24]
    for step in (*long, *_FINE):
        if all(one % step == 0 and one >= 2 * step for one in held) and (
            not window or (window % step == 0 and window >= 3 * step)
        ):
            return step
    return _FINE[-1]


def _maker(estate: Estate, indicator: Indicator) -> Maker | None:
    """Return what simulates the world of an indicator, None where nothing does yet."""
    operands = [one for some in indicator.use.operands.values() for one in some]
    bounds = [one for some in indicator.thresholds for one in some.bounds]
    if native_obstacle(estate, indicator, bounds):
        return None
    types = {getattr(one, "type", "") for one in operands}
    recipe = indicator.recipe.name
    fits: dict[str, tuple[Maker, bool]] = {
        "availability": (availability_timeline, set(indicator.use.by) <= {"instance"}),
        "quantile": (share_timeline, True),
        "share_below": (share_timeline, True),
        "mean": (mean_timeline, True),
        "change": (change_timeline, recipe == "change" and changes_known(estate, indicator)),
        "growth": (slope_timeline, True),
        "drain_time": (drain_timeline, True),
        "value": (gauge_timeline, True),
        "age": (gauge_timeline, True),
    }
    if recipe == "ratio" and types == {"counter"}:
        fits["ratio"] = (share_timeline, _all_have(operands, indicator.labels))
    elif recipe == "ratio" and "gauge" in types:
        fits["ratio"] = (gauge_timeline, True)
    if recipe in fits:
        make, applies = fits[recipe]
        return make if applies else None
    return amount_timeline if amount_of(estate, indicator) is not None else None


def _all_have(operands: list[Any], labels: tuple[str, ...]) -> bool:
    return all(set(labels) <= set(known_labels(one)) for one in operands)
