"""What a component says of its metrics."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Any, Literal, TypeAlias

import pydantic
from pydantic import StrictBool, Tag

from generator.core.fields import (
    LabelName,
    LabelNames,
    NumberField,
    PositiveCount,
    Problem,
    Sentence,
    Text,
    UnitField,
    clash,
)
from generator.core.shapes import MAPPING, SHAPED, TRUTH
from generator.spec.common import Item, LabelMap

_Shared: TypeAlias = Annotated[
    Annotated[StrictBool, Tag(TRUTH)] | Annotated[dict[LabelName, tuple[Text, ...]], Tag(MAPPING)],
    SHAPED,
]


def _rules_by_type(schema: dict[str, Any]) -> None:
    """Say in JSON Schema which keys each type of metric has."""
    schema["allOf"] = [
        _when("histogram", _with_buckets(), _without("buckets", "native")),
        _when("gauge", {"required": ["aggregate"]}, _without("aggregate", "shared")),
    ]
    schema["properties"]["buckets"]["minItems"] = 1
    schema["properties"]["buckets"]["uniqueItems"] = True


def _when(kind: str, then: dict[str, Any], otherwise: dict[str, Any]) -> dict[str, Any]:
    condition = {"properties": {"type": {"const": kind}}, "required": ["type"]}
    return {"if": condition, "then": then, "else": otherwise}


def _with_buckets() -> dict[str, Any]:
    """Return that a native histogram has no buckets of its own, and every other one has some."""
    native = {"properties": {"native": {"const": True}}, "required": ["native"]}
    return {"if": native, "then": _without("buckets"), "else": {"required": ["buckets"]}}


def _without(*keys: str) -> dict[str, Any]:
    return {"not": {"anyOf": [{"required": [key]} for key in keys]}}


class Metric(Item):
    """A metric as the application exposes it."""

    model_config = pydantic.ConfigDict(json_schema_extra=_rules_by_type)

    type: Literal["counter", "gauge", "histogram"]
    """Its Prometheus type."""
    help: Sentence
    """What it counts or measures."""
    unit: UnitField | None = None
    """Its unit; read from the name's ending by default, else a count."""
    noun: Sentence | None = None
    """What is counted, in prose: `requests`."""
    labels: LabelNames = ()
    """Its own labels; those that scraping adds are implied."""
    buckets: tuple[NumberField, ...] = ()
    """Upper bounds of a histogram's finite buckets, in the metric's unit."""
    native: StrictBool = False
    """Whether it is a native histogram: one series, whose buckets nobody lists. It may be held to
    any bound, but how many events of one bucket lie below it is estimated. Prometheus stores it
    with `native-histograms` among the features of the target, since 3.8 with
    `scrape_native_histograms` in its configuration, which the output `scrape` writes. `simulate`
    does not serve it."""
    aggregate: Literal["sum", "max", "min", "avg"] | None = None
    """How a gauge's series combine."""
    shared: _Shared = False
    """Whether every instance reports the same thing, or for which values of a label it does."""
    selector: LabelMap | None = None
    """Labels of the job that exposes it, if it is not the project's."""
    presence: Literal["always", "on_traffic", "optional"] = "always"
    """When its series exist."""
    stability: Literal["development", "stable"] = "stable"
    """Whether its name and labels may still change."""
    deprecated: Sentence | None = None
    """Why it goes away, and what replaces it."""
    cardinality: PositiveCount | None = None
    """Series of it at most, where the product of its labels says too much."""

    def clashes(self) -> Iterator[Problem]:
        """Yield keys that the type of metric does not have, and those it cannot do without."""
        yield from self._bucket_clashes()
        yield from self._gauge_clashes()

    def _bucket_clashes(self) -> Iterator[Problem]:
        has_buckets = "buckets" in self.model_fields_set
        if self.native and self.type != "histogram":
            yield clash(f"a {self.type} is no native histogram", "remove `native`", "native")
        elif self.native and has_buckets:
            fix = "remove `buckets`, or `native` if it is exposed with these buckets"
            yield clash("a native histogram has no buckets of its own", fix, "buckets")
        elif self.type == "histogram" and not self.native and not self.buckets:
            fix = "add the upper bounds that the application uses, such as `buckets: [100, 500]`"
            yield clash("a histogram needs its buckets", fix, *(["buckets"] if has_buckets else []))
        elif self.type != "histogram" and has_buckets:
            yield clash(f"a {self.type} has no buckets", "remove `buckets`", "buckets")
        for index, (one, next_one) in enumerate(pairwise(self.buckets), start=1):
            if next_one <= one:
                yield _falling(index, one, next_one)

    def _gauge_clashes(self) -> Iterator[Problem]:
        if self.type == "gauge" and self.aggregate is None:
            fix = "add `aggregate: sum`, `max`, `min` or `avg`"
            yield clash("a gauge must say how its series combine", fix)
        if self.type != "gauge":
            fix = "remove it; a counter and a histogram are always added up"
            for key in ("aggregate", "shared"):
                if key in self.model_fields_set:
                    yield clash(f"`{key}` is for gauges, this is a {self.type}", fix, key)
        if isinstance(self.shared, dict) and len(self.shared) != 1:
            message = f"`shared` is about one label, here are {len(self.shared)}"
            yield clash(message, "keep one label: `{backend_type: [redis]}`", "shared")


def _falling(index: int, one: Decimal, next_one: Decimal) -> Problem:
    message = f"bucket `{next_one}` does not lie above `{one}` before it"
    fix = "list the buckets from the smallest to the largest, each once"
    return Problem("clash", message, fix, ("buckets", index))
