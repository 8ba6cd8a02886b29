"""Explanations of ids: what a thing is, where it is said, what is made of it and who uses it."""

import dataclasses

from generator.core.finding import Place
from generator.core.names import rule_path
from generator.core.units import decimal_text, duration_text
from generator.plan.alerts import threshold_alerts
from generator.plan.build import PanelBuilder, Recordings, panel_values
from generator.plan.hand_alerts import hand_alert_group
from generator.plan.rules import Alert
from generator.plan.slo.explain import (
    alert_of,
    slo_facts,
    slo_ids,
    slo_texts,
    tier_facts,
)
from generator.plan.uses import Uses
from generator.plan.values import Value, indicator_values, threshold_values, written_values
from generator.resolve.estate import Bound, Estate, HandAlert, Indicator, Metric, Slo, Threshold


@dataclasses.dataclass(frozen=True, slots=True)
class Explanation:
    """What there is to say of an id: facts in a line each, and texts such as PromQL.

    ``values`` tell where its numbers come from, through every overlay.
    """

    id: str
    kind: str
    place: Place
    facts: tuple[tuple[str, str], ...]
    texts: tuple[tuple[str, str], ...] = ()
    values: tuple[Value, ...] = ()


def known_ids(estate: Estate) -> tuple[str, ...]:
    """Return every id that can be explained, sorted."""
    thresholds = [
        name
        for _, threshold in estate.thresholds()
        for name in (threshold.id, *(bound.id for bound in threshold.bounds))
    ]
    panels = [
        f"{name}.{panel}"
        for name, (_, dashboard) in estate.dashboards.items()
        for row in dashboard.rows.values()
        for panel in row.panels
    ]
    names = (
        *estate.indicators,
        *estate.metrics,
        *estate.runbooks,
        *estate.dashboards,
        *(name for slo in estate.slos.values() for name in slo_ids(slo)),
        *estate.alerts,
        *thresholds,
        *panels,
    )
    return tuple(sorted(set(names)))


def explain(estate: Estate, name: str) -> Explanation | None:
    """Return the explanation of an id, None where nothing has it."""
    found: Explanation | None = None
    if name in estate.indicators:
        found = _indicator(estate, estate.indicators[name])
    elif name in estate.metrics:
        found = _metric(estate, estate.metrics[name])
    elif name in estate.runbooks:
        found = _runbook(estate, name)
    elif name.partition(".")[0] in estate.dashboards:
        found = _dashboard(estate, name)
    if name in estate.alerts:
        found = _hand_alert(estate, estate.alerts[name])
    return found or _of_slos(estate, name) or _of_thresholds(estate, name)


def _of_slos(estate: Estate, name: str) -> Explanation | None:
    for slo in estate.slos.values():
        if name == slo.id:
            facts = (*slo_facts(estate, slo), ("used by", _users(estate, name)))
            values = written_values(estate, slo.place, slo.service)
            return Explanation(name, "SLO", slo.place, facts, slo_texts(estate, slo), values)
        if name in slo_ids(slo):
            return _slo_alert(estate, slo, name)
    return None


def _slo_alert(estate: Estate, slo: Slo, name: str) -> Explanation:
    tier = next((one for one in slo.tiers if name in {one.id, f"{one.id}.ticket"}), None)
    alert = alert_of(estate, slo, name)
    if tier is None:
        facts = [("SLO", slo.id), ("alert", alert.name), ("for", duration_text(alert.for_))]
    else:
        facts = [*tier_facts(estate, slo, tier)]
    values = written_values(estate, slo.place, slo.service)
    kind = "tier" if tier else "alert"
    return Explanation(name, kind, slo.place, tuple(facts), _alert_texts(alert), values)


def _users(estate: Estate, name: str) -> str:
    return ", ".join(uses(estate, name)) or "nothing"


def _of_thresholds(estate: Estate, name: str) -> Explanation | None:
    for indicator, threshold in estate.thresholds():
        for bound in threshold.bounds:
            if name in {threshold.id, bound.id}:
                return _threshold(estate, indicator, threshold, bound)
    return None


def _runbook(estate: Estate, name: str) -> Explanation:
    file, runbook = estate.runbooks[name]
    facts = (("title", runbook.title), ("used by", ", ".join(uses(estate, name)) or "nothing"))
    values = written_values(estate, Place(file))
    return Explanation(name, "runbook", Place(file), facts, values=values)


def uses(estate: Estate, name: str) -> tuple[str, ...]:
    """Return the ids of everything that names an id, sorted."""
    return Uses(estate).ids_of(name)


def _metric(estate: Estate, metric: Metric) -> Explanation:
    series = metric.series
    facts = [
        ("type", series.type),
        ("unit", str(series.unit) or "count"),
        ("help", metric.help),
        ("labels", ", ".join(series.labels) or "none of its own"),
        ("selected by", ", ".join(str(matcher) for matcher in series.matchers)),
        ("used by", ", ".join(uses(estate, metric.name)) or "nothing"),
    ]
    return Explanation(metric.name, "metric", metric.place, tuple(facts))


