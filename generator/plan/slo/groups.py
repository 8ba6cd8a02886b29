"""The rule groups of an SLO: records in order, then the alerts that read them."""

from generator.core.names import slo_series_name
from generator.core.units import duration_text
from generator.plan.build import Recordings
from generator.plan.rules import Group, Record, RuleItem
from generator.plan.slo.alerts import absence_alert, guarded, objective_text, tier_alerts
from generator.plan.slo.burn import Burn
from generator.plan.slo.pairs import make_pair
from generator.plan.slo.series import quick_series, slow_series
from generator.plan.slo.tiers import Speed, quick, slow
from generator.promql import build as p
from generator.resolve.estate import Slo


def slo_groups(recordings: Recordings, slo: Slo) -> tuple[Group, ...]:
    """Return the two groups of an SLO: `<id>` and `<id>.slow`."""
    pair = make_pair(recordings, slo)
    burn = Burn(recordings, slo, pair)
    prefix, shown = recordings.estate.prefix, bool(recordings.estate.slo_pages)
    often = quick(slo)
    seldom = slow(slo, recordings.estate.project.evaluation)
    first: list[RuleItem] = [
        *pair.records,
        *_windows(slo, often, burn),
        *_facts(recordings, slo),
        *(quick_series(prefix, slo, pair, burn, often.tiers) if shown else ()),
        *_alerts(recordings, slo, often, burn),
    ]
    if slo.pages:
        first.append(absence_alert(recordings, slo, pair))
    second = [
        *_windows(slo, seldom, burn),
        burn.remaining(),
        *(slow_series(prefix, slo, burn, seldom.tiers) if shown else ()),
        *_alerts(recordings, slo, seldom, burn),
    ]
    return (
        Group(slo.id, tuple(first), often.interval),
        Group(f"{slo.id}.slow", tuple(second), seldom.interval),
    )


def _windows(slo: Slo, speed: Speed, burn: Burn) -> list[RuleItem]:
    counted = dict.fromkeys(tier.long for tier in speed.tiers if guarded(slo, tier))
    return [
        *(burn.record(window) for window in speed.windows),
        *(burn.bad_record(window) for window in counted),
    ]


def _alerts(recordings: Recordings, slo: Slo, speed: Speed, burn: Burn) -> list[RuleItem]:
    return [alert for tier in speed.tiers for alert in tier_alerts(recordings, slo, tier, burn)]


def _facts(recordings: Recordings, slo: Slo) -> list[RuleItem]:
    """Return the objective as a number, and everything that people may rename.

    Only the last series changes when a title or an owner does: the history of all others goes on.
    """
    prefix = recordings.estate.prefix
    name = ("slo", slo.id)
    info = (
        name,
        ("component", slo.component),
        ("indicator", slo.indicator),
        ("kind", slo.kind),
        ("objective", objective_text(slo)),
        ("owner", slo.owner),
        ("title", slo.title),
        ("window", duration_text(slo.window)),
    )
    objective = p.call("vector", slo.objective)
    return [
        Record(slo_series_name(prefix, "objective"), objective, slo.id, (name,)),
        Record(slo_series_name(prefix, "info"), p.call("vector", 1), slo.id, info),
    ]
