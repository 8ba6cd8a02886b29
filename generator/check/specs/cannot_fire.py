"""Alerts that cannot fire, whatever happens.

What is wrong with expressions that authors wrote is said there; this is about alerts that are made
from bounds and promises.
"""

from collections.abc import Iterator
from typing import Final

from generator.check.shape import Check, Fault
from generator.check.specs.whole import Whole
from generator.core.finding import Place, Rule
from generator.resolve.estate import Estate

_ALWAYS: Final = "this is always true"


def _find(whole: Whole) -> Iterator[Fault]:
    registrar = whole.registrar
    places = made_at(whole.estate)
    seen: set[tuple[Place, str]] = set()
    for alert in registrar.alerts:
        place = places.get(alert.alert_id)
        # Services of a fleet have the alerts of their template; one of them speaks for all.
        key = (place, alert.alert_id.rpartition("/")[2]) if place is not None else None
        if place is not None and key is not None and key not in seen:
            seen.add(key)
            for one in registrar.certificate(alert).faults:
                if one.code:
                    continue  # that is said where it can be mended
                outcome = "always fires" if _ALWAYS in one.said else "cannot fire"
                message = f"`{alert.alert_id}` {outcome} ({one.part}): {one.said}"
                yield Fault(place, message)


def made_at(estate: Estate) -> dict[str, Place]:
    """Return where each alert comes from that is made from a bound or a promise."""
    found: dict[str, Place] = {}
    for indicator, threshold in estate.thresholds():
        for bound in threshold.bounds:
            found[bound.id] = estate.origin(bound.place, indicator.service)
    for slo in estate.slos.values():
        place = estate.origin(slo.place, slo.service).key()
        found |= {one: place for tier in slo.tiers for one in (tier.id, f"{tier.id}.ticket")}
        found[f"{slo.id}.absent"] = place
    return found


_EXAMPLE = """\
component: cache
title: Cache
metrics:
  cache_fill_ratio: {type: gauge, help: How full it is., aggregate: avg}
indicators:
  fill:
    title: Fill
    expr: {query: cache_fill_ratio * 50, unit: count}
    by: []
    thresholds:
      warning: {above: BOUND, cases: [CASE]}
"""
_CASE = "{name: full, series: {'cache_fill_ratio{job=\"shop\"}': 1x20}, step: 1m, fires: [9m]}"

CHECK = Check(
    Rule(
        "PS350",
        "alert that cannot fire",
        "people rely on it, and it is silent, or fires, whatever happens; its certificate says why",
        "`promspec explain` with its id shows what must hold; mend what speaks against it",
    ),
    bad=_EXAMPLE.replace("BOUND", "60").replace("CASE", _CASE),
    good=_EXAMPLE.replace("BOUND", "40").replace("CASE", _CASE),
    find=_find,
)
