"""What is asked for that the oldest Prometheus to load the rules does not know."""

from collections.abc import Iterator

from generator.check.promql.catalogue import target_of
from generator.check.shape import Check, Fault
from generator.check.specs.whole import Whole
from generator.core.finding import Place, Related, Rule
from generator.plan.rules import Alert
from generator.promql.versions import RULE_FIELDS, TEST_FIELDS, Feature, Target, text_of
from generator.resolve.estate import Estate

_NATIVE = "{{"  # begins a native histogram among the values of a series


def _find(whole: Whole) -> Iterator[Fault]:
    estate = whole.estate
    target = target_of(estate)
    where = estate.origin(Place(estate.project_file, ("target", "prometheus")))
    related = Related(where, "the oldest Prometheus that loads the rules")
    for place, name, feature in _wanted(whole):
        if feature.lack(target) == "too old":
            yield Fault(place, _message(name, feature, target), related=related)


def _message(name: str, feature: Feature, target: Target) -> str:
    return f"{name} needs Prometheus {text_of(feature.since)}, the target is {target}"


def _wanted(whole: Whole) -> Iterator[tuple[Place, str, Feature]]:
    estate = whole.estate
    places = _places(estate)
    for file in whole.plan.rule_files:
        for rule in (one for group in file.groups for one in group.rules):
            if isinstance(rule, Alert) and rule.keep_firing_for and rule.alert_id in places:
                place = places[rule.alert_id]
                yield place, "`keep_firing_for`", RULE_FIELDS["keep_firing_for"]
    for alert in estate.alerts.values():
        for index, case in enumerate(alert.cases):
            for series, values in case.series.items():
                if _NATIVE in values:
                    place = estate.origin(alert.place.child("cases", index, "series", series))
                    yield place, "a native histogram in a test", TEST_FIELDS["native histogram"]


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


_PROJECT = """\
project: shop
title: Shop
owner: team
selector: {job: shop}
scrape: {interval: 15s}
evaluation: 30s
retention: 40d
outputs: [rules]
target: {prometheus: "2.37"}
---
"""
_COMPONENT = """\
component: queue
title: Queue
metrics:
  queue_size: {type: gauge, help: Waiting orders., aggregate: sum}
indicators:
  size:
    title: Size
    value: {of: queue_size}
    by: []
    thresholds:
      warning: {above: 100, keep_firing_for: 5m}
"""

CHECK = Check(
    Rule(
        "PS305",
        "field that the target does not know",
        "Prometheus refuses a whole rule file, with every alert in it, for one unknown field",
        "remove it, or raise `target:` in project.yaml once every Prometheus is new enough",
    ),
    bad=_PROJECT + _COMPONENT,
    good=_PROJECT.replace("2.37", "2.42") + _COMPONENT,
    find=_find,
)
