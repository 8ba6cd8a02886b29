"""Two pages that look at the same numbers."""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from generator.check.shape import Check, Fault
from generator.check.specs.covered_cause import meet
from generator.check.specs.whole import Whole
from generator.core.finding import Place, Related, Rule, Severity
from generator.plan.notify.alerts import Sent, sent_alerts
from generator.promql.expr import Matcher
from generator.recipes.base import Series
from generator.resolve.estate import Estate, Indicator, Threshold

Read: TypeAlias = frozenset[tuple[str, frozenset[Matcher]]]


def _find(whole: Whole) -> Iterator[Fault]:
    estate = whole.estate
    pages = _pages(sent_alerts(estate, whole.plan.rule_files))
    # Only what reads the same is compared: pairs of all alerts are too many.
    alike: dict[Read, list[tuple[Indicator, Threshold]]] = defaultdict(list)
    for indicator, threshold in estate.thresholds():
        read = _read(indicator) if threshold.id in pages else frozenset()
        if read:
            alike[read].append((indicator, threshold))
    for some in alike.values():
        for (one, first), (other, second) in itertools.combinations(some, 2):
            if one.id != other.id and not meet(pages[first.id], pages[second.id]):
                yield Fault(
                    _place(estate, other, second),
                    f"`{first.id}` and `{second.id}` look at the same series and both page",
                    related=Related(_place(estate, one, first), "pages too"),
                )


def _place(estate: Estate, indicator: Indicator, threshold: Threshold) -> Place:
    return estate.origin(threshold.place, indicator.service).key()


def _pages(alerts: Iterable[Sent]) -> dict[str, list[Sent]]:
    """Return the pages by the ids that stand for them: their own, and each beginning of it."""
    found: dict[str, list[Sent]] = defaultdict(list)
    for one in alerts:
        if one.urgency == "page":
            for name in itertools.accumulate(one.id.split("."), "{}.{}".format):
                found[name].append(one)
    return found


def _read(indicator: Indicator) -> Read:
    """Return what an indicator reads: metrics with the conditions on them."""
    operands = (one for some in indicator.use.operands.values() for one in some)
    series = (one for one in operands if isinstance(one, Series))
    return frozenset((one.metric, frozenset(one.matchers)) for one in series)


_EXAMPLE = """\
component: queue
title: Queue
metrics:
  queue_size: {type: gauge, help: Waiting orders., aggregate: sum, presence: on_traffic}
indicators:
  size:
    title: Size
    value: {of: queue_size}
    by: []
    thresholds:
      critical: {above: 100, runbook: slow}
  growth:
    title: Growth
    growth: {of: queue_size, per: 1h, over: 1h}
    by: []
    thresholds:
      critical: {above: 50/h, runbook: slowEXTRA}
"""

CHECK = Check(
    Rule(
        "PS352",
        "two pages for one failure",
        "who is woken twice for one failure learns to ignore pages",
        "make one of them a warning, or let one hold the other back with `inhibits:`",
        Severity.WARNING,
    ),
    bad=_EXAMPLE.replace("EXTRA", ""),
    good=_EXAMPLE.replace("EXTRA", ", inhibits: [queue.size]"),
    find=_find,
)
