"""What an instance shows, in Prometheus' text format (version 0.0.4)."""

import itertools
from collections.abc import Iterable, Iterator

from generator.core.units import decimal_text
from generator.resolve.estate import Metric
from generator.simulate.children import Child, Labels, Target
from generator.simulate.world import Histogram, World

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})


def exposition(world: World, instance: int, target: Target) -> str:
    """Return everything that an instance shows of a target."""
    lines: list[str] = []
    samples = sorted(world.samples(instance, target), key=lambda one: one[0].metric)
    for name, some in itertools.groupby(samples, key=lambda one: one[0].metric):
        metric = world.estate.metrics[name]
        lines.append(f"# HELP {name} {_help(metric.help)}")
        lines.append(f"# TYPE {name} {metric.series.type}")
        lines += _lines(metric, some, int if world.whole else float)
    return "".join(f"{line}\n" for line in lines)


def _help(text: str) -> str:
    return text.replace("\\", r"\\").replace("\n", r"\n")


def _lines(
    metric: Metric, samples: Iterable[tuple[Child, float | Histogram]], count: type[int | float]
) -> Iterator[str]:
    events = metric.series.type == "counter" and str(metric.series.unit) == ""
    for child, value in samples:
        if isinstance(value, Histogram):
            yield from _histogram(metric, child, value, count)
        else:
            shown = count(value) if events else value
            yield f"{metric.name}{_braces(child.labels)} {shown!r}"


def _histogram(
    metric: Metric, child: Child, value: Histogram, count: type[int | float]
) -> Iterator[str]:
    for bucket, below in zip(value.buckets, value.below, strict=True):
        labels = (*child.labels, ("le", str(decimal_text(bucket))))
        yield f"{metric.name}_bucket{_braces(labels)} {count(below)!r}"
    total = count(value.total)
    yield f"{metric.name}_bucket{_braces((*child.labels, ('le', '+Inf')))} {total!r}"
    yield f"{metric.name}_sum{_braces(child.labels)} {value.sum!r}"
    yield f"{metric.name}_count{_braces(child.labels)} {total!r}"


def _braces(labels: Labels) -> str:
    if not labels:
        return ""
    return "{" + ",".join(f'{name}="{value.translate(_ESCAPES)}"' for name, value in labels) + "}"
