"""Two pages that look at the same numbers."""

import itertools
from collections.abc import Iterator

from generator.check.shape import Check, Fault
from generator.check.specs.covered_cause import meet
from generator.check.specs.whole import Whole
from generator.core.finding import Place, Related, Rule, Severity
from generator.plan.notify.alerts import Sent, sent_alerts
from generator.recipes.base import Series
from generator.resolve.estate import Estate, Indicator, Threshold


def _find(whole: Whole) -> Iterator[Fault]:
    estate = whole.estate
    pages = [one for one in sent_alerts(estate, whole.plan.rule_files) if one.urgency == "page"]
    paging = [(one, bound) for one, bound in estate.thresholds() if _of(bound, pages)]
    for (one, first), (other, second) in itertools.combinations(paging, 2):
        same = one.id != other.id and _read(one) and _read(one) == _read(other)
        if same and not meet(_of(first, pages), _of(second, pages)):
            yield Fault(
                _place(estate, other, second),
                f"`{first.id}` and `{second.id}` look at the same series and both page",
                related=Related(_place(estate, one, first), "pages too"),
            )


def _place(estate: Estate, indicator: Indicator, threshold: Threshold) -> Place:
    return estate.origin(threshold.place, indicator.service).key()


def _of(threshold: Threshold, pages: list[Sent]) -> list[Sent]:
    return [one for one in pages if one.is_part_of(threshold.id)]


def _read(indicator: Indicator) -> set[tuple[str, frozenset[object]]]:
    """Return what an indicator reads: metrics with the conditions on them."""
    operands = (one for some in indicator.use.operands.values() for one in some)
    return {(one.metric, frozenset(one.matchers)) for one in operands if isinstance(one, Series)}


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
