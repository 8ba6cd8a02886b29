"""A test of an alert that an author writes: series, and when it fires."""

from collections.abc import Iterator
from typing import Annotated

import pydantic
from pydantic.config import JsonDict

from generator.core.fields import (
    Duration,
    LabelName,
    NumberField,
    PositiveDuration,
    Problem,
    Sentence,
    SpecModel,
    Text,
    clash,
    some,
)

_SOME_TIME: JsonDict = {
    "anyOf": [
        {"required": [key], "properties": {key: {"minItems": 1}}} for key in ("fires", "silent")
    ]
}
_SOME_SERIES = some(
    "a case without series shows nothing", "add a series, such as `'up{job=\"a\"}': 1x10`"
)


class Firing(SpecModel):
    """A firing alert as people see it; its texts follow from that."""

    labels: dict[LabelName, Text] = pydantic.Field(default_factory=dict)
    """The labels that its expression gives it."""
    value: NumberField | None = None
    """What its expression gives; needed where a text names it."""


class Case(SpecModel):
    """A test of an alert: series, and when it fires and is silent."""

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
    shows: tuple[Firing, ...] = ()
    """All that fire at the last time in `fires`; then labels and texts are compared, too."""

    def clashes(self) -> Iterator[Problem]:
        """Yield what keeps a case from showing anything."""
        if not self.fires and not self.silent:
            yield clash(
                "a case without times shows nothing", "add `fires: [10m]` or `silent: [0s]`"
            )
        if self.shows and not self.fires:
            fix = "add the time at which that is seen, such as `fires: [10m]`"
            yield clash("nothing is shown at a time at which nothing fires", fix, "shows")
