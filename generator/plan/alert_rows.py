"""What runbooks say of the alerts that lead to them: one row each."""

import dataclasses
import re
from collections.abc import Iterator

from generator.core.units import decimal_text, duration_text
from generator.plan.slo.alerts import ABSENT_FOR, absent_name, absent_severity, guarded
from generator.resolve.estate import Bound, Estate, HandAlert, Indicator, Slo, Threshold, Tier

_SERVICE = re.compile(r"^[a-z0-9-]+/")

_LABEL = re.compile(r"\{\{-?\s*\$labels\.(\w+)[^}]*\}\}")
_VALUE = re.compile(r"\{\{[^}]*\$value[^}]*\}\}")
_OTHERS = re.compile(r"\{\{[^}]*\}\}")


@dataclasses.dataclass(frozen=True, slots=True)
class AlertRow:
    """An alert that leads to a runbook."""

    name: str
    severity: str
    condition: str
    alert_id: str


def alert_rows(estate: Estate) -> Iterator[tuple[str | None, AlertRow]]:
    """Yield every alert of the specs with the runbook that it leads to, if any."""
    for indicator, threshold in estate.thresholds():
        for bound in threshold.bounds if threshold.notifies else ():
            yield (
                threshold.runbook,
                AlertRow(
                    threshold.alert,
                    threshold.severity,
                    _crossed(indicator, threshold, bound),
                    bound.id,
                ),
            )
    for slo in estate.slos.values():
        yield from ((slo.runbook, row) for tier in slo.tiers for row in _tier_rows(slo, tier))
    for slo in estate.slos.values():
        if slo.pages:
            yield (
                slo.runbook,
                AlertRow(
                    absent_name(slo),
                    absent_severity(slo),
                    f"{slo.title}: no data for {duration_text(ABSENT_FOR)}",
                    f"{slo.id}.absent",
                ),
            )
    for alert in estate.alerts.values():
        if alert.notifies:
            yield alert.runbook, AlertRow(alert.name, alert.severity, _written(alert), alert.id)


def _written(alert: HandAlert) -> str:
    """Return what the alert says, with names in place of values: of labels, of the value itself.

    Who is on call reads the page first; the expression stands in the rule.
    """
    said = _VALUE.sub("<value>", _LABEL.sub(r"<\1>", alert.summary))
    said = _OTHERS.sub("…", said).rstrip(" .")
    return f"{said}, for {duration_text(alert.for_)}" if alert.for_ else said


def _crossed(indicator: Indicator, threshold: Threshold, bound: Bound) -> str:
    words = [indicator.title, bound.variant_name, threshold.side, str(bound.quantity)]
    if threshold.for_:
        words.append(f"for {duration_text(threshold.for_)}")
    least = threshold.min_bad_events
    enough = f", with {least} bad events in {indicator.use.window_text} or more" if least else ""
    return " ".join(filter(None, words)) + enough


def _tier_rows(slo: Slo, tier: Tier) -> Iterator[AlertRow]:
    factor = decimal_text(tier.factor) or float(tier.factor)
    windows = f"{duration_text(tier.long)} and {duration_text(tier.short)}"
    burns = f"{slo.title}: burn rate above {factor} over {windows}"
    if not guarded(slo, tier):
        yield AlertRow(slo.alert, tier.severity, burns, tier.id)
        return
    counted = f"{slo.min_bad_events} bad events in {duration_text(tier.long)}"
    yield AlertRow(slo.alert, tier.severity, f"{burns}, with {counted} or more", tier.id)
    if slo.ticket_severity is not None:
        fewer = f"{burns}, with fewer than {counted}"
        yield AlertRow(slo.alert, slo.ticket_severity, fewer, f"{tier.id}.ticket")


def one_for_alike(rows: list[AlertRow]) -> list[AlertRow]:
    """Return one row for the services of a fleet that have the same alert with the same bound."""
    alike: dict[AlertRow, list[AlertRow]] = {}
    for row in rows:
        of_any = _SERVICE.sub("*/", row.alert_id)
        alike.setdefault(dataclasses.replace(row, alert_id=of_any), []).append(row)
    return [any_of if len(some) > 1 else some[0] for any_of, some in alike.items()]
