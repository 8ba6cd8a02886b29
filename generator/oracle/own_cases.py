"""Cases that authors write: their series and times, with the labels and texts that must be seen."""

from collections.abc import Iterator
from fractions import Fraction

from generator.core.finding import Place
from generator.core.names import META
from generator.oracle.packing import OwnCase, SeenAt
from generator.oracle.timeline import Labels, Row
from generator.resolve.cases import case_here
from generator.resolve.estate import Component, Estate, HandAlert, Indicator, Threshold
from generator.spec.case import Case


def own_cases(estate: Estate, component: Component) -> Iterator[OwnCase]:
    """Yield the cases of a component's alerts, written by hand or made from bounds."""
    for name in component.alerts:
        alert = estate.alerts[name]
        others = tuple(
            one
            for one in map(estate.alerts.__getitem__, component.alerts)
            if one.shown_by == alert.id
        )
        for place, case in _cases(estate, component, alert):
            yield _of_hand_alert(estate, alert, case, others, place)
    for name in component.indicators:
        indicator = estate.indicators[name]
        for threshold in indicator.thresholds:
            for place, case in _cases(estate, component, threshold):
                yield _of_threshold(estate, indicator, threshold, case, place)


def _cases(
    estate: Estate, component: Component, alert: HandAlert | Threshold
) -> Iterator[tuple[Place, Case]]:
    """Yield the cases of an alert as they hold here, with where they are written."""
    for index, case in enumerate(alert.cases if alert.notifies else ()):
        place = estate.origin(alert.place.child("cases", index), component.service)
        yield place, case_here(estate, component, case)


def _of_hand_alert(
    estate: Estate, alert: HandAlert, case: Case, others: tuple[HandAlert, ...], place: Place
) -> OwnCase:
    """Return a case; ``others`` of the name fire together with the alert."""
    name = "" if alert.shown_by else alert.name
    own = _own(case, alert.id, _contract_of(estate, alert), name, place)
    # What promspec watches of the monitoring reads the metrics of its case alone.
    own = own._replace(alone=alert.component != META)
    if own.shown is None or not others:
        return own
    more = [
        (one, _rows(_contract_of(estate, other), one)) for other in others for one in other.cases
    ]
    rows = (*own.shown.rows, *(row for _, some in more for row in some))
    series = {
        **dict(own.series),
        **{key: text for one, _ in more for key, text in one.series.items()},
    }
    shown = own.shown._replace(rows=rows)
    return own._replace(series=tuple(series.items()), shown=shown)


def _contract_of(estate: Estate, alert: HandAlert) -> Labels:
    return _contract(estate, alert, alert.id, alert.component)


def _of_threshold(
    estate: Estate, indicator: Indicator, threshold: Threshold, case: Case, place: Place
) -> OwnCase:
    contract = _contract(estate, threshold, indicator.id, indicator.component)
    if any(one.variant.label or one.variant.quantile for one in threshold.bounds):
        return _own(case, threshold.id, contract[:-1], "", place)
    alone = sum(one.alert == threshold.alert for one in indicator.thresholds) == 1
    return _own(case, threshold.id, contract, threshold.alert if alone else "", place)


def _contract(estate: Estate, alert: HandAlert | Threshold, subject: str, component: str) -> Labels:
    """Return the labels that the language promises for an alert, its own id last."""
    return (
        ("project", estate.project.project),
        ("component", component),
        ("severity", alert.severity),
        ("owner", alert.owner),
        ("subject", subject),
        ("alert_id", alert.id),
    )


def _own(case: Case, alert_id: str, contract: Labels, name: str, place: Place) -> OwnCase:
    """Return a case; with the ``name`` of an alert that no other one has, all is seen of it."""
    looks = [(at, True) for at in case.fires] + [(at, False) for at in case.silent]
    shown = None
    if name and case.shows:
        shown = SeenAt(name, max(case.fires), _rows(contract, case))
    return OwnCase(
        alert_id,
        case.name,
        case.step,
        tuple(case.series.items()),
        tuple(sorted(looks)),
        contract,
        variants=dict(contract).get("alert_id") is None,
        shown=shown,
        place=place,
    )


def _rows(contract: Labels, case: Case) -> tuple[Row, ...]:
    """Return what a case shows of an alert."""
    return tuple(
        Row(
            contract,
            tuple(sorted(one.labels.items())),
            None if one.value is None else Fraction(one.value),
        )
        for one in case.shows
    )
