"""Alerts that a component brings along, written by hand."""

from collections.abc import Iterator
from typing import Annotated

import pydantic
from pydantic.config import JsonDict

from generator.core.fields import (
    AlertName,
    Duration,
    PositiveDuration,
    Problem,
    Sentence,
    SpecModel,
    Text,
    clash,
    some,
)
from generator.spec.common import Inhibits, Item, RunbookRef, SeverityName

_SOME_TIME: JsonDict = {
    "anyOf": [
        {"required": [key], "properties": {key: {"minItems": 1}}} for key in ("fires", "silent")
    ]
}
_SOME_SERIES = some(
    "a case without series shows nothing", "add a series, such as `'up{job=\"a\"}': 1x10`"
)
_SOME_CASES = some(
    "an alert written by hand needs a case that shows it",
    "add a case with series and the times at which the alert fires",
    items=True,
)


class Case(SpecModel):
    """A test of a hand-written alert: series, and when it fires and is silent."""

    model_config = pydantic.ConfigDict(json_schema_extra=_SOME_TIME)

    name: Sentence
    """What is shown."""
    series: Annotated[dict[Text, Text], *_SOME_SERIES]
    """Input series in promtool's notation."""
    step: PositiveDuration
    """Time between two samples."""
    fires: tuple[Duration, ...] = ()
    """Times at which the alert fires."""
    silent: tuple[Duration, ...] = ()
    """Times at which it does not."""

    def clashes(self) -> Iterator[Problem]:
        """Yield what keeps a case from showing anything."""
        if not self.fires and not self.silent:
            yield clash(
                "a case without times shows nothing", "add `fires: [10m]` or `silent: [0s]`"
            )


class HandAlert(Item):
    """An alert that no bound on an indicator can say, written by hand and so with its proof."""

    name: AlertName
    """The alert's name."""
    severity: SeverityName
    """How grave it is."""
    expr: Sentence
    """The PromQL; it has a sample for each thing that is wrong."""
    for_: Duration | None = pydantic.Field(None, alias="for")
    """How long before it fires; the project's default."""
    keep_firing_for: Duration | None = None
    """How long it goes on after it is over."""
    summary: Sentence
    """One sentence about what is happening."""
    description: Sentence | None = None
    """More about it: what it means and the first thing to do."""
    runbook: RunbookRef | None = None
    """The runbook that says what to do."""
    inhibits: Inhibits = ()
    """Whose notifications are held back while this fires."""
    cases: Annotated[tuple[Case, ...], *_SOME_CASES]
    """Tests that show when it fires."""
