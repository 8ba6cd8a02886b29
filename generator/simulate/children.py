"""The series that a metric has: one for each set of label values that the specs let occur."""

import dataclasses
import itertools
from collections.abc import Iterable, Iterator, Mapping

from generator.core.patterns import compiled
from generator.oracle.world import Selected, occurring
from generator.recipes.base import Series
from generator.resolve.estate import Estate, Metric

# A metric with more label sets than this shows each of its values, not each combination of them.
_MOST = 48

Labels = tuple[tuple[str, str], ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Target:
    """What is scraped on its own: the labels that the scrape adds, such as its job."""

    labels: Labels

    @property
    def name(self) -> str:
        """A name for paths: the values of its labels."""
        return "-".join(value for _, value in self.labels)


@dataclasses.dataclass(frozen=True, slots=True)
class Child:
    """One series of a metric, as one instance exposes it: without what the scrape adds."""

    target: Target
    metric: str
    labels: Labels


def target_of(series: Series) -> Target:
    """Return what exposes a selection: its conditions on labels that are not the metric's own."""
    found = {
        one.label: one.value
        for one in series.matchers
        if one.op == "=" and one.label not in series.labels
    }
    return Target(tuple(sorted(found.items())))


def takes(series: Series, child: Child) -> bool:
    """Tell whether a selection's conditions on the metric's own labels take a series in."""
    labels = dict(child.labels)
    for one in series.matchers:
        value = labels.get(one.label, "")
        same = value == one.value if one.op in {"=", "!="} else compiled(one.value).fullmatch(value)
        if one.label in series.labels and bool(same) is not (one.op in {"=", "=~"}):
            return False
    return True


def children_of(estate: Estate) -> dict[tuple[Target, str], tuple[Child, ...]]:
    """Return the series of every declared metric, by what exposes them."""
    operands = list(_operands(estate))
    found: dict[tuple[Target, str], tuple[Child, ...]] = {}
    for metric in estate.metrics.values():
        own = [one for one in operands if one.metric == metric.name]
        for target in dict.fromkeys(target_of(one) for one in (metric.series, *own)):
            sets = _label_sets(estate, metric, own)
            children = tuple(Child(target, metric.name, labels) for labels in sets)
            if metric.component:  # what Prometheus makes itself is not exposed
                found[target, metric.name] = children
    return found


def _operands(estate: Estate) -> Iterator[Series]:
    for indicator in estate.indicators.values():
        for some in indicator.use.operands.values():
            yield from (one for one in some if isinstance(one, Series) and not one.foreign)


def _label_sets(estate: Estate, metric: Metric, operands: Iterable[Series]) -> tuple[Labels, ...]:
    """Return label sets: some of all combinations, and two for each selection of the metric.

    One of the two is inside the selection and one outside, so no share is of everything or nothing.
    """
    names = metric.series.labels
    found: dict[Labels, None] = {}
    for operand in operands:
        selected = Selected.of(estate, operand)
        for labels in (selected.inside(()), selected.outside(())):
            found[_only(labels, names)] = None
    values = [_values(estate, name, found) for name in names]
    for combination in _combinations(values):
        found[tuple(sorted(zip(names, combination, strict=True)))] = None
    return tuple(sorted(found))


def _only(labels: Labels, names: Iterable[str]) -> Labels:
    wanted = set(names)
    return tuple(sorted((name, value) for name, value in labels if name in wanted))


def _values(estate: Estate, name: str, found: Mapping[Labels, None]) -> list[str]:
    defined = estate.labels.get(name)
    known = () if defined is None else (*defined.named_values.values(), *defined.examples)
    used = (value for labels in found for label, value in labels if label == name)
    return list(dict.fromkeys((*(known or occurring(estate, name)[:1]), *used)))


def _combinations(values: list[list[str]]) -> Iterator[tuple[str, ...]]:
    """Yield every combination, or so many that each value occurs."""
    count = 1
    for some in values:
        count *= len(some)
    if count <= _MOST:
        yield from itertools.product(*values)
        return
    for number in range(max(map(len, values))):
        yield tuple(some[number % len(some)] for some in values)