def _indicator(estate: Estate, indicator: Indicator) -> Explanation:
    recorded = () if indicator.template else Recordings(estate).of(indicator.id).records
    rules = [(record.name, record.expr.pretty()) for record in recorded]
    panel = panel_values(indicator, indicator.use, PanelBuilder(estate, indicator))
    facts = [
        ("title", indicator.title),
        ("recipe", f"{indicator.recipe.name}: {indicator.recipe.meaning}"),
        ("unit", str(indicator.unit) or "count"),
        ("labels", ", ".join(indicator.labels)),
        ("window", duration_text(indicator.use.window)),
        ("recorded", _recorded(indicator)),
        ("owner", indicator.owner or "nobody"),
        ("decided by", ", ".join(indicator.decided) or "nothing"),
        ("used by", ", ".join(uses(estate, indicator.id)) or "nothing"),
    ]
    texts = [(f"rule {name}", text) for name, text in rules]
    texts += [(f"panel {name}".strip(), value.pretty()) for name, value in panel.items()]
    return Explanation(
        indicator.id,
        "indicator",
        indicator.place,
        tuple(facts),
        tuple(texts),
        indicator_values(estate, indicator),
    )


def _of_template(estate: Estate, indicator: Indicator) -> tuple[str, ...]:
    """Return what names the template of a service's indicator, which shows every service."""
    return uses(estate, indicator.id.partition("/")[2]) if indicator.service else ()


def _recorded(indicator: Indicator) -> str:
    if indicator.template:
        return "for each service on its own"
    path = rule_path(indicator.component, indicator.service)
    return f"yes, in {path}" if indicator.recorded else "no"


def _threshold(
    estate: Estate, indicator: Indicator, threshold: Threshold, bound: Bound
) -> Explanation:
    alert = next(
        (
            one
            for one in threshold_alerts(Recordings(estate), indicator)
            if one.alert_id == bound.id
        ),
        None,
    )
    exact = decimal_text(bound.value) or str(bound.value)
    facts = [
        ("bound", f"{threshold.side} {bound.quantity} (in rules {exact})"),
        ("severity", threshold.severity),
        ("for", duration_text(threshold.for_)),
        ("alert", threshold.alert if alert else "none: a line on panels"),
        (
            "bad events at least",
            str(threshold.min_bad_events) if threshold.min_bad_events else "any number",
        ),
        ("owner", threshold.owner or "nobody"),
        ("runbook", threshold.runbook or "none"),
        ("decided by", ", ".join(threshold.decided) or "nothing"),
        (
            "shown on",
            ", ".join(
                one
                for one in (*uses(estate, indicator.id), *_of_template(estate, indicator))
                if one.partition(".")[0] in estate.dashboards
            )
            or "no dashboard",
        ),
    ]
    texts = _alert_texts(alert) if alert else ()
    values = threshold_values(estate, indicator, threshold, bound)
    return Explanation(bound.id, "threshold", bound.place, tuple(facts), texts, values)


def _hand_alert(estate: Estate, alert: HandAlert) -> Explanation:
    group = hand_alert_group(Recordings(estate), alert)
    rules = [one for one in group.rules if isinstance(one, Alert)] if group is not None else []
    facts = (
        ("severity", alert.severity),
        ("for", duration_text(alert.for_)),
        ("alert", alert.name if rules else "none: its severity notifies nobody"),
        ("owner", alert.owner or "nobody"),
        ("runbook", alert.runbook or "none"),
        ("decided by", ", ".join(alert.decided) or "nothing"),
    )
    texts = _alert_texts(rules[0]) if rules else ()
    values = written_values(estate, alert.place, alert.service)
    return Explanation(alert.id, "alert by hand", alert.place, facts, texts, values)


def _alert_texts(alert: Alert) -> tuple[tuple[str, str], ...]:
    return (
        ("fires when", alert.expr.pretty()),
        *((f"annotation {name}", value) for name, value in alert.annotations),
    )


def _dashboard(estate: Estate, name: str) -> Explanation | None:
    dashboard_id, _, panel_id = name.partition(".")
    file, dashboard = estate.dashboards[dashboard_id]
    if not panel_id:
        facts = (("title", dashboard.title), ("purpose", dashboard.purpose.strip()))
        values = written_values(estate, Place(file))
        return Explanation(name, "dashboard", Place(file), facts, values=values)
    for row_id, row in dashboard.rows.items():
        if panel_id in row.panels:
            panel = row.panels[panel_id]
            shown = ", ".join(one if isinstance(one, str) else one.of for one in panel.show)
            place = Place(file, ("rows", row_id, "panels", panel_id))
            facts = (("shows", shown), ("in row", row.title))
            values = written_values(estate, place)
            return Explanation(name, "panel", place, facts, values=values)
    return None
