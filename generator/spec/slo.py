"""What a component promises: SLOs."""

from collections.abc import Iterator
from typing import Any

import pydantic

from generator.core.fields import (
    AlertName,
    BoundField,
    Count,
    Duration,
    PositiveDuration,
    Problem,
    QuantityField,
    Sentence,
    clash,
)
from generator.core.spelling import listed
from generator.core.units import Family
from generator.spec.common import IndicatorRef, Inhibits, Item, RunbookRef, SloRefs, TierRef

_WAYS = ("within", "above", "below")


def _at_most_one_way(schema: dict[str, Any]) -> None:
    """Say in JSON Schema that what is good is said in one way at most."""
    pairs = [(one, other) for one in _WAYS for other in _WAYS if one < other]
    schema["not"] = {"anyOf": [{"required": list(pair)} for pair in pairs]}


class Slo(Item):
    """A promise: so much of what an indicator measures is good over a period."""

    model_config = pydantic.ConfigDict(json_schema_extra=_at_most_one_way)

    of: IndicatorRef
    """The indicator; brings its selection, labels and variants."""
    title: Sentence | None = None
    """Its name for people."""
    within: BoundField | None = None
    """For a quantile: events that take at most this long are good."""
    above: BoundField | None = None
    """Time during which the indicator is at or above this is good."""
    below: BoundField | None = None
    """Time during which the indicator is at or below this is good."""
    objective: QuantityField
    """The share that must be good, such as `99.9%`."""
    window: PositiveDuration | None = None
    """The period; the project's default."""
    tiers: tuple[TierRef, ...] | None = None
    """The burn-rate alerts by name; all by default, `[]` for none."""
    min_bad_events: Count = 0
    """Bad events in a long window below which a page is a ticket."""
    traffic: QuantityField | None = None
    """Events in quiet hours, such as `2/m`; a finding says where one bad event would page."""
    keep_firing_for: Duration | None = None
    """How long alerts go on after the burn ends."""
    alert: AlertName | None = None
    """The name of its alerts."""
    runbook: RunbookRef | None = None
    """The runbook that says what to do."""
    description: Sentence | None = None
    """What its alerts say first: what it means and the first thing to do."""
    depends_on: SloRefs = ()
    """SLOs of what it cannot do without; a finding says where they promise too little for it."""
    inhibits: Inhibits = ()
    """Ids, `component` or `project`: whose notifications are held back while this fires."""

    def clashes(self) -> Iterator[Problem]:
        """Yield what is wrong with the way in which good is told from bad, and how much is."""
        used = [way for way in _WAYS if getattr(self, way) is not None]
        for way in used[1:]:
            message = f"an SLO says what is good in one way, this one has {listed(used, 'and')}"
            yield clash(message, "keep one of them", way)
        unit = self.objective.unit
        if unit.family is not Family.RATIO or unit.per is not None:
            message = f"an objective is a share, found `{self.objective}`"
            yield Problem("quantity", message, "write it in percent: `99.9%`", ("objective",))
        elif not 0 < self.objective.number < 1:
            message = f"an objective of `{self.objective}` leaves nothing to watch"
            fix = "write a share above 0% and below 100%, such as `99.9%`"
            yield Problem("value", message, fix, ("objective",))
