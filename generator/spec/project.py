"""The kind ``project``: what is true of everything in it."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal, TypeAlias

import pydantic
from pydantic import StrictBool, Tag
from pydantic.config import JsonDict

from generator.core.fields import (
    Count,
    Duration,
    FindingCode,
    ItemId,
    LabelName,
    LabelNames,
    MetricName,
    PositiveDuration,
    Problem,
    QuantityField,
    RunbookUrl,
    Sentence,
    Slug,
    SpecModel,
    Text,
    UnitField,
    Url,
    Version,
    clash,
    some,
)
from generator.core.shapes import LIST, MAPPING, SHAPED
from generator.core.units import Family, parse_duration, parse_quantity
from generator.spec.common import Decided, Item, LabelMap, SeverityName
from generator.spec.definitions import Decision, Decisions, Label, Labels, Owner, Owners
from generator.spec.outputs import Output
from generator.spec.receivers import ReceiverRef
from generator.spec.versions import LANGUAGE, Language, RequirementField

_SOME_LABELS = some(
    "without a label in its selector a project would read the series of all others",
    "write the labels of your scrape job: `{job: my-service}`",
)
_NAMES_OR_PREFIX: JsonDict = {"anyOf": [{"required": ["metrics"]}, {"required": ["prefix"]}]}


class Identity(SpecModel):
    """Where an identity label comes from."""

    on: Literal["series", "external"] = "series"
    """`series`: every scraped series carries it; `external`: Prometheus adds it when sending."""
    values: tuple[Text, ...] = ()
    """The values that are known."""


_Identity: TypeAlias = Annotated[
    Annotated[dict[LabelName, Identity], Tag(MAPPING)] | Annotated[LabelNames, Tag(LIST)], SHAPED
]


class Scrape(SpecModel):
    """How metrics reach Prometheus."""

    interval: PositiveDuration
    """Time between two scrapes."""
    path: Literal["scrape", "otlp"] = "scrape"
    """Metrics have one path: both at once would count everything twice."""
    targets: Sentence | None = None
    """Path of the target files for service discovery."""


Feature: TypeAlias = Literal[
    "promql-experimental-functions",
    "promql-duration-expr",
    "promql-extended-range-selectors",
    "promql-binop-fill-modifiers",
    "promql-at-modifier",
    "promql-negative-offset",
    "use-start-timestamps",
    "native-histograms",
]


class Target(SpecModel):
    """Versions and backend that the output is for."""

    prometheus: Version = "2.42"
    """The oldest Prometheus that must load the rules."""
    grafana: Version = "11"
    """The Grafana that shows the dashboards."""
    features: tuple[Feature, ...] = ()
    """What every Prometheus is started with behind `--enable-feature`."""
    backend: Literal["prometheus", "mimir"] = "prometheus"
    """Where the rules run; of Mimir, how many rules and groups it takes is checked."""


class Defaults(SpecModel):
    """What holds where a spec says nothing."""

    window: PositiveDuration = parse_duration("5m")
    """Range of rates."""
    for_: Duration = pydantic.Field(parse_duration("10m"), alias="for")
    """How long a bound must be crossed before its alert fires."""
    min_bad_events: Count = 5
    """Bad events in one window below which a share of events or a percentile does not alert."""
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

    def clashes(self) -> Iterator[Problem]:
        """Yield windows that stand the wrong way round, and a budget that is no share."""
        if self.short >= self.long:
            fix = "make it a part of the long one; a twelfth is usual"
            yield clash("the short window is not shorter than the long one", fix, "short")
        if self.budget.unit.family is not Family.RATIO or self.budget.unit.per is not None:
            message = f"a part of the error budget is a share, found `{self.budget}`"
            yield Problem("quantity", message, "write it in percent: `2%`", ("budget",))
        elif not 0 < self.budget.number <= 1:
            fix = "write a share above 0% and up to 100%, such as `2%`"
            message = f"`{self.budget}` is no part of a budget"
            yield Problem("value", message, fix, ("budget",))


class Repeat(SpecModel):
    """After how long a notification about what still fires is sent again."""

    page: PositiveDuration = parse_duration("4h")
    """Of what wakes somebody."""
    ticket: PositiveDuration = parse_duration("1d")
    """Of what can wait for the morning."""


class Notifications(SpecModel):
    """How Alertmanager sends what fires."""

    group_wait: Duration = parse_duration("30s")
    """How long the first notification of a group waits for what belongs to it."""
    group_interval: PositiveDuration = parse_duration("5m")
    """How long a group that was sent waits before it tells what is new in it."""
    repeat: Repeat = Repeat()
    """When it is sent again."""
    watchdog: ReceiverRef | None = None
    """Who is told all the time that alerts arrive, and raises the alarm when they do not."""

    def clashes(self) -> Iterator[Problem]:
        """Yield repetitions that would come later than they say."""
        for name in ("page", "ticket"):
            if getattr(self.repeat, name) < self.group_interval:
                message = "it is sent again no sooner than after `group_interval`"
                yield clash(message, "write a longer time", "repeat", name)


class External(SpecModel):
    """Metrics of others that raw expressions may read."""

    model_config = pydantic.ConfigDict(json_schema_extra=_NAMES_OR_PREFIX)

    job: Sentence | None = None
    """The job that exposes them."""
    metrics: tuple[MetricName, ...] = ()
    """Their names, if they are listed."""
    prefix: MetricName | None = None
    """What their names begin with."""

    def clashes(self) -> Iterator[Problem]:
        """Yield that no metric is meant, if so."""
        if not self.metrics and self.prefix is None:
            fix = "add `metrics:` with their names, or `prefix:`, such as `prefix: node_`"
            yield clash("this names no metrics", fix)


class Constant(Item):
    """A number that belongs to the installation, not to the service."""

    unit: UnitField
    """Its unit."""
    help: Sentence
    """What it says."""
    value: QuantityField | None = None
    """The value in the default environment; without one every environment must give it."""


def usual_tiers() -> dict[str, Tier]:
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


def _severities() -> dict[SeverityName, Any]:
    return {"critical": "page", "warning": "ticket", "info": "none"}


class Project(Item):
    """The project: what is true of everything in it."""

    project: Slug
    """Its id."""
    promspec: Language = LANGUAGE
    """The version of the language that its specs are written in."""
    requires: RequirementField | None = None
    """The versions of promspec that may render it, such as `>=0.1,<1`."""
    title: Sentence
    """Its name for people."""
    selector: Annotated[LabelMap, *_SOME_LABELS]
    """Labels that every series of the project has; joined into every selector."""
    prefix: ItemId | None = None
    """Stands in every recorded name; the id by default."""
    identity: _Identity = ("job",)
    """Labels that tell instances of the project apart; added to every `by`."""
    scrape: Scrape
    """How metrics are collected."""
    evaluation: PositiveDuration
    """Time between two evaluations of rules."""
    retention: PositiveDuration
    """How long Prometheus keeps samples."""
    outputs: tuple[Output, ...] = ("rules", "tests", "dashboards", "runbooks", "docs")
    """What is rendered."""
    notifications: Notifications = Notifications()
    """How Alertmanager sends what fires."""
    external: dict[ItemId, External] = pydantic.Field(default_factory=dict)
    """Metrics of others."""
    grafana_url: Url | None = None
    """Where Grafana answers; links to dashboards begin with it."""
    prometheus_url: Url = "http://prometheus:9090"
    """Where Grafana reaches Prometheus."""
    prometheus_external_url: Url | None = None
    """Where people reach Prometheus, its `--web.external-url`; commands of runbooks ask there. By
    default `prometheus_url`."""
    alertmanager_url: Url = "http://alertmanager:9093"
    """Where Prometheus reaches Alertmanager."""
    traces_url: Url | None = None
    """Where the collector sends traces, by OTLP over HTTP."""
    runbook_url: RunbookUrl | None = None
    """Where runbooks are read; `{runbook}` stands for the id. Environments have runbooks of their
    own: where this leads to `runbooks/{runbook}`, as the files lie in `out/`, theirs are taken to
    be at `env/NAME/runbooks/{runbook}`; else `set: {project.runbook_url: …}` says where."""
    runtime: Literal["rust", "go", "jvm", "python", "node"] | None = None
    """What the service is written in; runbook commands are checked against it."""
    target: Target = Target()
    """Versions that the output is for."""
    defaults: Defaults = Defaults()
    """What holds where a spec says nothing."""
    tiers: dict[ItemId, Tier] = pydantic.Field(default_factory=usual_tiers)
    """Burn-rate alerts of SLOs."""
    severities: dict[SeverityName, Literal["page", "ticket", "none"]] = pydantic.Field(
        default_factory=_severities
    )
    """What each severity does; `none` draws a line on panels and alerts nobody."""
    slo_dashboards: StrictBool = True
    """Whether Grafana gets a list of all SLOs, and a page that shows one of them."""
    constants: dict[ItemId, Constant] = pydantic.Field(default_factory=dict)
    """Numbers of the installation."""
    checks: dict[FindingCode, Literal["error", "warning", "advice", "off"]] = pydantic.Field(
        default_factory=dict
    )
    """How much single checks weigh."""

    @property
    def series_identity(self) -> tuple[str, ...]:
        """The identity labels that stand on series."""
        if isinstance(self.identity, tuple):
            return self.identity
        return tuple(name for name, one in self.identity.items() if one.on == "series")


__all__ = [
    "Constant",
    "Decided",
    "Decision",
    "Decisions",
    "Defaults",
    "External",
    "Identity",
    "Label",
    "Labels",
    "Owner",
    "Owners",
    "Project",
    "Scrape",
    "Target",
    "Tier",
    "usual_tiers",
]
