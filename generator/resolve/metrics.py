"""Metrics: what is declared of them, with units, labels and selectors filled in."""

import dataclasses
from collections.abc import Mapping
from fractions import Fraction

from generator.core.finding import Place, Related
from generator.core.spelling import listed, meant
from generator.core.units import BYTES, COUNT, RATIO, SECONDS, Family, Unit
from generator.promql.expr import Matcher
from generator.recipes.base import Series
from generator.resolve import codes
from generator.resolve.context import Context
from generator.resolve.estate import Metric
from generator.spec.component import Component
from generator.spec.component import Metric as MetricSpec

_SUFFIXES = {
    "_ms": Unit(Family.TIME, Fraction(1, 1000)),
    "_milliseconds": Unit(Family.TIME, Fraction(1, 1000)),
    "_seconds": SECONDS,
    "_bytes": BYTES,
    "_ratio": RATIO,
}
# Prometheus makes these itself for every target.
_SCRAPE_SERIES = {
    "up": COUNT,
    "scrape_duration_seconds": SECONDS,
    "scrape_samples_scraped": COUNT,
    "scrape_samples_post_metric_relabeling": COUNT,
    "scrape_series_added": COUNT,
}


def unit_of(name: str, spec: MetricSpec) -> Unit:
    """Return a metric's unit: the one it declares, else that of its name's ending."""
    if spec.unit is not None:
        return spec.unit
    return unit_of_name(name) or COUNT


def unit_of_name(name: str) -> Unit | None:
    """Return the unit that the ending of a name says, None where it says none."""
    stem = name.removesuffix("_total")
    return next((unit for suffix, unit in _SUFFIXES.items() if stem.endswith(suffix)), None)


def resolve_metrics(
    context: Context, components: Mapping[str, tuple[str, Component]]
) -> dict[str, Metric]:
    """Return all metrics by name, those that scraping makes included."""
    found = {name: _scrape_metric(context, name, unit) for name, unit in _SCRAPE_SERIES.items()}
    for file, component in components.values():
        inherited = component.owner or context.project.owner
        for name, spec in component.metrics.items():
            place = Place(file, ("metrics", name))
            context.check_decisions(spec, place)
            owner = context.owner_of(spec, inherited, place)
            if name in found:
                _report_twice(context, found[name], place)
                continue
            metric = _metric(context, component.component, name, spec, place)
            found[name] = dataclasses.replace(metric, owner=owner)
            context.declared_at[name] = place
    return found


def _report_twice(context: Context, first: Metric, place: Place) -> None:
    if first.name in _SCRAPE_SERIES:
        message = f"`{first.name}` is made by Prometheus at every scrape"
        fix = "remove it here; recipes name it without a declaration"
        context.report(codes.DUPLICATE_METRIC, place.key(), message, fix=fix)
        return
    message = f"metric `{first.name}` is declared twice"
    related = Related(first.place.key(), "declared here first")
    context.report(codes.DUPLICATE_METRIC, place.key(), message, related=related)


def _scrape_metric(context: Context, name: str, unit: Unit) -> Metric:
    series = Series(
        metric=name,
        type="gauge",
        unit=unit,
        labels=(),
        target_labels=context.target_labels,
        identity=context.project.series_identity,
        matchers=_matchers(context.project.selector),
        aggregate="sum",
    )
    text = "Made by Prometheus at every scrape."
    return Metric(name, "", text, series, Place(context.project_file))


def _matchers(selector: Mapping[str, str]) -> tuple[Matcher, ...]:
    return tuple(Matcher(label, "=", value) for label, value in selector.items())


def _metric(context: Context, component: str, name: str, spec: MetricSpec, place: Place) -> Metric:
    _check_labels(context, spec, place)
    selector = context.project.selector if spec.selector is None else spec.selector
    series = Series(
        metric=name,
        type=spec.type,
        unit=unit_of(name, spec),
        labels=spec.labels,
        target_labels=context.target_labels,
        identity=context.project.series_identity,
        matchers=_matchers(selector),
        aggregate=spec.aggregate or "",
        shared=_shared(context, spec, place),
        buckets=tuple(Fraction(bucket) for bucket in spec.buckets),
        native=spec.native,
        noun=spec.noun or "",
        elsewhere=spec.selector is not None,
    )
    return Metric(
        name,
        component,
        spec.help,
        series,
        place,
        presence=spec.presence,
        stability=spec.stability,
        deprecated=spec.deprecated,
        most=spec.cardinality,
        note=spec.note,
        decided=spec.decided,
    )


def _check_labels(context: Context, spec: MetricSpec, place: Place) -> None:
    identity = context.project.series_identity
    for index, label in enumerate(spec.labels):
        where = place.child("labels", index)
        if label in identity:
            message = f"`{label}` is an identity label, which every series has"
            context.report(codes.LABEL_CLASH, where, message, fix="remove it here")
        elif label in context.target_labels:
            context.report(codes.LABEL_CLASH, where, f"`{label}` is added by scraping already")
        else:
            context.need_label(label, where)
    for label in spec.selector or ():
        context.need_selectable(label, place.child("selector", label).key())


def _shared(context: Context, spec: MetricSpec, place: Place) -> tuple[str, tuple[str, ...]] | None:
    if not spec.shared:
        return None
    if spec.shared is True:
        return ("*", ())
    label, values = next(iter(spec.shared.items()))
    where = place.child("shared", label)
    if label not in spec.labels:
        context.report(
            codes.UNKNOWN_LABEL,
            where.key(),
            f"the metric has no label `{label}`",
            fix=meant(label, spec.labels) or f"its labels are {listed(spec.labels, 'and')}",
        )
    known = context.labels[label].named_values if label in context.labels else {}
    for index, value in enumerate(values):
        if known and value not in known:
            context.report(
                codes.UNKNOWN_VALUE,
                where.child(index),
                f"`{label}` is never `{value}`",
                fix=meant(value, known) or f"its values are {listed(known, 'and')}",
            )
    return label, tuple(known.get(value, value) for value in values)
