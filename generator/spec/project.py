"""The kinds that stand once in a project: project, labels, decisions, owners."""

from typing import Literal

import pydantic
from pydantic import StrictBool

from generator.core.fields import (
    Count,
    Duration,
    LabelName,
    MetricName,
    Names,
    PositiveDuration,
    QuantityField,
    Sentence,
    Slug,
    SpecModel,
    UnitField,
    fail,
)
from generator.core.units import parse_duration, parse_quantity
from generator.spec.common import Decided, Item, LabelMap, SeverityName


class Identity(SpecModel):
    """Where an identity label comes from."""

    on: Literal["series", "external"] = "series"
    """`series`: every scraped series carries it; `external`: Prometheus adds it when sending."""
    values: tuple[str, ...] = ()
    """The values that are known."""


class Scrape(SpecModel):
    """How metrics reach Prometheus."""

    interval: PositiveDuration
    """Time between two scrapes."""
    path: Literal["scrape", "otlp"] = "scrape"
    """Metrics have one path: both at once would count everything twice."""
    targets: Sentence | None = None
    """Path of the target files for service discovery."""


class Target(SpecModel):
    """Versions and backend that the output is for."""

    prometheus: Sentence = "2.42"
    """The oldest Prometheus that must load the rules."""
    grafana: Sentence = "11"
    """The Grafana that shows the dashboards."""
    backend: Literal["prometheus"] = "prometheus"
    """Where the rules run."""


class Defaults(SpecModel):
    """What holds where a spec says nothing."""

    window: PositiveDuration = parse_duration("5m")
    """Range of rates."""
    for_: Duration = pydantic.Field(parse_duration("10m"), alias="for")
    """How long a bound must be crossed before its alert fires."""
    min_bad_events: Count = 5
    """Bad events in one window below which a share of events does not alert."""
    slo_window: PositiveDuration = parse_duration("30d")
    """Period of an SLO."""


class Tier(SpecModel):
    """One burn-rate alert of an SLO (Google SRE workbook, chapter 5)."""

    long: PositiveDuration
    """The long window."""
    short: PositiveDuration
    """The short window, which lets the alert clear."""
    budget: QuantityField
    """Share of the error budget spent within the long window when the alert fires."""
    severity: SeverityName
    """How grave it is."""


class External(SpecModel):
    """Metrics of others that raw expressions may read."""

    job: Sentence | None = None
    """The job that exposes them."""
    metrics: tuple[MetricName, ...] = ()
    """Their names; empty leaves the prefix open."""
    prefix: Sentence | None = None
    """What their names begin with."""


class Constant(Item):
    """A number that belongs to the installation, not to the service."""

    unit: UnitField
    """Its unit."""
    help: Sentence
    """What it says."""
    value: QuantityField | None = None
    """The value in the default environment; without one every environment must give it."""


def _tiers() -> dict[str, Tier]:
    """Return the tiers of the SRE workbook's table 5-8 and the usual fourth between them."""
    rows: tuple[tuple[str, str, str, str, SeverityName], ...] = (
        ("fast", "1h", "5m", "2%", "critical"),
        ("medium", "6h", "30m", "5%", "critical"),
        ("slow", "1d", "2h", "10%", "warning"),
        ("trickle", "3d", "6h", "10%", "warning"),
    )
    return {
        name: Tier(
            long=parse_duration(long),
            short=parse_duration(short),
            budget=parse_quantity(budget),
            severity=severity,
        )
        for name, long, short, budget, severity in rows
    }


Output = Literal[
    "rules",
    "tests",
    "dashboards",
    "runbooks",
    "docs",
    "scrape",
    "alertmanager",
    "collector",
    "compose",
    "codeowners",
]


