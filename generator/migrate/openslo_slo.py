"""SLOs of OpenSLO: one of ours for each objective."""

import dataclasses
from fractions import Fraction

from generator.core.units import TIME_UNITS, duration_text
from generator.migrate import codes
from generator.migrate.items import Item
from generator.migrate.measures import Measure, Share, UntoldError
from generator.migrate.openslo_alerts import Alerts
from generator.migrate.openslo_objects import Objects
from generator.migrate.openslo_sli import Indicator, read_sli
from generator.migrate.openslo_time import duration, period_of
from generator.migrate.promise import Promise, Slices, bound_text, percent, unit_of, words
from generator.migrate.source import Source, unusable_period

_METHODS = ("Occurrences", "Timeslices", "RatioTimeslices")
_OPERATORS = {"lte": "below", "lt": "below", "gte": "above", "gt": "above"}
_SAMPLED = (
    "time is looked at whenever rules are evaluated, and time without data is neither good nor bad"
)


@dataclasses.dataclass(frozen=True, slots=True)
class _Slo:
    """An SLO, as far as all its objectives share it."""

    source: Source
    objects: Objects
    alerts: Alerts
    item: Item
    method: str
    period: Fraction
    service: str
    owner: str

    @property
    def spec(self) -> Item:
        """What it says."""
        return self.item.get("spec")


def read_slo(source: Source, objects: Objects, alerts: Alerts, item: Item) -> None:
    """Read an SLO: everything that is wrong with it is found, what comes over is kept."""
    reader, ledger, spec = source.reader, source.ledger, item.get("spec")
    service = reader.text(spec.get("service"), required=True)
    if objects.find("Service", service):
        ledger.exactly(spec.get("service"), "what it refers to")
    method = reader.choice(spec.get("budgetingMethod"), _METHODS, required=True)
    period = period_of(source, spec.get("timeWindow"))
    owner = source.owner(item.get("metadata", "labels"))
    objectives = reader.items(spec.get("objectives"), required=True)
    if not (service and method and period is not None):
        return
    component = source.component(service)
    source.name(spec.get("service"), component, component)
    slo = _Slo(source, objects, alerts, item, method, period, service, owner)
    ways = [_objective(slo, one, several=len(objectives) > 1) for one in objectives]
    ledger.exactly(spec.get("description"), "`description`, which its alerts say")
    why = unusable_period(period)
    if why or (ways and all(isinstance(one, UntoldError) for one in ways)):
        refused = UntoldError(why, "choose another window") if why else ways[0]
        fix = refused.fix if isinstance(refused, UntoldError) else ""
        ledger.drop(item, str(refused), fix)
        return
    promises = [one for one in ways if isinstance(one, Promise)]
    _told_method(slo, events=all(one.slices is None for one in promises))
    source.promises += promises


def _told_method(slo: _Slo, *, events: bool) -> None:
    method = slo.spec.get("budgetingMethod")
    if events:
        slo.source.ledger.exactly(method, "events are counted, each with the same weight")
    else:
        slo.source.ledger.otherwise(method, "slices of time", _SAMPLED)


def _objective(slo: _Slo, item: Item, *, several: bool) -> Promise | UntoldError | None:
    """Return what one objective promises, why it does not come over, or None with findings."""
    reader, ledger = slo.source.reader, slo.source.ledger
    if not reader.mapping(item, required=True):
        return None
    before = len(reader.findings)
    target = _target(slo, item)
    indicator = _indicator(slo, item)
    label = reader.text(item.get("displayName"))
    weight = item.get("compositeWeight")
    reader.number(weight)
    if target is None or indicator is None or len(reader.findings) > before:
        return None
    try:
        measure, slices = _measured(slo, item, indicator)
    except UntoldError as error:
        if several:
            ledger.drop(item, str(error), error.fix)
        return error
    ledger.lost(
        weight, "each objective is an SLO of its own, and none weighs them", "write one by hand"
    )
    name = slo.item.get("metadata", "name").text
    component = slo.source.component(slo.service)
    suffix = label or (str(item.path[-1] + 1) if several and isinstance(item.path[-1], int) else "")
    id_ = slo.source.slo_id(component, f"{name} {suffix}" if several else name)
    slo.source.name(slo.item.get("metadata", "name"), id_, f"{component}.{id_}", each=True)
    shown = slo.source.reader.text(slo.item.get("metadata", "displayName"))
    first = shown or (words(name) if several else "")
    title = ": ".join(filter(None, (first, label))) or words(name)
    _told_titles(slo, item, f"`{component}.{id_}`, `title: {title}`", title)
    tiers, own, alert = slo.alerts.of(slo.item, target, slo.period)
    return Promise(
        component=component,
        service=_service_title(slo),
        name=id_,
        title=title,
        objective=target,
        period=slo.period,
        measure=measure,
        source=item if several else slo.item,
        slices=slices,
        tiers=tiers,
        own=own,
        alert=alert,
        description=reader.text(slo.spec.get("description")),
        owner=slo.owner,
    )


def _service_title(slo: _Slo) -> str:
    """Return what a service is called: what its own object says, if there is one."""
    found = slo.objects.find("Service", slo.service)
    shown = found.get("metadata", "displayName") if found is not None else None
    if shown is None or not shown.text:
        return words(slo.service)
    slo.source.ledger.exactly(shown, f"the component's `title: {shown.text}`")
    return shown.text


