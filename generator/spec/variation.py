"""The kinds that vary a project: environment, fleet."""

from typing import Annotated, Any, TypeAlias

import pydantic

from generator.core.fields import ItemId, QuantityField, Sentence, Slug, SpecModel, Text, some
from generator.core.model import NAMES
from generator.spec.common import ComponentRef, Item, LabelMap, OwnerRef

_SOME_COMPONENTS = some(
    "without components a service has nothing", "name one: `[http]`", items=True
)
_SOME_LABELS = some(
    "without a label in its selector a service would read the series of all others",
    "write the labels of its scrape job: `{job: billing}`",
)
_Constants: TypeAlias = Annotated[
    dict[ItemId, QuantityField], pydantic.Field(json_schema_extra={NAMES: ["own constant key"]})
]
_Settings: TypeAlias = Annotated[
    dict[Text, Any], pydantic.Field(json_schema_extra={NAMES: ["setting key"]})
]


class Environment(Item):
    """A variation of the project: another place it runs in."""

    environment: Slug
    """Its id."""
    title: Sentence | None = None
    """Its name for people."""
    identity: LabelMap = pydantic.Field(default_factory=dict)
    """Values of the project's identity labels."""
    selector: LabelMap | None = None
    """Replaces labels of the project's selector."""
    constants: _Constants = pydantic.Field(default_factory=dict)
    """Values of constants."""
    set: _Settings = pydantic.Field(default_factory=dict)
    """Other values: id and field to value."""


class Service(SpecModel):
    """One service of a fleet."""

    title: Sentence | None = None
    """Its name for people."""
    selector: Annotated[LabelMap, *_SOME_LABELS]
    """Labels that its series have."""
    owner: OwnerRef | None = None
    """The team that owns it."""
    constants: _Constants = pydantic.Field(default_factory=dict)
    """Values of constants."""
    set: _Settings = pydantic.Field(default_factory=dict)
    """Other values: id and field to value."""


class Fleet(Item):
    """Many services that are measured alike."""

    fleet: Slug
    """Its id."""
    use: Annotated[tuple[ComponentRef, ...], *_SOME_COMPONENTS]
    """Components that every service has."""
    services: dict[Slug, Service] = pydantic.Field(json_schema_extra={"minProperties": 1})
    """Services by id."""
