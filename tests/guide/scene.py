"""A small fleet of which every fact is known: what it exposes, and what is true of it.

Everything is worked out from `scene.yaml` in plain arithmetic, without PromQL: a counter is how
much has happened since the start, a histogram how many events there were of each size.
"""

import dataclasses
import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

_ROOT = Path(__file__).resolve().parents[2]

NOW = 1_700_000_040
"""The moment that is looked at, a whole minute."""
LIFE = 7 * 3600
"""Seconds since the service started."""
CHANGED = 1800
"""Seconds since something changed."""
SCRAPED = 60
"""Seconds between two scrapes."""
JOB = "llm-optimizer"
_INSTANCES = ("app-1", "app-2", "app-3")

Labels = Mapping[str, str]
Group = tuple[tuple[str, str], ...]
"""Labels that a value has in common, in their order."""


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """What one instance does or has under one set of labels.

    ``each_second`` is how many events there are of each size; those of a counter have size 1.
    """

    labels: Labels
    each_second: Mapping[float, float] = dataclasses.field(default_factory=dict)
    before: float = 1
    is_: float = 0
    grows: float = 0

    def events(self, size: float, since: float, until: float = 0) -> float:
        """Return how many events of a size there were from so many seconds ago until then."""
        since, until = min(since, LIFE), min(until, LIFE)
        late = max(0, min(since, CHANGED) - min(until, CHANGED))
        early = since - until - late
        return self.each_second[size] * (late + self.before * early)

    def level(self, ago: float) -> float:
        """Return what the gauge stood at."""
        return self.is_ - self.grows * ago


@dataclasses.dataclass(frozen=True, slots=True)
class Metric:
    """A metric with everything that it counts or holds."""

    name: str
    type: str
    by: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Scene:
    """All metrics, and the bounds of the buckets that the instrumentation was given."""

    metrics: Mapping[str, Metric]
    buckets: Mapping[str, tuple[float, ...]]

    @property
    def labels(self) -> dict[str, set[str]]:
        """The values that each label has on what the service exposes."""
        found: dict[str, set[str]] = {}
        for metric in self.metrics.values():
            for row in metric.rows:
                for label, value in row.labels.items() if row.labels["job"] == JOB else ():
                    found.setdefault(label, set()).add(value)
        return found

    def exposed(self) -> Iterator[str]:
        """Yield the lines of an OpenMetrics text with all samples from the start until now.

        Types are left out: in this format a counter must be named `_total` and nothing else may.
        """
        for metric in self.metrics.values():
            for row in metric.rows:
                yield from self._samples(metric, row)
        yield "# EOF"

    def _samples(self, metric: Metric, row: Row) -> Iterator[str]:
        times = range(LIFE, -1, -SCRAPED)
        inner = ",".join(f'{name}="{value}"' for name, value in row.labels.items())
        if metric.type == "gauge":
            yield from _lines(metric.name, inner, {ago: row.level(ago) for ago in times})
            return
        counted = {
            size: {ago: row.events(size, LIFE, ago) for ago in times} for size in row.each_second
        }
        if metric.type == "counter":
            yield from _lines(metric.name, inner, counted[1])
            return
        for bound in (*self.buckets[metric.name], math.inf):
            inside = [one for size, one in counted.items() if size <= bound]
            total = {ago: sum(one[ago] for one in inside) for ago in times}
            yield from _lines(f"{metric.name}_bucket", f'{inner},le="{le(bound)}"', total)
        everything = {ago: sum(one[ago] for one in counted.values()) for ago in times}
        yield from _lines(f"{metric.name}_count", inner, everything)
        weighed = {ago: sum(size * one[ago] for size, one in counted.items()) for ago in times}
        yield from _lines(f"{metric.name}_sum", inner, weighed)


def _lines(name: str, inner: str, values: Mapping[int, float]) -> Iterator[str]:
    return (f"{name}{{{inner}}} {value!r} {NOW - ago}" for ago, value in values.items())


def le(bound: float) -> str:
    """Return how a client of Rust writes the bound of a bucket."""
    return "+Inf" if bound == math.inf else f"{bound:.0f}" if bound >= 1 else f"{bound}"


def scene(*changes: str) -> Scene:
    """Read the facts, and from the specs nothing but the bounds of buckets.

    Args:
        changes: files of facts that are otherwise, row by row.
    """
    tree = _read("scene")
    for name in changes:
        for kind, some in _read(name).items():
            for metric, facts in some.items():
                for key, rows in facts.items():
                    tree[kind][metric][key] = {**tree[kind][metric].get(key, {}), **rows}
    metrics = {
        name: _metric(name, kind.removesuffix("s"), facts)
        for kind, some in tree.items()
        for name, facts in some.items()
    }
    buckets = {name: tuple(one["buckets"]) for name, one in declared().items() if "buckets" in one}
    return Scene(metrics, buckets)


def _read(name: str) -> dict[str, dict[str, dict[str, Any]]]:
    path = Path(__file__).with_name(f"{name}.yaml")
    tree: dict[str, dict[str, dict[str, Any]]] = yaml.safe_load(path.read_text("utf-8"))
    return tree


def declared() -> dict[str, dict[str, Any]]:
    """Return the metrics as the specs write them."""
    files = sorted((_ROOT / "specs" / "components").glob("*.yaml"))
    parts = [yaml.safe_load(path.read_text("utf-8")).get("metrics", {}) for path in files]
    return {name: metric for part in parts for name, metric in part.items()}


def _metric(name: str, type_: str, facts: Mapping[str, Any]) -> Metric:
    by = tuple(facts.get("by", "").split())
    rows = [
        row
        for key, values in facts.get("each_second", facts.get("is", facts.get("behind"))).items()
        for row in _rows(facts, by, str(key), values)
    ]
    return Metric(name, type_, by, tuple(rows))


def _rows(facts: Mapping[str, Any], by: tuple[str, ...], key: str, values: Any) -> Iterator[Row]:
    own = dict(zip(by, key.split(), strict=True))
    before = facts.get("before", {})
    each = values if isinstance(values, dict) else {1: values}
    for number, instance in enumerate(
        facts.get("instances", _INSTANCES)[: len(next(iter(each.values())))]
    ):
        labels = {"job": facts.get("job", JOB), "instance": instance, **own}
        if "each_second" in facts:
            rates = {float(size): rate[number] for size, rate in each.items()}
            yield Row(labels, rates, before.get(key, before.get("*", 1)))
        elif "behind" in facts:  # a clock
            yield Row(labels, is_=NOW * 1000 - values[number], grows=1000)
        else:
            grows = facts.get("grows", {}).get(key, [0, 0])
            yield Row(
                labels, is_=values[number], grows=0 if len(grows) <= number else grows[number]
            )
