"""The kind that only demonstrations and tests know: scenario."""

from collections.abc import Iterator
from typing import Annotated, Literal, TypeAlias

import pydantic
from pydantic import StrictBool, Tag
from pydantic.config import JsonDict

from generator.core.fields import (
    Duration,
    InstanceNumber,
    NumberField,
    OperandText,
    Problem,
    QuantityField,
    Sentence,
    Slug,
    SpecModel,
    clash,
)
from generator.core.shapes import LIST, SHAPED, TEXT
from generator.spec.common import Item, MeasureRef

_Down: TypeAlias = Annotated[
    Annotated[Literal["all"], Tag(TEXT)] | Annotated[tuple[InstanceNumber, ...], Tag(LIST)], SHAPED
]


_SOMETHING: JsonDict = {
    "anyOf": [{"required": [key]} for key in ("breach", "down", "restart", "set")]
}


class Setting(SpecModel):
    """How the series of a selection behave, each of them on each instance."""

    model_config = pydantic.ConfigDict(json_schema_extra={"minProperties": 1})

    rate: NumberField | None = None
    """Counters and histograms: so much, or so many events, each second."""
    value: QuantityField | None = None
    """Gauges: the value. Histograms: how long, or how large, every event is."""
    rises: QuantityField | None = None
    """Gauges: how fast the value rises, such as `1GB/h`."""
    behind: Duration | None = None
    """Gauges that hold a time: how long ago it is."""
    stands: StrictBool = False
    """Gauges that hold a time: it stands still from when the scenario begins."""

    def clashes(self) -> Iterator[Problem]:
        """Yield a setting that changes nothing."""
        if not self.model_fields_set:
            yield clash("this changes nothing", "add `rate:`, `value:`, `behind:` or `stands:`")


class Scenario(Item):
    """Something that can happen to the service that `promspec simulate` plays."""

    model_config = pydantic.ConfigDict(json_schema_extra=_SOMETHING)

    scenario: Slug
    """Its id."""
    title: Sentence
    """What happens."""
    breach: tuple[MeasureRef, ...] = ()
    """Ids of indicators, thresholds or SLOs whose bounds are crossed."""
    down: _Down = ()
    """Instances that do not answer, counted from 0, or `all`."""
    restart: StrictBool = False
    """Whether the instances restart one by one."""
    set: dict[OperandText, Setting] = pydantic.Field(default_factory=dict)
    """Selections, such as `http_requests_total{status="503"}`, and how their series behave."""

    def clashes(self) -> Iterator[Problem]:
        """Yield what keeps a scenario from being one."""
        if not self.model_fields_set & {"breach", "down", "restart", "set"}:
            yield clash("nothing happens in it", "add `breach:`, `down:`, `restart:` or `set:`")
