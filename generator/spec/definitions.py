"""The kinds that define names for a whole project: labels, decisions, owners."""

from collections.abc import Iterable, Iterator
from typing import Annotated, TypeAlias

import pydantic
from pydantic import StrictBool, Tag
from pydantic.config import JsonDict

from generator.core.fields import (
    DecisionId,
    LabelName,
    Names,
    PositiveCount,
    Problem,
    RunbookUrl,
    Sentence,
    Slug,
    SpecModel,
    Text,
    clash,
    some,
)
from generator.core.shapes import LIST, MAPPING, SHAPED
from generator.spec.common import Item
from generator.spec.receivers import Receiver, Receivers

_Values: TypeAlias = Annotated[
    Annotated[dict[Text, Text], Tag(MAPPING)] | Annotated[tuple[Text, ...], Tag(LIST)], SHAPED
]
_NOT_BOTH: JsonDict = {"not": {"required": ["values", "max_values"]}}
_SOME = some("nothing is defined here", "define something below it, or remove the file")


class Label(Item):
    """One label, and what it may hold."""

    model_config = pydantic.ConfigDict(json_schema_extra=_NOT_BOTH)

    help: Sentence
    """What it tells."""
    values: _Values = ()
    """The only values, if they are known; a mapping gives them friendlier names."""
    max_values: PositiveCount | None = None
    """How many values there are at most."""
    examples: tuple[Text, ...] = ()
    """Some values."""
    target: StrictBool = False
    """Whether scraping adds the label, so that every series has it."""

    @property
    def named_values(self) -> dict[str, str]:
        """The closed values by their friendly names; empty where values are open."""
        if isinstance(self.values, tuple):
            return {value: value for value in self.values}
        return dict(self.values)

    def _by_key(self) -> Iterable[tuple[str | int, str]]:
        return self.values.items() if isinstance(self.values, dict) else enumerate(self.values)

    def clashes(self) -> Iterator[Problem]:
        """Yield what is wrong with the values."""
        if self.values and self.max_values is not None:
            message = "`values` lists all values, so `max_values` says nothing more"
            yield clash(message, "keep one of the two", "max_values")
        seen: set[str] = set()
        for key, value in self._by_key():
            if value in seen:
                message = f"the value `{value}` is listed twice"
                yield Problem("clash", message, "remove one of the two", ("values", key))
            seen.add(value)


class Labels(SpecModel):
    """The labels of the project, each defined once."""

    labels: Slug
    """The id of the file."""
    define: Annotated[dict[LabelName, Label], *_SOME]
    """Labels by name."""


class Decision(SpecModel):
    """A question that had to be settled, and how."""

    question: Sentence
    """What was unclear."""
    answer: Sentence
    """What holds."""
    reason: Sentence
    """Why."""


class Decisions(SpecModel):
    """The decisions taken, each by its number."""

    decisions: Slug
    """The id of the file."""
    define: Annotated[dict[DecisionId, Decision], *_SOME]
    """Decisions by number, such as `D11`."""


class Owner(SpecModel):
    """A team."""

    title: Sentence | None = None
    """Its name for people."""
    receiver: Receivers | None = None
    """The receiver of its notifications, or one each for `page` and `ticket`."""
    runbook_url: RunbookUrl | None = None
    """Where its runbooks are read, if not where the project's are."""
    folder: Sentence | None = None
    """The Grafana folder of its dashboards, beside that of the project."""
    reviewers: Names = ()
    """Who reviews its files on the code host, such as `@org/team`."""


class Owners(SpecModel):
    """The teams."""

    owners: Slug
    """The id of the file."""
    define: Annotated[dict[Slug, Owner], *_SOME]
    """Teams by id."""
    receivers: dict[Slug, Receiver] = pydantic.Field(default_factory=dict)
    """Where their notifications go, by name."""
