"""The metrics that imported SLOs read, as a project declares them."""

import dataclasses
from collections.abc import Iterable
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from generator.core.units import decimal_text
from generator.migrate.measures import (
    Aggregate,
    Expression,
    Level,
    Measure,
    Selection,
    UntoldError,
    Within,
    selections_of,
)
from generator.migrate.yaml_text import Bare
from generator.promql.expr import Matcher

_Type: TypeAlias = Literal["counter", "gauge", "histogram"]
_OF_TARGETS = (
    *("job", "namespace", "service", "app", "cluster", "environment", "env", "region", "zone"),
    *("datacenter", "stage", "tenant", "team", "product", "kubernetes_namespace"),
)
"""Labels that usually tell whose series it is: they make the selector of a metric."""
_SCRAPED = {"up", "scrape_duration_seconds", "scrape_samples_scraped", "scrape_series_added"}
INSTANCE = "instance"


@dataclasses.dataclass(slots=True)
class Declared:
    """What is known of a metric from the queries that read it."""

    type: _Type
    component: str
    aggregate: Aggregate | None
    selector: frozenset[Matcher]
    labels: set[str] = dataclasses.field(default_factory=set)
    buckets: set[Fraction] = dataclasses.field(default_factory=set)
    allow: dict[str, str] = dataclasses.field(default_factory=dict)


class Catalogue:
    """The metrics of all SLOs, the labels that all have, and the values of these that occur.

    Attributes:
        metrics: What is declared, by name.
        external: Metrics that only expressions name.
        values: Values of labels that conditions ask for.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self.metrics: dict[str, Declared] = {}
        self.external: set[str] = set()
        self.values: dict[str, set[str]] = {}
        self._expressions: list[Expression] = []

    def add(self, component: str, measure: Measure) -> None:
        """Declare what a measure reads.

        Raises:
            UntoldError: it contradicts what is declared already.
        """
        if isinstance(measure, Expression):
            self._expressions.append(measure)
            self.external |= set(measure.metrics)
            return
        kind, aggregate = _kind(measure)
        for one in selections_of(measure):
            _check(one, self.metrics.get(one.metric), kind, aggregate)
        for one in selections_of(measure):
            self._declare(one, component, kind, aggregate).labels |= set(measure.by)
            self.values |= {label: self.values.get(label, set()) for label in measure.by}
        if isinstance(measure, Within):
            self.metrics[measure.histogram.metric].buckets.add(measure.bound)

    def _declare(
        self, one: Selection, component: str, kind: _Type, aggregate: Aggregate | None
    ) -> Declared:
        pins = frozenset(each for each in one.matchers if _is_pin(each))
        new = Declared(kind, component, aggregate, pins)
        declared = self.metrics.setdefault(one.metric, new)
        declared.selector &= pins
        declared.labels |= {each.label for each in one.matchers}
        for each in one.matchers:
            known = self.values.setdefault(each.label, set())
            known |= {each.value} if each.op == "=" else set()
        return declared

    @property
    def identity(self) -> tuple[str, ...]:
        """`job` if every query keeps to one, else none: sums are those of the source then."""
        pinned = all(any(one.label == "job" for one in each.selector) for each in self._declared())
        return ("job",) if pinned and not self._expressions else ()

    @property
    def selector(self) -> frozenset[Matcher]:
        """The conditions that all metrics have in common; possibly none."""
        selectors = [each.selector for each in self._declared()]
        return frozenset.intersection(*selectors) if selectors else frozenset()

    def _declared(self) -> list[Declared]:
        return [one for name, one in self.metrics.items() if name not in _SCRAPED]

    def labels_of(self, name: str) -> list[str]:
        """Return the own labels of a metric, without those that every series has."""
        one = self.metrics[name]
        inherited = {*self.identity, INSTANCE, *(each.label for each in one.selector)}
        return sorted(one.labels - inherited)

    @property
    def labels(self) -> list[str]:
        """Every label that must be defined, beside those that scraping adds."""
        own = {label for name in self.metrics for label in self.labels_of(name)}
        own |= {label for one in self._expressions for label in one.by}
        selectors = {each.label for one in self._declared() for each in one.selector}
        return sorted((own | (selectors - {"job"})) - {INSTANCE})

    def selection(self, one: Selection) -> str:
        """Return a selection as specs say it, without what the metric's selector says."""
        selector = self.metrics[one.metric].selector if one.metric not in _SCRAPED else ()
        rest = [str(each) for each in one.matchers if each not in selector]
        return f"{one.metric}{{{','.join(rest)}}}" if rest else one.metric

    def trees(self, component: str, selector: Iterable[Matcher]) -> dict[str, Any]:
        """Return the declarations of a component; ``selector`` is that of the project."""
        usual = frozenset(selector)
        return {
            name: self._tree(name, one, usual)
            for name, one in self.metrics.items()
            if one.component == component and name not in _SCRAPED
        }

    def _tree(self, name: str, one: Declared, usual: frozenset[Matcher]) -> dict[str, Any]:
        tree: dict[str, Any] = {"type": one.type, "help": "Read by an imported SLO."}
        labels = self.labels_of(name)
        tree |= {"labels": labels} if labels else {}
        if one.buckets:
            tree["buckets"] = [_number(each) for each in sorted(one.buckets)]
        tree |= {"aggregate": one.aggregate} if one.aggregate else {}
        if one.selector != usual:
            tree["selector"] = {each.label: each.value for each in sorted(one.selector)}
        return {**tree, "allow": one.allow} if one.allow else tree


def _kind(measure: Measure) -> tuple[_Type, Aggregate | None]:
    if isinstance(measure, Level):
        return "gauge", measure.aggregate
    return ("histogram" if isinstance(measure, Within) else "counter"), None


def _check(
    one: Selection, known: Declared | None, kind: _Type, aggregate: Aggregate | None
) -> None:
    name = one.metric
    if name in _SCRAPED and aggregate != "sum":
        raise UntoldError(
            f"promspec adds up what Prometheus says of targets, and this is no sum of `{name}`",
            "write an indicator by hand, such as `availability: {of: up}`",
        )
    if known is not None and known.type != kind:
        raise UntoldError(
            f"`{name}` is read as a {known.type} by another SLO, and here as a {kind}",
            "let both read it in the same way",
        )
    if known is not None and known.aggregate != aggregate:
        raise UntoldError(
            f"the series of `{name}` stand under {known.aggregate} in another SLO, and here "
            f"under {aggregate}",
            "let both combine them in the same way",
        )


def _is_pin(one: Matcher) -> bool:
    return one.op == "=" and one.label in _OF_TARGETS and one.value != ""


def _number(value: Fraction) -> Any:
    return Bare(decimal_text(value) or str(float(value)))
