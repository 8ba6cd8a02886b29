"""The plan of pages that people read: runbooks."""

import dataclasses
from collections.abc import Iterable
from fractions import Fraction

from generator.core.names import runbook_path
from generator.core.units import Family, decimal_text, duration_text
from generator.plan.alert_rows import AlertRow, alert_rows, one_for_alike
from generator.plan.build import PanelBuilder, Recordings, panel_values
from generator.plan.dashboards import Link
from generator.plan.links import view_of
from generator.promql.expr import Matcher, Selector
from generator.recipes.base import Constant
from generator.resolve.estate import Estate, Indicator, Threshold
from generator.spec.views import Diagnosis, Runbook, Step, Symptom

_TIMES = {
    Fraction(1): "second",
    Fraction(60): "minute",
    Fraction(3600): "hour",
    Fraction(86400): "day",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Look:
    """A query that answers a question: what it shows, in what, and the PromQL to run now."""

    title: str
    query: str
    measured: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Action:
    """One line of a runbook: what to ask or do, how, and what to mind."""

    say: str
    looks: tuple[Look, ...] = ()
    run: str = ""
    danger: str = ""
    only_if: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Seen:
    """A symptom, and the measure that shows it with its bounds."""

    say: str
    measure: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class RunbookPage:
    """One runbook as it will be read."""

    path: str
    id: str
    title: str
    meaning: str
    prometheus_url: str
    symptoms: tuple[Seen, ...]
    alerts: tuple[AlertRow, ...]
    diagnosis: tuple[Action, ...]
    steps: tuple[Action, ...]
    source: str
    missing: Look | None = None
    """What to ask first where an alert on missing data leads here."""
    owners: tuple[str, ...] = ()
    """Who owns the alerts that lead here, by the names that people use."""
    panels: tuple[Link, ...] = ()
    """The panels that show what these alerts measure."""
    burns: bool = False
    """Whether an alert on a burn rate leads here, so that the page says what that is."""
    others: tuple[tuple[str, str], ...] = ()
    """Title and id of every other runbook, which texts may name."""


def plan_runbooks(recordings: Recordings) -> tuple[RunbookPage, ...]:
    """Return the page of every runbook."""
    estate = recordings.estate
    rows: dict[str | None, list[AlertRow]] = {}
    for name, row in alert_rows(estate):
        rows.setdefault(name, []).append(row)
    leading = _leading(estate)
    return tuple(
        dataclasses.replace(
            _page(estate, file, runbook, rows.get(name, [])),
            owners=_owners(estate, runbook, leading.get(name, [])),
            panels=_panels(estate, leading.get(name, [])),
            others=tuple(
                (one.title, other) for other, (_, one) in estate.runbooks.items() if other != name
            ),
        )
        for name, (file, runbook) in estate.runbooks.items()
    )


@dataclasses.dataclass(frozen=True, slots=True)
class _Leading:
    """Something with alerts that lead to a runbook: its owner, and the ids that panels show."""

    owner: str
    shown: tuple[str, ...]


def _leading(estate: Estate) -> dict[str, list[_Leading]]:
    found: dict[str, list[_Leading]] = {}
    pairs = [
        *((one.runbook, _Leading(one.owner, (each.id,))) for each, one in estate.thresholds()),
        *(
            (one.runbook, _Leading(one.owner, (one.id, one.indicator)))
            for one in estate.slos.values()
        ),
        *((one.runbook, _Leading(one.owner, one.refers)) for one in estate.alerts.values()),
    ]
    for name, one in pairs:
        if name is not None:
            found.setdefault(name, []).append(one)
    return found


def _owners(estate: Estate, runbook: Runbook, leading: Iterable[_Leading]) -> tuple[str, ...]:
    """Return the owners of what leads to a runbook; nothing may, but another page may name it."""
    fallback = runbook.owner or estate.project.owner or ""
    names = dict.fromkeys(one.owner for one in leading if one.owner) or {fallback: None}
    known = estate.owners
    return tuple((known[name].title or name) if name in known else name for name in names if name)


def _panels(estate: Estate, leading: Iterable[_Leading]) -> tuple[Link, ...]:
    found = (view_of(estate, *one.shown) for one in leading)
    views = dict.fromkeys(view for view in found if view is not None)
    return tuple(Link(view.title, dashboard=view.dashboard, url=view.url) for view in views)


def _page(estate: Estate, file: str, runbook: Runbook, rows: list[AlertRow]) -> RunbookPage:
    return RunbookPage(
        path=runbook_path(runbook.runbook),
        id=runbook.runbook,
        title=runbook.title,
        meaning=runbook.meaning.strip(),
        prometheus_url=_prometheus(estate),
        symptoms=tuple(_seen(estate, one) for one in runbook.symptoms),
        alerts=tuple(one_for_alike(rows)),
        diagnosis=tuple(_action(estate, one) for one in runbook.diagnosis),
        steps=tuple(_action(estate, one) for one in runbook.steps),
        source=file,
        missing=_targets(estate) if _absence_leads_to(estate, runbook.runbook) else None,
        burns=any(one.tiers and one.runbook == runbook.runbook for one in estate.slos.values()),
    )


def _prometheus(estate: Estate) -> str:
    """Return where whoever reads a runbook asks Prometheus."""
    project = estate.project
    return (project.prometheus_external_url or project.prometheus_url).rstrip("/")


def _seen(estate: Estate, symptom: str | Symptom) -> Seen:
    if isinstance(symptom, str):
        return Seen(symptom.strip())
    return Seen(symptom.say.strip(), _measure(estate, symptom.look) if symptom.look else "")


def _measure(estate: Estate, name: str) -> str:
    """Return the title of an indicator, a threshold's or an SLO, with what it is held against."""
    if name in estate.slos:
        slo = estate.slos[name]
        share = f"{decimal_text(slo.objective * 100)}%"
        return f"{slo.title}: {share} over {duration_text(slo.window)}"
    pairs = [
        (indicator, threshold)
        for indicator, threshold in estate.thresholds()
        if name in {indicator.id, threshold.id}
    ]
    title = pairs[0][0].title if pairs else estate.indicators[name].title
    bounds = ", ".join(_bounds(threshold) for _, threshold in pairs if threshold.notifies)
    return f"{title}: {bounds}" if bounds else f"See {title}; it has no bound"


def _bounds(threshold: Threshold) -> str:
    each = (
        f"{bound.quantity} ({bound.variant_name})" if bound.variant_name else f"{bound.quantity}"
        for bound in threshold.bounds
    )
    return f"{threshold.severity} {threshold.side} {', '.join(each)}"


def _absence_leads_to(estate: Estate, runbook: str) -> bool:
    return any(slo.pages and slo.runbook == runbook for slo in estate.slos.values())


def _targets(estate: Estate) -> Look:
    if estate.services:  # each has a selector of its own
        return Look("Targets", "up")
    matchers = (Matcher(name, "=", value) for name, value in estate.project.selector.items())
    return Look("Targets", str(Selector("up", tuple(matchers))))


def _action(estate: Estate, item: Diagnosis) -> Action:
    looks: tuple[Look, ...] = ()
    if item.look is not None:
        looks = tuple(_looks(estate, estate.indicators[item.look], item.by))
    return Action(
        say=item.say.strip(),
        looks=looks,
        run=(item.run or "").strip(),
        danger=(item.danger or "") if isinstance(item, Step) else "",
        only_if=(item.only_if or "") if isinstance(item, Step) else "",
    )


def _looks(estate: Estate, indicator: Indicator, by: tuple[str, ...] | None) -> list[Look]:
    use = indicator.use
    if by is not None:
        use = dataclasses.replace(use, by=by, level=(*estate.identity, *by))
    values = panel_values(indicator, use, PanelBuilder(estate, indicator, zoom=False))
    measured = _measured(indicator)
    return [
        Look(f"{indicator.title} {name}".strip(), str(value), measured)
        for name, value in values.items()
    ]


def _measured(indicator: Indicator) -> str:
    """Return in what a result is measured, and the constants that stand in a query as numbers."""
    unit, noun = indicator.unit, indicator.noun
    per = f" per {_TIMES[unit.per]}" if unit.per in _TIMES else ""
    if unit.family is Family.RATIO:
        said = [f"a ratio{per}: 0.05 is 5%"]
    elif unit.family is Family.COUNT:
        said = [f"in {noun}{per}"] if noun else [per.strip()] if per else []
    else:
        said = [f"in {unit}"]
    operands = [one for some in indicator.use.operands.values() for one in some]
    said += [f"`${one.name}` is {one.quantity}" for one in operands if isinstance(one, Constant)]
    return "; ".join(said)
