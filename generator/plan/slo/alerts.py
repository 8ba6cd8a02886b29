"""Alerts of SLOs: one for each tier, and one for a paging SLO whose data end.

A tier fires while both windows burn faster than its factor (Google SRE workbook, chapter 5,
"Multiwindow, Multi-Burn-Rate Alerts"): the long one says that it matters, the short one that it
still goes on, so that the alert clears soon after. There is no `for`: the long window is one.
"""

import itertools
from fractions import Fraction

from generator.core.units import decimal_text, duration_text
from generator.plan.alerts import contract_labels
from generator.plan.build import Recordings
from generator.plan.links import alert_links
from generator.plan.rules import Alert
from generator.plan.slo.burn import Burn
from generator.plan.slo.pairs import Pair
from generator.plan.wording import literal, told_apart
from generator.promql import build as p
from generator.promql.expr import Call, Expr, Matcher, Selector
from generator.recipes.base import Series
from generator.recipes.forms import pinned
from generator.resolve.estate import Estate, Indicator, Slo, Tier

ABSENT_FOR = Fraction(600)
"""How long an SLO must be without data, in seconds."""
_NOTHING = (
    "Nothing is counted any more, so no page of this objective could fire. Ask whether the targets "
    "answer; one that does has lost the metric."
)


def guarded(slo: Slo, tier: Tier) -> bool:
    """Tell whether a tier pages only from so many bad events on."""
    return tier.notifies == "page" and slo.min_bad_events > 0


def tier_alerts(recordings: Recordings, slo: Slo, tier: Tier, burn: Burn) -> tuple[Alert, ...]:
    """Return the alert of a tier; with ``min_bad_events`` also the ticket that few events make."""
    fast = p.op(
        p.above(burn.over(tier.long), tier.factor),
        "and",
        p.above(burn.over(tier.short), tier.factor),
    )
    if not guarded(slo, tier):
        return (_alert(recordings, slo, tier, fast),)
    enough = p.op(burn.bad_over(tier.long), ">=", slo.min_bad_events)
    page = _alert(recordings, slo, tier, p.op(fast, "and", enough))
    if slo.ticket_severity is None:
        return (page,)
    few = p.op(fast, "unless", enough)
    return page, _alert(recordings, slo, tier, few, ticket=slo.ticket_severity)


def _alert(
    recordings: Recordings, slo: Slo, tier: Tier, expr: Expr, *, ticket: str | None = None
) -> Alert:
    estate, alert_id = recordings.estate, f"{tier.id}.ticket" if ticket else tier.id
    severity = ticket or tier.severity
    labels = contract_labels(
        estate,
        component=slo.component,
        subject=slo.id,
        severity=severity,
        owner=slo.owner,
        alert_id=alert_id,
    )
    windows = (
        ("tier", tier.name),
        ("long", duration_text(tier.long)),
        ("short", duration_text(tier.short)),
    )
    few = f" Fewer than {slo.min_bad_events} bad events, so nobody is woken." if ticket else ""
    spent = tier.factor * tier.long / slo.window
    first = f"{slo.description} " if slo.description else ""
    description = (
        f"{first}At {_number(tier.factor)} times the allowed rate, {_number(spent * 100)}% of the "
        f"error budget of {duration_text(slo.window)} (objective {objective_text(slo)}) is spent "
        f"in {duration_text(tier.long)}.{few}"
    )
    return Alert(
        alert_id=alert_id,
        name=slo.alert,
        expr=expr,
        for_=Fraction(0),
        keep_firing_for=slo.keep_firing_for,
        labels=(*labels, *windows),
        annotations=(
            ("summary", _summary(estate, slo, tier, severity)),
            ("description", description),
            *alert_links(estate, slo.runbook, slo.id, slo.indicator),
        ),
        source=alert_id,
        carries=estate.indicators[slo.indicator].labels,
    )


def _summary(estate: Estate, slo: Slo, tier: Tier, severity: str) -> str:
    indicator = estate.indicators[slo.indicator]
    return (
        f"{told_apart(slo.title, estate.identity, indicator.use.by)}: the error budget is "
        f'spent {{{{ $value | printf "%.3g" }}}} times as fast as allowed ({severity} above '
        f"{_number(tier.factor)} over {duration_text(tier.long)} and {duration_text(tier.short)})"
    )


def objective_text(slo: Slo) -> str:
    """Return the objective as people write it: ``99.9%``."""
    return f"{_number(slo.objective * 100)}%"


def _number(value: Fraction) -> str:
    """Return a number for prose: exact, or to three digits after the point."""
    return decimal_text(value) or decimal_text(Fraction(round(value * 1000), 1000)) or ""


def absence_alert(recordings: Recordings, slo: Slo, pair: Pair) -> Alert:
    """Return the alert for a paging SLO without data: no burn would be seen, so nobody would be.

    Only the total is looked at: no errors is good news. An idle service has a total of 0, which is
    not absent.
    """
    estate = recordings.estate
    indicator = estate.indicators[slo.indicator]
    known = _pinned(estate, indicator)
    selections = [pair.total.where(*some) for some in _known_identities(estate, known)]
    gone: Expr = Call("absent", (selections[0],))
    for one in selections[1:]:
        gone = p.either(gone, Call("absent", (one,)))
    alert_id = f"{slo.id}.absent"
    labels = contract_labels(
        estate,
        component=slo.component,
        subject=slo.id,
        severity=absent_severity(slo),
        owner=slo.owner,
        alert_id=alert_id,
    )
    static = tuple((name, known[name]) for name in estate.identity if name in known)
    return Alert(
        alert_id=alert_id,
        name=absent_name(slo),
        expr=gone,
        for_=ABSENT_FOR,
        labels=(*labels, *static),
        annotations=(
            ("summary", f"{literal(slo.title)}: no data for {duration_text(ABSENT_FOR)}"),
            ("description", _NOTHING),
            *alert_links(estate, slo.runbook, slo.id, slo.indicator),
        ),
        source=alert_id,
        carries=tuple(dict.fromkeys((*dict(static), *_looked_for(selections)))),
    )


def absent_name(slo: Slo) -> str:
    """Return the name of the alert for an SLO without data."""
    return f"{slo.alert}Absent"


def absent_severity(slo: Slo) -> str:
    """Return the severity of that alert: a ticket, or that of its pages if there are none."""
    return slo.ticket_severity or next(tier.severity for tier in slo.tiers)


def _looked_for(selections: list[Selector]) -> tuple[str, ...]:
    """Return the labels that ``absent`` gives back whichever of some selections is gone."""
    pinned = [{one.label for one in each.matchers if one.op == "="} for each in selections]
    return tuple(sorted(set.intersection(*pinned)))


def _pinned(estate: Estate, indicator: Indicator) -> dict[str, str]:
    """Return the labels that everything measured has with one value."""
    for some in indicator.use.operands.values():
        for one in some:
            if isinstance(one, Series):
                return dict(pinned(one))
    return dict(estate.project.selector)


def _known_identities(estate: Estate, known: dict[str, str]) -> list[tuple[Matcher, ...]]:
    """Return conditions for each combination of identity labels whose values are declared.

    One lost cluster of two is seen only if each is looked for.
    """
    identity = estate.project.identity
    if isinstance(identity, tuple):
        return [()]
    options = [
        [Matcher(name, "=", value) for value in one.values]
        for name, one in identity.items()
        if one.on == "series" and one.values and name not in known
    ]
    return [tuple(some) for some in itertools.product(*options)]
