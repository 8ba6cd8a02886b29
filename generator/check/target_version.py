"""What is asked for that the oldest Prometheus to load the rules does not know.

Prometheus refuses a whole rule file for one unknown field, and with it every alert in it.

Bad: ``keep_firing_for: 5m`` with ``target: {prometheus: "2.37"}``. Good: a newer target.
"""

from collections.abc import Iterator

from generator.check import codes
from generator.core.finding import Finding, Place, Related
from generator.plan.plan import Plan
from generator.plan.rules import Alert
from generator.resolve.estate import Estate

# The release that first knew a field of rules.
_KEEP_FIRING_FOR = (2, 42)


def beyond_target(estate: Estate, plan: Plan) -> Iterator[Finding]:
    """Yield alerts that need a newer Prometheus than the target."""
    target = estate.origin(Place(estate.project_file, ("target", "prometheus")))
    text = estate.project.target.prometheus
    if tuple(int(part) for part in text.split(".")) >= _KEEP_FIRING_FOR:
        return
    places = _places(estate)
    for file in plan.rule_files:
        for rule in (one for group in file.groups for one in group.rules):
            if isinstance(rule, Alert) and rule.keep_firing_for and rule.alert_id in places:
                needed = ".".join(map(str, _KEEP_FIRING_FOR))
                yield codes.BEYOND_TARGET.at(
                    places[rule.alert_id],
                    f"`keep_firing_for` needs Prometheus {needed}, the target is {text}",
                    related=Related(target, "the oldest Prometheus that loads the rules"),
                )


def _places(estate: Estate) -> dict[str, Place]:
    """Return where each alert says how long it goes on."""
    found: dict[str, Place] = {}
    for indicator, threshold in estate.thresholds():
        place = threshold.place.child("keep_firing_for")
        found |= {one.id: estate.origin(place, indicator.service) for one in threshold.bounds}
    for slo in estate.slos.values():
        place = estate.origin(slo.place.child("keep_firing_for"), slo.service)
        found |= {tier.id: place for tier in slo.tiers}
    for alert in estate.alerts.values():
        found[alert.id] = estate.origin(alert.place.child("keep_firing_for"), alert.service)
    return found
