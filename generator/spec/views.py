"""The kinds that people look at: dashboard, runbook."""

import shlex
from collections.abc import Iterator
from typing import Annotated, Any, Literal, TypeAlias

import pydantic
from pydantic import StrictBool, Tag

from generator.core.fields import (
    Columns,
    GridRows,
    ItemId,
    LabelNames,
    PositiveCount,
    PositiveDuration,
    Problem,
    Sentence,
    Slug,
    SpecModel,
    clash,
    some,
)
from generator.core.shapes import MAPPING, SHAPED, TEXT
from generator.spec.common import DashboardRef, IndicatorRef, Item, MeasureRef, ShownRef
from generator.spec.variation import Environment, Fleet, Service

_TOPPED = ("table", "bar")
_SOME_PANELS = some("a row without panels shows nothing", "add a panel below it")
_SOME_ROWS = some("a dashboard without rows shows nothing", "add a row with panels below it")
_SOME_STEPS = some(
    "a runbook without steps does not say what to do", "add `- say:` with a step", items=True
)


class Shown(SpecModel):
    """One thing a panel shows, with how."""

    of: ShownRef
    """An indicator, an SLO or a histogram."""
    axis: Literal["left", "right"] = "left"
    """The axis it is drawn against."""
    ago: PositiveDuration | None = None
    """Show it as it was this long ago."""


def _queries_or_text(schema: dict[str, Any]) -> None:
    """Say in JSON Schema that a panel shows queries or a text, and where `top` has a meaning."""
    schema["oneOf"] = [{"required": ["show"]}, {"required": ["text"]}]
    schema["properties"]["show"]["minItems"] = 1
    is_topped = {"properties": {"as": {"enum": list(_TOPPED)}}, "required": ["as"]}
    schema["dependentSchemas"] = {
        "top": is_topped,
        "text": {"properties": {"as": {"const": "text"}}},
        "show": {"properties": {"as": {"not": {"const": "text"}}}},
    }


class Panel(Item):
    """A panel of a dashboard."""

    model_config = pydantic.ConfigDict(json_schema_extra=_queries_or_text)

    show: tuple[
        Annotated[Annotated[ShownRef, Tag(TEXT)] | Annotated[Shown, Tag(MAPPING)], SHAPED], ...
    ] = ()
    """Ids of indicators, SLOs or histograms."""
    as_: (
        Literal["timeseries", "stat", "status", "gauge", "bar", "table", "heatmap", "slo", "text"]
        | None
    ) = pydantic.Field(None, alias="as")
    """How it is shown; by recipe by default."""
    title: Sentence | None = None
    """Its title; that of what it shows by default."""
    by: LabelNames | None = None
    """Break down or roll up by these labels; the indicator's by default."""
    top: PositiveCount | None = None
    """Only so many, the largest; tables and bars."""
    lines: tuple[MeasureRef, ...] = ()
    """Further bounds to draw: ids of thresholds or SLOs."""
    text: Sentence | None = None
    """What a text panel says, in Markdown."""
    width: Columns | None = None
    """Columns of 24."""
    height: GridRows | None = None
    """Grid rows of 30 pixels."""

    def clashes(self) -> Iterator[Problem]:
        """Yield what keeps a panel from being one of queries or one of text."""
        if self.show and self.text is not None:
            fix = "keep one of the two; a text is a panel of its own"
            yield clash("a panel has `show` or `text`, not both", fix, "text")
        elif not self.show and self.text is None:
            at = ["show"] if "show" in self.model_fields_set else []
            yield clash("the panel shows nothing", "add `show:` with an id, or `text:`", *at)
        elif (self.as_ == "text") != (self.text is not None) and self.as_ is not None:
            message = f"`as: {self.as_}` does not go with `{'show' if self.show else 'text'}`"
            yield clash(message, "remove `as`", "as")
        if self.top is not None and self.as_ not in _TOPPED:
            fix = "add `as: table` or `as: bar`, or remove `top`"
            yield clash("`top` is for tables and bars", fix, "top")


class Row(SpecModel):
    """A row of a dashboard."""

    title: Sentence
    """What stands over it."""
    collapsed: StrictBool = False
    """Whether it is folded at first."""
    panels: Annotated[dict[ItemId, Panel], *_SOME_PANELS]
    """Panels by id."""


