"""What is known of the series that an expression may name."""

import dataclasses
from collections.abc import Mapping
from fractions import Fraction
from typing import Final, Literal, NamedTuple, TypeAlias

from generator.check.promql.interval import ANY, Range
from generator.check.promql.label_set import ALL, LabelSet
from generator.check.promql.measure import UNKNOWN, Measure, of_series
from generator.core.finding import Place
from generator.core.names import META
from generator.core.units import COUNT, Family, Unit
from generator.promql.expr import Matcher
from generator.promql.labels import Known
from generator.promql.versions import Target, version_of
from generator.recipes.base import MetricType
from generator.resolve.estate import Estate, Metric
from generator.resolve.metrics import unit_of_name

# What Prometheus itself makes of each scrape (prometheus.io/docs/concepts/jobs_instances).
SCRAPE_SERIES: Final = frozenset(
    {
        *("up", "scrape_duration_seconds", "scrape_samples_scraped"),
        *("scrape_samples_post_metric_relabeling", "scrape_series_added"),
    }
)
# Both are labels of each target, so of what is made of its scrapes.
_SCRAPED: Final = {
    name: Known(frozenset({"job", "instance"}), open=True, what=f"`{name}`")
    for name in SCRAPE_SERIES
}
ALERT_SERIES: Final = frozenset({"ALERTS", "ALERTS_FOR_STATE"})
_PARTS: Final = ("_bucket", "_sum", "_count")

# Endings that only counters have (openmetrics.io, "Counter" and "Histogram").
_COUNTED: Final = ("_total", "_bucket")
# Gauges of programs in wide use that are named like counters all the same.
_NO_COUNTERS: Final = frozenset(
    {
        *("process_threads_total", "nginx_http_current_connections_total"),
        *(f"rabbitmq_queue_messages{state}_total" for state in ("", "_ready", "_unacknowledged")),
        *("elasticsearch_indices_docs_total", "elasticsearch_indices_segment_count_total"),
    }
)

Part: TypeAlias = Literal["", "_bucket", "_sum", "_count"]


class Facts(NamedTuple):
    """One series by its name: a metric, a part of a histogram, or a record.

    ``type`` of a part is that of what it holds, a counter. ``buckets`` are upper bounds in the
    metric's unit, without the infinite one.
    """

    name: str
    metric: str
    type: MetricType | Literal["record"]
    labels: frozenset[str]
    optional: frozenset[str] = frozenset()
    part: Part = ""
    buckets: tuple[Fraction, ...] = ()
    share: bool = False
    """Whether its unit is a share, so that it lies between 0 and 1."""
    place: Place | None = None
    unit: Unit | None = None
    """What it measures; of a part of a histogram, that of the histogram."""
    own: frozenset[str] = frozenset()
    """The labels that the application itself gives it."""
    deprecated: str = ""
    presence: str = "always"
    """When its series exist, in the words of the specs."""
    native: bool = False
    """Whether it is a histogram whose buckets are one series without a label ``le``."""
    guessed: bool = False
    """Whether nothing but its name says what it is."""


class Counted(NamedTuple):
    """Events that a rate counts: the function, the counter, its window, its shift, conditions.

    ``shift`` are the offset and the moment of `@`, from the inside outwards. Results are told
    apart by ``kept``. Each of them counts all such events with its labels if ``complete``; with
    ``filtered`` there may be no result for some of them.
    """

    function: str
    metric: str
    window: str
    shift: tuple[str, ...]
    conditions: frozenset[Matcher]
    kept: LabelSet = ALL
    complete: bool = True
    filtered: bool = False


