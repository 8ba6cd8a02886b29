"""Which alerts hold back which: one failure, one notification.

A page holds back the tickets of its symptom; critical holds back the warning of one subject, and of
one SLO a fast tier the slower ones. What an author lists under ``inhibits:`` is held back, too.
Nothing holds back what is graver than itself, since a ticket in place of a page would let somebody
sleep; and nothing holds back the watchdog.

Alertmanager compares the labels of both sides that ``equal`` names. Only those are named that both
surely have: one that is missing on one side would let everything through. An external label is on
all alerts of a Prometheus or on none.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from generator.plan.notify.alerts import Sent
from generator.plan.notify.model import Inhibition

PROJECT: Final = "project"
COMPONENT: Final = "component"


def inhibitions(alerts: Sequence[Sent], external: Iterable[str] = ()) -> tuple[Inhibition, ...]:
    """Return what holds back what, by source in the order of the alerts.

    ``external`` are labels that Prometheus adds to every alert when it sends.
    """
    always = tuple(external)
    # Without a wish of its author an alert holds back others of its symptom alone.
    alike: dict[str, list[Sent]] = defaultdict(list)
    for one in alerts:
        alike[one.symptom].append(one)
    found: list[Inhibition] = []
    for source in alerts:
        by_labels: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for target in alerts if source.inhibits else alike[source.symptom]:
            if holds_back(source, target):
                shared = (label for label in source.carries if label in target.carries)
                by_labels[tuple(dict.fromkeys((*shared, *always)))].append(target.id)
        found += (Inhibition(source.id, tuple(ids), equal) for equal, ids in by_labels.items())
    return tuple(found)


def holds_back(source: Sent, target: Sent) -> bool:
    """Tell whether an alert holds back another one, wherever their labels agree."""
    if source.id == target.id or (source.urgency, target.urgency) == ("ticket", "page"):
        return False
    return _is_graver(source, target) or any(
        covers(source, name, target) for name in source.inhibits
    )


def _is_graver(source: Sent, target: Sent) -> bool:
    """Tell whether two alerts see the same symptom, and the first is the one to be told of.

    Among alerts of one urgency only those of one subject are ordered: tiers by their windows,
    others by severity. So no circle can come of it.
    """
    if source.symptom != target.symptom:
        return False
    if source.urgency != target.urgency:
        return source.urgency == "page"
    if source.subject != target.subject:
        return False
    if source.slowness is not None and target.slowness is not None:
        return source.slowness < target.slowness
    return source.gravity > target.gravity


def covers(source: Sent, name: str, target: Sent) -> bool:
    """Tell whether an entry of ``inhibits:`` of one alert means another one.

    In a fleet ``project`` and ``component`` are those of the service.
    """
    if name == PROJECT:
        return not source.service or source.service == target.service
    if name == COMPONENT:
        return (source.service, source.component) == (target.service, target.component)
    return target.is_part_of(name)


def cycles(found: Iterable[Inhibition]) -> Iterator[tuple[str, ...]]:
    """Yield alerts that hold back each other, over others or directly; each circle once.

    If they all fire, nobody is told of any: Alertmanager lets what is held back hold back others.
    """
    after: dict[str, list[str]] = defaultdict(list)
    for one in found:
        after[one.source] += one.targets
    done: set[str] = set()
    for start in after:
        circle = _way_back(start, after)
        if circle and not done & set(circle):
            done.update(circle)
            yield circle


def _way_back(start: str, after: dict[str, list[str]]) -> tuple[str, ...]:
    """Return the shortest way from an alert to itself, empty if there is none."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    for way in ways:
        for target in after.get(way[-1], ()):
            if target == start:
                return way
            if target not in seen:
                seen.add(target)
                ways.append((*way, target))
    return ()