class Project(Item):
    """The project: what is true of everything in it."""

    project: Slug
    """Its id."""
    promspec: Literal["1"] = "1"
    """The version of the language that its specs are written in."""
    requires: Sentence | None = None
    """The versions of promspec that may render it, such as `>=0.1,<1`."""
    title: Sentence
    """Its name for people."""
    selector: LabelMap
    """Labels that every series of the project has; joined into every selector."""
    prefix: str | None = pydantic.Field(None, pattern=r"^[a-z][a-z0-9_]*$")
    """Stands in every recorded name; the id by default."""
    identity: dict[LabelName, Identity] | tuple[LabelName, ...] = ("job",)
    """Labels that tell instances of the project apart; added to every `by`."""
    scrape: Scrape
    """How metrics are collected."""
    evaluation: PositiveDuration
    """Time between two evaluations of rules."""
    retention: PositiveDuration
    """How long Prometheus keeps samples."""
    outputs: tuple[Output, ...] = ("rules", "tests", "dashboards", "runbooks", "docs")
    """What is rendered."""
    external: dict[str, External] = pydantic.Field(default_factory=dict)
    """Metrics of others."""
    grafana_url: Sentence | None = None
    """Where Grafana answers; links to dashboards begin with it."""
    prometheus_url: Sentence = "http://prometheus:9090"
    """Where Grafana reaches Prometheus."""
    runbook_url: Sentence | None = None
    """Where runbooks are read; `{runbook}` stands for the id."""
    runtime: Literal["rust", "go", "jvm", "python", "node"] | None = None
    """What the service is written in; runbook commands are checked against it."""
    target: Target = Target()
    """Versions that the output is for."""
    defaults: Defaults = Defaults()
    """What holds where a spec says nothing."""
    tiers: dict[str, Tier] = pydantic.Field(default_factory=_tiers)
    """Burn-rate alerts of SLOs."""
    severities: dict[SeverityName, Literal["page", "ticket", "none"]] = pydantic.Field(
        default_factory=lambda: {"critical": "page", "warning": "ticket", "info": "none"}
    )
    """What each severity does; `none` draws a line on panels and alerts nobody."""
    constants: dict[str, Constant] = pydantic.Field(default_factory=dict)
    """Numbers of the installation."""
    checks: dict[str, Literal["error", "warning", "advice", "off"]] = pydantic.Field(
        default_factory=dict
    )
    """How much single checks weigh."""

    @pydantic.field_validator("promspec", mode="before")
    @classmethod
    def _language(cls, value: object) -> object:
        text = str(value)
        if text != "1":
            raise fail(
                "language", f"language version {text} is not known here", "write `promspec: 1`"
            )
        return text

    @pydantic.field_validator("selector")
    @classmethod
    def _selector(cls, value: dict[str, str]) -> dict[str, str]:
        if not value:
            raise fail(
                "selector", "a selector needs at least one label", "write `{job: my-service}`"
            )
        return value

    @property
    def series_identity(self) -> tuple[str, ...]:
        """The identity labels that stand on series."""
        if isinstance(self.identity, tuple):
            return self.identity
        return tuple(name for name, one in self.identity.items() if one.on == "series")


class Label(Item):
    """One label, and what it may hold."""

    help: Sentence
    """What it tells."""
    values: dict[str, str] | tuple[str, ...] = ()
    """The only values, if they are known; a mapping gives them friendlier names."""
    max_values: Count | None = None
    """How many values there are at most."""
    examples: tuple[str, ...] = ()
    """Some values."""
    target: StrictBool = False
    """Whether scraping adds the label, so that every series has it."""

    @property
    def named_values(self) -> dict[str, str]:
        """The closed values by their friendly names; empty where values are open."""
        if isinstance(self.values, tuple):
            return {value: value for value in self.values}
        return dict(self.values)


class Labels(SpecModel):
    """The labels of the project, each defined once."""

    labels: Slug
    """The id of the file."""
    define: dict[LabelName, Label]
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
    define: dict[str, Decision]
    """Decisions by number, such as `D11`."""


class Owner(SpecModel):
    """A team."""

    title: Sentence | None = None
    """Its name for people."""
    receiver: Sentence | None = None
    """The receiver of its notifications."""
    runbook_url: Sentence | None = None
    """Where its runbooks are read, if not where the project's are."""
    folder: Sentence | None = None
    """The Grafana folder of its dashboards."""
    reviewers: Names = ()
    """Who reviews its files on the code host, such as `@org/team`."""


class Owners(SpecModel):
    """The teams."""

    owners: Slug
    """The id of the file."""
    define: dict[str, Owner]
    """Teams by id."""


__all__ = [
    "Constant",
    "Decided",
    "Decision",
    "Decisions",
    "Label",
    "Labels",
    "Owner",
    "Owners",
    "Project",
    "Tier",
]