class Made(NamedTuple):
    """What is known of the values of a recorded series.

    ``nan`` is set where a divisor of 0 gives values that are no number, and ``divisor`` is where
    that stands, if it is known. ``summed`` is set where counters
    were added up before a rate was taken of them, ``fraction`` where it is no whole number most of
    the time. ``values`` tells between which ends they lie, ``counted`` of which events they are the
    number. ``native`` is set where they may be native histograms, ``rate`` is the function that
    made them, if that is one of those of counters.
    """

    nan: bool = False
    divisor: Place | None = None
    summed: bool = False
    measure: Measure | None = None
    fraction: bool = False
    values: Range = ANY
    counted: Counted | None = None
    native: bool = True
    rate: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Catalogue:
    """All series that are known; ``closed`` where there are no others.

    ``made`` tells of the values of records, ``values`` are the closed values of labels, ``sizes``
    how many values a label has at most. ``scrape``, ``evaluation`` and ``retention`` are seconds;
    ``evaluation`` is None where records are made at times that are not known.
    """

    facts: Mapping[str, Facts] = dataclasses.field(default_factory=dict)
    records: Mapping[str, Known] = dataclasses.field(default_factory=dict)
    made: Mapping[str, Made] = dataclasses.field(default_factory=dict)
    sizes: Mapping[str, int] = dataclasses.field(default_factory=dict)
    values: Mapping[str, frozenset[str]] = dataclasses.field(default_factory=dict)
    scrape: Fraction | None = None
    evaluation: Fraction | None = None
    retention: Fraction | None = None
    foreign: tuple[str, ...] = ()
    """What the names of metrics of others begin with."""
    closed: bool = False
    target: Target | None = None
    """The oldest Prometheus that loads the expressions."""

    def fact(self, name: str) -> Facts | None:
        """Return what is known of a series, or in an open world what its name promises."""
        found = self.facts.get(name)
        if found is not None or self.closed or not name.endswith(_COUNTED):
            return found
        if name in _NO_COUNTERS:
            return None
        part: Part = "_bucket" if name.endswith("_bucket") else ""
        return Facts(name, name, "counter", frozenset(), part=part, guessed=True)

    def series(self, name: str) -> Known | None:
        """Return the labels of a series, None where nothing is known of it."""
        facts = self.facts.get(name)
        if facts is None:
            return self.records.get(name) or _SCRAPED.get(name)
        return _known(facts)

    def missing(self, name: str) -> bool:
        """Tell whether a series surely does not exist."""
        return self.closed and not (
            name in self.facts
            or name in self.records
            or name in SCRAPE_SERIES
            or name in ALERT_SERIES
            or any(name == one or name.startswith(one) for one in self.foreign)
        )

    def measure(self, name: str) -> Measure:
        """Return what a series measures, in an open world what the ending of its name says."""
        made = self.made.get(name)
        if made is not None:
            return made.measure or UNKNOWN
        facts = self.facts.get(name)
        if facts is not None:
            unit = COUNT if facts.part in {"_bucket", "_count"} else facts.unit
            return of_series(name, unit, declared=True)
        return UNKNOWN if self.closed else of_series(name, unit_of_name(name), declared=False)

    def with_records(
        self,
        records: Mapping[str, Known],
        made: Mapping[str, Made] | None = None,
    ) -> "Catalogue":
        """Return the same with recorded series, and what is known of their values."""
        known = {**self.records, **records}
        return dataclasses.replace(self, records=known, made={**self.made, **(made or {})})


def _known(facts: Facts) -> Known:
    return Known(facts.labels, facts.optional, what=f"`{facts.metric}`")


def catalogue_of(estate: Estate) -> Catalogue:
    """Return what an estate declares."""
    facts: dict[str, Facts] = {}
    for metric in estate.metrics.values():
        for one in _facts(metric):
            facts[one.name] = one
    project = estate.project
    external = project.external.values()
    watching = ("prometheus_", "alertmanager_") if META in project.outputs else ()
    return Catalogue(
        facts=facts,
        values={
            name: frozenset(label.named_values.values())
            for name, label in estate.labels.items()
            if label.named_values
        },
        sizes={
            name: size
            for name, label in estate.labels.items()
            if (size := len(label.named_values) or label.max_values)
        },
        scrape=project.scrape.interval,
        evaluation=project.evaluation,
        retention=project.retention,
        foreign=(
            *(name for one in external for name in (one.prefix, *one.metrics) if name),
            *watching,
        ),
        closed=True,
        target=target_of(estate),
    )


def target_of(estate: Estate) -> Target:
    """Return the oldest Prometheus that an estate is for."""
    target = estate.project.target
    return Target(version_of(target.prometheus), frozenset(target.features))


def _facts(metric: Metric) -> list[Facts]:
    series = metric.series
    labels = frozenset(series.all_labels) | {"instance", "job"}
    base = Facts(
        name=metric.name,
        metric=metric.name,
        type=series.type,
        labels=labels,
        buckets=series.buckets,
        share=series.unit.family is Family.RATIO and series.unit.per is None,
        place=metric.place.key(),
        unit=series.unit,
        own=frozenset(series.labels),
        deprecated=metric.deprecated or "",
        presence=metric.presence,
        native=series.native,
    )
    if series.type != "histogram" or series.native:
        return [base]
    return [base, *(_part(base, part) for part in _PARTS)]


def _part(base: Facts, part: Part) -> Facts:
    labels = base.labels | {"le"} if part == "_bucket" else base.labels
    return base._replace(name=base.name + part, type="counter", labels=labels, part=part)
