"""What there is to say of an SLO and of its alerts, for `explain` and for the reference."""

from fractions import Fraction

from generator.core.names import rule_path
from generator.core.units import decimal_text, duration_text
from generator.plan.build import Recordings
from generator.plan.rules import Alert, Record
from generator.plan.slo.alerts import guarded, objective_text
from generator.plan.slo.datasheet import TierSheet, datasheet
from generator.plan.slo.groups import slo_groups
from generator.resolve.estate import Estate, Slo, Tier

Texts = tuple[tuple[str, str], ...]
_KINDS = {
    "events": "events of a ratio",
    "within": "events within a bound",
    "slices": "slices of time within a bound, one for each evaluation",
}

UNSEEN = (
    "What a counter holds in its first sample is no growth, so an error series that is born at the "
    "first error hides that error, or all of a burst. Create every series at 0 when the program "
    "starts."
)
"""What no expression can see of errors, and what a program must do about it."""


def slo_ids(slo: Slo) -> tuple[str, ...]:
    """Return the ids of an SLO and of all its alerts."""
    tickets = (f"{tier.id}.ticket" for tier in slo.tiers if guarded(slo, tier))
    absent = (f"{slo.id}.absent",) if slo.pages else ()
    return (slo.id, *(tier.id for tier in slo.tiers), *tickets, *absent)


def slo_facts(estate: Estate, slo: Slo) -> Texts:
    """Return what is promised, and what follows from it."""
    indicator = estate.indicators[slo.indicator]
    bounds = ", ".join(f"{one.variant_name} {one.quantity}".strip() for one in slo.bounds)
    minutes = slo.budget * slo.window / 60
    return (
        ("title", slo.title),
        ("promises", f"{objective_text(slo)} over {duration_text(slo.window)}"),
        ("budget", f"{short(slo.budget * 100)}%: all may fail for {short(minutes)} minutes"),
        ("counts", _KINDS[slo.kind] + (f": {bounds}" if bounds else "")),
        ("indicator", slo.indicator),
        ("labels", ", ".join(indicator.labels)),
        *((("not seen", UNSEEN),) if slo.kind == "events" else ()),
        *((f"tier {one.tier.name}", _sheet(one)) for one in datasheet(estate, slo)),
        *((f"tier {one.name}", f"left out: {one.reason}") for one in slo.dropped),
        ("alert", slo.alert if slo.tiers else "none"),
        (
            "bad events at least",
            f"{slo.min_bad_events}, below that a ticket" if slo.min_bad_events else "any number",
        ),
        ("owner", slo.owner or "nobody"),
        ("runbook", slo.runbook or "none"),
        ("decided by", ", ".join(slo.decided) or "nothing"),
        ("rules", rule_path(estate.indicators[slo.indicator].component, slo.service)),
    )


def slo_texts(estate: Estate, slo: Slo) -> Texts:
    """Return the recording rules of an SLO."""
    rules = (rule for group in slo_groups(Recordings(estate), slo) for rule in group.rules)
    return tuple(
        (f"rule {rule.name}", rule.expr.pretty()) for rule in rules if isinstance(rule, Record)
    )


def tier_facts(estate: Estate, slo: Slo, tier: Tier) -> Texts:
    """Return what a tier waits for, and how soon it tells of a failure."""
    sheet = next(one for one in datasheet(estate, slo) if one.tier == tier)
    failures = (
        (
            f"{short(one.error_rate * 100)}% bad",
            f"told after {time_text(one.detection)}, over after {time_text(one.reset)}",
        )
        for one in sheet.failures
    )
    return (
        ("SLO", slo.id),
        ("windows", f"{duration_text(tier.long)} and {duration_text(tier.short)}"),
        ("factor", short(tier.factor)),
        ("severity", f"{tier.severity} ({tier.notifies})"),
        ("fires above", f"{short(sheet.fires_above * 100)}% bad"),
        ("spends", f"{short(sheet.spent * 100)}% of the budget until then"),
        *failures,
        ("late by", f"{time_text(sheet.lag)} at most"),
        ("alert", slo.alert),
        ("runbook", slo.runbook or "none"),
    )


def alert_of(estate: Estate, slo: Slo, alert_id: str) -> Alert:
    """Return the alert of an id."""
    return next(
        rule
        for group in slo_groups(Recordings(estate), slo)
        for rule in group.rules
        if isinstance(rule, Alert) and rule.alert_id == alert_id
    )


def _sheet(sheet: TierSheet) -> str:
    tier, worst = sheet.tier, sheet.failures[-1]
    return (
        f"{tier.severity} above {short(sheet.fires_above * 100)}% bad in "
        f"{duration_text(tier.long)} and {duration_text(tier.short)} ({short(tier.factor)} times "
        f"the budget); tells of an outage after {time_text(worst.detection)}"
    )


def short(value: Fraction) -> str:
    """Return a number for prose, to three digits after the point."""
    return decimal_text(Fraction(round(value * 1000), 1000)) or ""


def time_text(seconds: Fraction) -> str:
    """Return a time for prose, in whole seconds below ten minutes, else in whole minutes."""
    unit = 1 if seconds < 600 else 60  # noqa: PLR2004 (where seconds no longer matter)
    return duration_text(Fraction(round(seconds / unit) * unit))
