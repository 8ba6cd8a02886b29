"""The kinds that people look at, and those that vary a project: dashboard, runbook, environment, fleet."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import pydantic
from pydantic import StrictBool

from generator.core.fields import (
    Count,
    Duration,
    LabelName,
    Names,
    PositiveDuration,
    QuantityField,
    Sentence,
    Slug,
    SpecModel,
    fail,
)
from generator.spec.common import Item, LabelMap


class Shown(SpecModel):
    """One thing a panel shows, with how."""

    of: Sentence
    """An indicator, an SLO or a histogram."""
    axis: Literal["left", "right"] = "left"
    """The axis it is drawn against."""
    ago: PositiveDuration | None = None
    """Show it as it was this long ago."""


class Panel(Item):
    """A panel of a dashboard."""

    show: tuple[Annotated[str | Shown, pydantic.Field(union_mode="left_to_right")], ...] = ()
    """Ids of indicators, SLOs or histograms."""
    as_: (
        Literal["timeseries", "stat", "status", "gauge", "bar", "table", "heatmap", "slo", "text"]
        | None
    ) = pydantic.Field(None, alias="as")
    """How it is shown; by recipe by default."""
    title: Sentence | None = None
    """Its title; that of what it shows by default."""
    by: tuple[LabelName, ...] | None = None
    """Break down or roll up by these labels; the indicator's by default."""
    top: Count | None = None
    """Only so many, the largest; tables and bars."""
    lines: Names = ()
    """Further bounds to draw: ids of thresholds or SLOs."""
    text: Sentence | None = None
    """What a text panel says, in Markdown."""
    width: Count | None = None
    """Columns of 24."""
    height: Count | None = None
    """Grid rows of 30 pixels."""


class Row(SpecModel):
    """A row of a dashboard."""

    title: Sentence
    """What stands over it."""
    collapsed: StrictBool = False
    """Whether it is folded at first."""
    panels: dict[str, Panel]
    """Panels by id."""


class Dashboard(Item):
    """A dashboard."""

    dashboard: Slug
    """Its id."""
    title: Sentence
    """Its name for people."""
    purpose: Sentence
    """The question it answers."""
    filters: tuple[LabelName, ...] = ()
    """Labels by which the viewer can filter."""
    links: Names = ()
    """Dashboards it links to."""
    rows: dict[str, Row]
    """Rows by id."""


class Diagnosis(SpecModel):
    """A look at what is going on."""

    say: Sentence
    """The question."""
    look: Sentence | None = None
    """The indicator that answers it."""
    by: tuple[LabelName, ...] | None = None
    """Break it down by these labels."""
    run: Sentence | None = None
    """A command that answers it."""


class Step(Diagnosis):
    """Something to do."""

    danger: Sentence | None = None
    """What is lost if it is done."""
    only_if: Sentence | None = None
    """When it may be done."""

    @pydantic.model_validator(mode="after")
    def _precondition(self) -> "Step":
        if self.danger is not None and self.only_if is None:
            raise fail("danger", "a dangerous step must say when it may be done", "add `only_if`")
        return self


class Symptom(SpecModel):
    """What is seen when the runbook is needed."""

    say: Sentence
    """What is seen."""
    look: Sentence | None = None
    """The indicator, threshold or SLO that shows it."""


class Runbook(Item):
    """What to do when an alert fires."""

    runbook: Slug
    """Its id."""
    title: Sentence
    """Its name for people."""
    meaning: Sentence
    """What it means for users."""
    symptoms: tuple[Annotated[str | Symptom, pydantic.Field(union_mode="left_to_right")], ...] = ()
    """What is seen."""
    diagnosis: tuple[Diagnosis, ...] = ()
    """How to find the cause."""
    steps: tuple[Step, ...]
    """What to do, in order."""


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
    constants: dict[str, QuantityField] = pydantic.Field(default_factory=dict)
    """Values of constants."""
    set: dict[str, Any] = pydantic.Field(default_factory=dict)
    """Other values: id and field to value."""


class Service(SpecModel):
    """One service of a fleet."""

    title: Sentence | None = None
    """Its name for people."""
    selector: LabelMap
    """Labels that its series have."""
    owner: str | None = None
    """The team that owns it."""
    constants: dict[str, QuantityField] = pydantic.Field(default_factory=dict)
    """Values of constants."""
    set: Mapping[str, Any] = pydantic.Field(default_factory=dict)
    """Other values: id and field to value."""


class Fleet(Item):
    """Many services that are measured alike."""

    fleet: Slug
    """Its id."""
    use: Names
    """Components that every service has."""
    services: dict[Slug, Service]
    """Services by id."""


__all__ = ["Dashboard", "Duration", "Environment", "Fleet", "Panel", "Row", "Runbook", "Shown"]