def _told_titles(slo: _Slo, item: Item, became: str, title: str) -> None:
    label, shown = item.get("displayName"), slo.item.get("metadata", "displayName")
    slo.source.ledger.exactly(label, became)
    if shown.text in title:
        slo.source.ledger.exactly(shown, became, each=True)


def _target(slo: _Slo, item: Item) -> Fraction | None:
    """Return the share that must be good."""
    reader, ledger = slo.source.reader, slo.source.ledger
    share, percentage = item.get("target"), item.get("targetPercent")
    if share.there == percentage.there:
        if share.there:
            message = "`target` and `targetPercent` say the same thing twice"
            reader.report(codes.WRONG_VALUE, percentage, message, "keep one of them")
        else:
            reader.number(share, required=True)
        return None
    used, most = (share, 1) if share.there else (percentage, 100)
    target = slo.source.objective(used, reader.number(used), most=most)
    if target == 1:
        message = "a target of everything leaves no budget"
        reader.report(codes.WRONG_VALUE, used, message, f"write less than {most}")
        return None
    if target is not None:
        ledger.exactly(used, f"`objective: {percent(target)}`")
    return target


def _indicator(slo: _Slo, objective: Item) -> Indicator | None:
    """Return what an objective is about: an indicator of its own, or that of the SLO."""
    own = objective.get("indicator").there or objective.get("indicatorRef").there
    holder = objective if own else slo.spec
    found = slo.objects.one_of(holder, "SLI", "indicator", "indicatorRef")
    if found is None:
        if not holder.get("indicator").there and not holder.get("indicatorRef").there:
            slo.source.reader.mapping(holder.get("indicator"), required=True)
        return None
    slo.source.ledger.exactly(holder.get("indicatorRef"), "what it refers to")
    return read_sli(slo.source, slo.objects, found)


def _measured(slo: _Slo, item: Item, indicator: Indicator) -> tuple[Measure, Slices | None]:
    """Return what is measured, and the slices of time if these are counted.

    Raises:
        UntoldError: it does not come over.
    """
    if slo.method == "RatioTimeslices":
        raise UntoldError(
            "an average of ratios weighs a quiet minute like a busy one, and promspec has none",
            "write `budgetingMethod: Occurrences` or `Timeslices`, and import again",
        )
    measure = indicator.measure()
    if indicator.is_threshold:
        return measure, _threshold(slo, item, measure)
    for key in ("op", "value"):
        slo.source.ledger.lost(
            item.get(key), "it is for thresholds, and this is a ratio", "nothing is lost by it"
        )
    if slo.method == "Occurrences":
        _unused_slices(slo, item)
        return measure, None
    return measure, _ratio_slices(slo, item, measure)


def _unused_slices(slo: _Slo, item: Item) -> None:
    for key in ("timeSliceTarget", "timeSliceWindow"):
        why = "events are counted, not slices of time"
        slo.source.ledger.lost(item.get(key), why, "nothing is lost by it")


def _threshold(slo: _Slo, item: Item, measure: Measure) -> Slices:
    reader, ledger = slo.source.reader, slo.source.ledger
    operator = reader.choice(item.get("op"), tuple(_OPERATORS), required=True)
    value = reader.number(item.get("value"), required=True)
    if not operator or value is None:
        raise UntoldError("its bound is not known", "write `op` and `value`")
    side = _OPERATORS[operator]
    became = f"`{side}: {bound_text(value, unit_of(measure))}`"
    if operator in {"lte", "gte"}:
        ledger.exactly(item.get("op"), became)
    else:
        ledger.otherwise(item.get("op"), became, "a value exactly at the bound is good")
    if slo.method == "Occurrences":
        ledger.otherwise(item.get("value"), became, f"each sample is one occurrence: {_SAMPLED}")
        _unused_slices(slo, item)
    else:
        ledger.exactly(item.get("value"), became)
        for key in ("timeSliceTarget", "timeSliceWindow"):
            fix = "nothing is lost by it, unless a slice may be bad for a part of its length"
            ledger.lost(item.get(key), _SAMPLED, fix)
    return Slices("below" if side == "below" else "above", value)


def _ratio_slices(slo: _Slo, item: Item, measure: Measure) -> Slices:
    reader, ledger = slo.source.reader, slo.source.ledger
    target, length = item.get("timeSliceTarget"), item.get("timeSliceWindow")
    value = slo.source.objective(target, reader.number(target, required=True), most=1)
    window = duration(reader, length, required=True)
    if value is None or window is None:
        raise UntoldError("what makes a slice good is not known", "write what is missing")
    lower = isinstance(measure, Share) and not measure.good
    slices = Slices("below" if lower else "above", 1 - value if lower else value, window)
    ledger.exactly(target, f"`{slices.side}: {percent(slices.bound)}`")
    if window < TIME_UNITS["m"]:
        raise UntoldError("a rate over less than a minute has too few samples", "write `1m`")
    ledger.otherwise(
        length,
        f"the indicator's `window: {duration_text(window)}`",
        "a slice is looked back on at every evaluation, so slices overlap",
    )
    return slices


__all__ = ["read_slo"]
