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
    """A test of an alert: series, and when it fires and is silent.

    It is written for the selector of ``project.yaml`` and holds in every environment and for every
    service of a fleet: labels of the selector that a series leaves out are filled in, and where the
    selector has another value than there, in `series` and `shows` that takes the place of the one
    in ``project.yaml``. What a metric's own `selector` says is filled in only. `promspec prove`
    runs the cases of all environments.
    """

    model_config = pydantic.ConfigDict(json_schema_extra=_SOME_TIME)

    name: Sentence
    """What is shown."""
    series: Annotated[dict[Text, Text], *_SOME_SERIES]
    """Input series of declared metrics in promtool's notation: `1x10` stays, `0+5x10` grows, `_x5`
    is missing, `stale` ends it."""
    step: PositiveDuration
    """Time between two samples."""
    fires: tuple[Duration, ...] = ()
    """Times at which the alert fires, no later than its series end."""
    silent: tuple[Duration, ...] = ()
    """Times at which it does not; the alert fires in some other case then."""
    shows: tuple[Firing, ...] = ()
    """All that fire at the last time in `fires`; then labels and texts are compared, too."""

    def clashes(self) -> Iterator[Problem]:
        """Yield what keeps a case from showing anything."""
        if not self.fires and not self.silent:
            yield clash(
                "a case without times shows nothing", "add `fires: [10m]` or `silent: [0s]`"
            )
        for index, time in enumerate(self.silent):
            if time in self.fires:
                message, fix = "this time stands in `fires`, too", "keep it in one of the two"
                yield Problem("clash", message, fix, ("silent", index))
        if self.shows and not self.fires:
            fix = "add the time at which that is seen, such as `fires: [10m]`"
            yield clash("nothing is shown at a time at which nothing fires", fix, "shows")
