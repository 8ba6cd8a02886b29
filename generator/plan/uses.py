"""What names what: indicators by dashboards, metrics by indicators, runbooks by alerts."""

import collections
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, TypeAlias

from generator.recipes.base import Constant, Operand, Reference, Series
from generator.resolve.estate import Bound, Estate, HandAlert, Indicator, Slo
from generator.spec.views import Panel, Runbook

Kind: TypeAlias = Literal[
    "metric", "indicator", "threshold", "slo", "alert", "dashboard", "panel", "runbook", "constant"
]
Thing: TypeAlias = tuple[Kind, str]
"""What something is, and its id."""


class Uses:
    """Everything that names a thing, found once for a whole estate."""

    def __init__(self, estate: Estate) -> None:
        """Look through the estate."""
        found: dict[Thing, set[Thing]] = collections.defaultdict(set)
        for user, used in _pairs(estate):
            found[used].add(user)
        self._of: Mapping[Thing, set[Thing]] = found

    def of(self, kind: Kind, name: str) -> tuple[Thing, ...]:
        """Return what names a thing, sorted."""
        return tuple(sorted(self._of.get((kind, name), ())))

    def ids_of(self, name: str) -> tuple[str, ...]:
        """Return the ids of what names anything of this id, sorted."""
        named = (users for (_, used), users in self._of.items() if used == name)
        return tuple(sorted({user for users in named for _, user in users}))


def _pairs(estate: Estate) -> Iterator[tuple[Thing, Thing]]:
    for indicator in estate.indicators.values():
        yield from _of_indicator(indicator)
    for slo in estate.slos.values():
        yield from _of_slo(slo)
    for alert in estate.alerts.values():
        yield from _of_alert(alert)
    for name, (_, dashboard) in estate.dashboards.items():
        yield from ((("dashboard", name), ("dashboard", one)) for one in dashboard.links)
        for row in dashboard.rows.values():
            for key, panel in row.panels.items():
                yield from _of_panel(estate, f"{name}.{key}", panel)
    for _, runbook in estate.runbooks.values():
        yield from _of_runbook(estate, runbook)


def _of_indicator(indicator: Indicator) -> Iterator[tuple[Thing, Thing]]:
    user: Thing = ("indicator", indicator.id)
    for some in indicator.use.operands.values():
        yield from ((user, used) for one in some for used in _operand(one))
    for threshold in indicator.thresholds:
        bound: Thing = ("threshold", threshold.id)
        yield bound, user
        yield from _constants(bound, threshold.bounds)
        if threshold.runbook is not None:
            yield bound, ("runbook", threshold.runbook)


def _constants(user: Thing, bounds: Iterable[Bound]) -> Iterator[tuple[Thing, Thing]]:
    yield from ((user, ("constant", one.constant)) for one in bounds if one.constant)


def _operand(one: Operand) -> Iterator[Thing]:
    if isinstance(one, Series):
        yield "metric", one.metric
    elif isinstance(one, Reference):
        yield "indicator", one.id
    elif isinstance(one, Constant):
        yield "constant", one.name


def _of_slo(slo: Slo) -> Iterator[tuple[Thing, Thing]]:
    yield ("slo", slo.id), ("indicator", slo.indicator)
    yield from _constants(("slo", slo.id), slo.bounds)
    if slo.runbook is not None:
        yield ("slo", slo.id), ("runbook", slo.runbook)


def _of_alert(alert: HandAlert) -> Iterator[tuple[Thing, Thing]]:
    user: Thing = ("alert", alert.id)
    yield from ((user, used) for one in alert.operands for used in _operand(one))
    if alert.runbook is not None:
        yield user, ("runbook", alert.runbook)


def _of_panel(estate: Estate, name: str, panel: Panel) -> Iterator[tuple[Thing, Thing]]:
    for one in panel.show:
        shown = one if isinstance(one, str) else one.of
        kind = _shown_kind(estate, shown)
        if kind is not None:
            yield ("panel", name), (kind, shown)


def _shown_kind(estate: Estate, name: str) -> Kind | None:
    if name in estate.indicators:
        return "indicator"
    if name in estate.slos:
        return "slo"
    return "metric" if name in estate.metrics else None


def _of_runbook(estate: Estate, runbook: Runbook) -> Iterator[tuple[Thing, Thing]]:
    user: Thing = ("runbook", runbook.runbook)
    for item in (*runbook.diagnosis, *runbook.steps):
        if item.look is not None:
            yield user, ("indicator", item.look)
    for symptom in runbook.symptoms:
        look = None if isinstance(symptom, str) else symptom.look
        kind = None if look is None else _shown_kind(estate, look)
        if look is not None and kind is not None:
            yield user, (kind, look)
