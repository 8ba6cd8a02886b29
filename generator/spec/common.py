"""What several kinds of spec have in common."""

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

import pydantic

from generator.core.fields import (
    DecisionId,
    FindingCode,
    LabelName,
    Names,
    Sentence,
    SpecModel,
    Text,
    reference,
)
from generator.core.model import NAMES, WORDS

SeverityName: TypeAlias = Literal["critical", "warning", "info"]
LabelMap: TypeAlias = Mapping[LabelName, Text]

OwnerRef: TypeAlias = Annotated[str, *reference("the id of a team", "owner")]
RunbookRef: TypeAlias = Annotated[str, *reference("the id of a runbook", "runbook")]
DashboardRef: TypeAlias = Annotated[str, *reference("the id of a dashboard", "dashboard")]
IndicatorRef: TypeAlias = Annotated[str, *reference("the id of an indicator", "indicator")]
MeasureRef: TypeAlias = Annotated[
    str,
    *reference("the id of an indicator, a threshold or an SLO", "indicator", "slo", "threshold"),
]
ShownRef: TypeAlias = Annotated[
    str,
    *reference("the id of an indicator or an SLO, or a histogram", "indicator", "slo", "histogram"),
]
TierRef: TypeAlias = Annotated[str, *reference("the name of a tier", "tier")]
ComponentRef: TypeAlias = Annotated[str, *reference("the id of a component", "component")]

Inhibits: TypeAlias = Annotated[
    Names,
    pydantic.Field(json_schema_extra={NAMES: ["indicator", "threshold", "slo", "alert", "scope"]}),
]
SloRefs: TypeAlias = Annotated[Names, pydantic.Field(json_schema_extra={NAMES: ["slo"]})]


def _several(value: object) -> object:
    """Let a single decision stand without brackets."""
    return value if isinstance(value, list | tuple) else (value,)


_DECISION_SCHEMA = {"type": "string", "pattern": "^D[0-9]+$", NAMES: ["decision"]}
Decided: TypeAlias = Annotated[
    tuple[DecisionId, ...],
    pydantic.BeforeValidator(_several),
    pydantic.WithJsonSchema(
        {
            "anyOf": [_DECISION_SCHEMA, {"type": "array", "items": _DECISION_SCHEMA}],
            WORDS: "a decision, or a list of decisions",
        }
    ),
]


class Item(SpecModel):
    """What may stand on anything that has an id."""

    owner: OwnerRef | None = None
    """The team that owns it; inherited from what it belongs to."""
    note: Sentence | None = None
    """A remark for the reference."""
    decided: Decided = ()
    """The decisions that settle it, such as `D11`."""
    allow: dict[FindingCode, Sentence] = pydantic.Field(default_factory=dict)
    """Findings that are accepted here: code and reason."""