class Dashboard(Item):
    """A dashboard."""

    dashboard: Slug
    """Its id."""
    title: Sentence
    """Its name for people."""
    purpose: Sentence
    """The question it answers."""
    filters: LabelNames = ()
    """Labels by which the viewer can filter."""
    links: tuple[DashboardRef, ...] = ()
    """Dashboards it links to."""
    rows: Annotated[dict[ItemId, Row], *_SOME_ROWS]
    """Rows by id."""

    def clashes(self) -> Iterator[Problem]:
        """Yield panels with one id in two rows; a panel's id does not name its row."""
        seen: dict[str, str] = {}
        for row_id, row in self.rows.items():
            for panel_id in row.panels:
                if panel_id in seen:
                    message = f"row `{seen[panel_id]}` has a panel `{panel_id}` already"
                    fix = "give one of the two another id"
                    yield clash(message, fix, "rows", row_id, "panels", panel_id)
                seen.setdefault(panel_id, row_id)


def _look_or_run(schema: dict[str, Any]) -> None:
    """Say in JSON Schema what goes together in an item of a runbook."""
    schema["not"] = {"required": ["look", "run"]}
    schema["dependentRequired"] = {"by": ["look"]}
    if "danger" in schema["properties"]:
        schema["dependentRequired"] |= {"danger": ["only_if"]}


def _closes(command: str) -> bool:
    """Tell whether every quote of a command ends.

    Here-documents hold anything, and quotes begin anew inside a substitution, so commands with
    one of these are not judged.
    """
    if any(sign in command for sign in ("<<", "$(", "`")):
        return True
    try:
        shlex.split(command, comments=True)
    except ValueError:
        return False
    return True


class Diagnosis(SpecModel):
    """A look at what is going on."""

    model_config = pydantic.ConfigDict(json_schema_extra=_look_or_run)

    say: Sentence
    """The question."""
    look: IndicatorRef | None = None
    """The indicator that answers it."""
    by: LabelNames | None = None
    """Break it down by these labels."""
    run: Sentence | None = None
    """A command that answers it."""

    def clashes(self) -> Iterator[Problem]:
        """Yield keys that do not belong to one item."""
        if self.look is not None and self.run is not None:
            fix = "make two items of it"
            yield clash("an item has `look` or `run`, not both", fix, "run")
        if self.run is not None and not _closes(self.run):
            fix = "close it, or write `\\'` for the character itself"
            yield clash("a quote in the command never ends", fix, "run")
        if self.by is not None and self.look is None:
            yield clash("`by` breaks down what `look` shows", "add `look`, or remove `by`", "by")


class Step(Diagnosis):
    """Something to do."""

    say: Sentence
    """What to do."""
    look: IndicatorRef | None = None
    """The indicator to watch meanwhile."""
    run: Sentence | None = None
    """The command that does it."""
    danger: Sentence | None = None
    """What is lost if it is done."""
    only_if: Sentence | None = None
    """When it may be done."""

    def clashes(self) -> Iterator[Problem]:
        """Yield keys that do not belong to one step, and dangers without a condition."""
        yield from super().clashes()
        if self.danger is not None and self.only_if is None:
            fix = "add `only_if:` with what must be true before"
            yield clash("a dangerous step must say when it may be done", fix, "danger")


class Symptom(SpecModel):
    """What is seen when the runbook is needed."""

    say: Sentence
    """What is seen."""
    look: MeasureRef | None = None
    """The indicator, threshold or SLO that shows it."""


_Symptom: TypeAlias = Annotated[
    Annotated[Sentence, Tag(TEXT)] | Annotated[Symptom, Tag(MAPPING)], SHAPED
]


class Runbook(Item):
    """What to do when an alert fires."""

    runbook: Slug
    """Its id."""
    title: Sentence
    """Its name for people."""
    meaning: Sentence
    """What it means for users."""
    symptoms: tuple[_Symptom, ...] = ()
    """What is seen."""
    diagnosis: tuple[Diagnosis, ...] = ()
    """How to find the cause."""
    steps: Annotated[tuple[Step, ...], *_SOME_STEPS]
    """What to do, in order."""


__all__ = [
    "Dashboard",
    "Diagnosis",
    "Environment",
    "Fleet",
    "Panel",
    "Row",
    "Runbook",
    "Service",
    "Shown",
    "Step",
    "Symptom",
]
