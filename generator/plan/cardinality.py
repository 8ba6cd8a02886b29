"""How many series there are at most: of each metric, and of each recorded name.

A metric has as many series as its labels have combinations of values, for each instance; a
histogram has that many for each bucket, for the one without a bound, for the sum and the count.
"""

import dataclasses
import functools
import math
from collections.abc import Iterable, Iterator, Mapping

from generator.plan.plan import Plan
from generator.plan.rules import Record
from generator.promql.infer import infer
from generator.promql.labels import Known, recorded
from generator.promql.parse import PromqlError
from generator.promql.read import printed
from generator.recipes.base import Series
from generator.recipes.forms import pinned
from generator.resolve.estate import Estate, Metric

_ALWAYS = ("job", "instance")
_PARTS = 3
"""What a histogram has besides its finite buckets: that without a bound, the sum, the count."""


@dataclasses.dataclass(frozen=True, slots=True)
class Size:
    """How many series there are at most, and what that is the product of.

    ``factors`` are labels with the number of their values; of the labels in ``unknown`` nothing is
    known, so that they count once and there may be more. ``stated`` tells that the author said it.
    """

    series: int
    factors: tuple[tuple[str, int], ...]
    unknown: tuple[str, ...]
    stated: bool = False

    @property
    def words(self) -> str:
        """The number, with what is missing in it."""
        return f"{self.series:,}" + (" or more" if self.unknown else "")


class Budget:
    """The sizes of all metrics of an estate, and of what is recorded."""

    def __init__(self, estate: Estate, plan: Plan) -> None:
        """Count the metrics; what is recorded is counted once somebody asks."""
        self._estate, self._plan = estate, plan
        self.metrics: Mapping[str, Size] = {
            name: self._size(metric) for name, metric in estate.metrics.items()
        }

    @functools.cached_property
    def _recorded(self) -> tuple[tuple[str, Record, Size], ...]:
        return tuple(self._records(self._plan))

    @property
    def recorded(self) -> Size:
        """How many recorded series there are at most."""
        return total(size for _, _, size in self._recorded)

    def words(self, metric: Metric) -> str:
        """Return the size of a metric in words."""
        return self.metrics[metric.name].words

    def values(self, label: str) -> int | None:
        """Return how many values a label has at most, None where nothing says so."""
        project = self._estate.project
        identity = project.identity
        if not isinstance(identity, tuple) and label in identity and identity[label].values:
            return len(identity[label].values)
        found = self._estate.labels.get(label)
        if found is None:
            return None
        return len(found.named_values) or found.max_values

    def _size(self, metric: Metric) -> Size:
        series = metric.series
        if metric.most is not None:
            return Size(metric.most, (), (), stated=True)
        fixed = pinned(series)
        labels = dict.fromkeys((*series.identity, *_ALWAYS, *series.target_labels, *series.labels))
        size = self._product((one for one in labels if one not in fixed), _listed(series))
        classic = series.type == "histogram" and not series.native
        times = len(series.buckets) + _PARTS if classic else 1
        factors = (*size.factors, *((("le, sum, count", times),) if times > 1 else ()))
        return Size(size.series * times, factors, size.unknown)

    def _product(self, labels: Iterable[str], listed: Mapping[str, int] | None = None) -> Size:
        known = listed or {}
        counted = [(label, known.get(label) or self.values(label)) for label in labels]
        factors = tuple((label, count) for label, count in counted if count is not None)
        unknown = tuple(label for label, count in counted if count is None)
        return Size(math.prod(count for _, count in factors), factors, unknown)

    def of_rules(self, path: str) -> Iterator[tuple[str, Size]]:
        """Yield what a rule file records: the id of what each record belongs to, and its size."""
        return ((rule.source, size) for file, rule, size in self._recorded if file == path)

    def _records(self, plan: Plan) -> Iterator[tuple[str, Record, Size]]:
        world = _World(self._estate)
        for file in plan.rule_files:
            for group in file.groups:
                for rule in group.rules:
                    if isinstance(rule, Record):
                        yield file.path, rule, self._of_record(rule, world)

    def _of_record(self, rule: Record, world: "_World") -> Size:
        try:
            branches = infer(printed(rule.expr.line), world)
        except PromqlError:
            return Size(1, (), ("its labels",))
        known = recorded(branches, dict(rule.labels), "")
        world.records.setdefault(rule.name, known)
        one_value = {label for branch in branches for label in branch.values}
        one_value |= {label for label, _ in rule.labels}
        labels = sorted(known.certain | known.possible)
        fixed = self._pinned_of(rule)
        size = self._product(one for one in labels if one not in {*one_value, *fixed, "le"})
        if "le" not in labels:
            return size
        buckets = self._buckets(rule)
        return Size(size.series * buckets, (*size.factors, ("le", buckets)), size.unknown)

    def _operands(self, rule: Record) -> list[Series]:
        indicator = self._estate.indicators.get(rule.source)
        slo = self._estate.slos.get(rule.source)
        if slo is not None:
            indicator = self._estate.indicators[slo.indicator]
        some = indicator.use.operands.values() if indicator is not None else ()
        return [one for each in some for one in each if isinstance(one, Series)]

    def _pinned_of(self, rule: Record) -> set[str]:
        """Return the labels that everything measured has with one value."""
        fixed = [dict(pinned(one)) for one in self._operands(rule)]
        selector = self._estate.project.selector
        return set(fixed[0]).intersection(*fixed[1:]) if fixed else set(selector)

    def _buckets(self, rule: Record) -> int:
        return max((len(one.buckets) + 1 for one in self._operands(rule)), default=1)


def _listed(series: Series) -> dict[str, int]:
    """Return how many values a condition lists for a label, as that for all services does."""
    return {
        one.label: len(one.value.split("|"))
        for one in series.matchers
        if one.op == "=~" and not set(one.value) & set("*+?[](){}^$")
    }


class _World:
    """The labels of metrics, and of what was recorded so far."""

    def __init__(self, estate: Estate) -> None:
        self.records: dict[str, Known] = {}
        self._metrics = estate.metrics

    def series(self, name: str) -> Known | None:
        if name in self.records:
            return self.records[name]
        bucket = name.removesuffix("_bucket")
        metric = self._metrics.get(name) or next(
            (
                self._metrics[stem]
                for end in ("_bucket", "_sum", "_count")
                if (stem := name.removesuffix(end)) != name and stem in self._metrics
            ),
            None,
        )
        if metric is None:
            return None
        labels = {*metric.series.all_labels, *_ALWAYS}
        labels |= {"le"} if bucket != name and name not in self._metrics else set()
        return Known(frozenset(labels), what=f"`{metric.name}`")


def total(sizes: Iterable[Size]) -> Size:
    """Return how many series there are in all."""
    some = list(sizes)
    unknown = tuple(sorted({label for one in some for label in one.unknown}))
    return Size(sum(one.series for one in some), (), unknown)
