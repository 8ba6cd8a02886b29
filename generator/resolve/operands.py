"""Operands: the texts that recipes name, followed to metrics, indicators, constants or numbers."""

import dataclasses
from collections.abc import Callable, Mapping
from typing import NamedTuple

from generator.core.finding import Place, Related
from generator.core.quantity_hints import meant_quantity
from generator.core.spelling import listed, meant, surely
from generator.core.units import COUNT, QuantityError, parse_quantity
from generator.promql.complete import QueryError, mentions, verify
from generator.promql.labels import takes_in
from generator.promql.selection import Condition, Selection, SelectionError, parse_selection
from generator.recipes.base import Accepts, Constant, Operand, Reference, Series
from generator.recipes.registry import recipes
from generator.resolve import codes
from generator.resolve.context import Context
from generator.resolve.estate import Indicator, Metric

_KINDS = {"counter": "a counter", "gauge": "a gauge", "histogram": "a histogram"}
_HISTOGRAM_PARTS = ("_bucket", "_sum", "_count")
_ALERTS = {"ALERTS", "ALERTS_FOR_STATE"}


class Lookup(NamedTuple):
    """Where operands are looked up; ``indicator`` resolves another indicator first."""

    context: Context
    metrics: Mapping[str, Metric]
    indicators: Mapping[str, str]
    indicator: Callable[[str, Place], Indicator | None]

    def operand(self, text: str, where: Place, accepts: Accepts) -> Operand | None:
        """Return what a text stands for; None, with a finding, where nothing fits."""
        found = self._find(text, where, accepts)
        if found is None:
            return None
        problem = _problem(found, accepts)
        if problem is None:
            return found
        related = None
        if isinstance(found, Series) and found.metric in self.metrics:
            related = Related(
                self.metrics[found.metric].place.key(), f"a {found.type}, declared here"
            )
        self.context.report(
            codes.WRONG_OPERAND,
            where,
            f"`{text}` is {problem}",
            fix=_wanted(found, accepts) + _other_recipes(found),
            related=related,
        )
        return None

    def inside(self, query: str, where: Place, accepts: Accepts) -> tuple[Operand, ...] | None:
        """Return what an expression names, in its order; None, with findings, if it is wrong."""
        found: list[Operand | None] = []
        told = len(self.context.findings)
        try:
            found.extend(
                self.operand(one.text, where.within(one.start, one.end), accepts)
                for one in mentions(query)
            )
            verify(query)
        except QueryError as error:
            place = where.within(error.start, error.end)
            if all(one.where != place for one in self.context.findings[told:]):
                self.context.report(codes.NO_PROMQL, place, str(error), fix=error.fix or None)
            return None
        complete = tuple(one for one in found if one is not None)
        return complete if len(complete) == len(found) else None

    def _find(self, text: str, where: Place, accepts: Accepts) -> Operand | None:
        if text.startswith("$"):
            return self._constant(text[1:], where)
        if text[:1].isdigit() or text[:1] in "+-.":
            return self._number(text, where)
        if "." in text.partition("{")[0]:
            return self._reference(text, where)
        return self._series(text, where, in_text=accepts.text)

    def _constant(self, name: str, where: Place) -> Constant | None:
        value = self.context.constant(name, where)
        return None if value is None else Constant(name, value)

    def _number(self, text: str, where: Place) -> Operand | None:
        try:
            return parse_quantity(text)
        except QuantityError:
            meant_text = meant_quantity(text)
            fix = f"did you mean `{meant_text}`?" if meant_text else "write `200 USD`, `4GB`"
            message = f"`{text}` is no quantity"
            self.context.report(codes.WRONG_OPERAND, where, message, fix=fix)
            return None

    def _reference(self, name: str, where: Place) -> Reference | None:
        if name not in self.indicators:
            self.context.unknown(
                codes.UNKNOWN_ID,
                where,
                f"indicator `{name}` is not defined",
                sought=("indicator", name),
                known=self.indicators,
            )
            return None
        indicator = self.indicator(name, where)
        if indicator is None:
            return None
        if indicator.recipe.quantiles(indicator.use):
            self.context.report(
                codes.WRONG_OPERAND,
                where,
                f"`{name}` has several values, one for each percentile",
                fix="refer to an indicator with one value",
            )
            return None
        return Reference(name, indicator.unit, indicator.labels)

    def _series(self, text: str, where: Place, *, in_text: bool) -> Series | None:
        try:
            selection = parse_selection(text)
        except SelectionError as error:
            place = _within(where, error.start, error.end)
            self.context.report(codes.BAD_SELECTION, place, str(error), fix=error.fix)
            return None
        metric = self.metrics.get(selection.metric)
        if metric is None and in_text:
            if self._is_foreign(selection.metric):
                return _foreign(selection)
            metric = self._part(selection.metric)
        if metric is None:
            self._unknown_metric(selection.metric, _within(where, *selection.metric_at))
            return None
        checks = [self._condition(metric, condition, where) for condition in selection.conditions]
        if not all(checks):
            return None
        series = metric.series
        return dataclasses.replace(series, matchers=(*series.matchers, *selection.matchers))

    def _is_foreign(self, name: str) -> bool:
        """Tell whether a series is a record, an alert's own or one of an `external` job."""
        return (
            ":" in name
            or name in _ALERTS
            or any(
                name in one.metrics or (one.prefix is not None and name.startswith(one.prefix))
                for one in self.context.project.external.values()
            )
        )

    def _part(self, name: str) -> Metric | None:
        """Return the metric of a histogram's part, which counts as a counter does."""
        for part in _HISTOGRAM_PARTS:
            metric = self.metrics.get(name.removesuffix(part)) if name.endswith(part) else None
            if metric is None or metric.series.native:
                continue
            if metric.series.type == "histogram":
                bucket = ("le",) if part == "_bucket" else ()
                labels = (*metric.series.labels, *bucket)
                series = dataclasses.replace(
                    metric.series, type="counter", labels=labels, part=part
                )
                return dataclasses.replace(metric, series=series)
        return None

    def _unknown_metric(self, name: str, where: Place) -> None:
        for part in _HISTOGRAM_PARTS:
            if name.endswith(part) and name.removesuffix(part) in self.metrics:
                fix = f"name the histogram: `{name.removesuffix(part)}`"
                self.context.report(
                    codes.UNKNOWN_METRIC, where, f"`{name}` is a part of a histogram", fix=fix
                )
                return
        self.context.unknown(
            codes.UNKNOWN_METRIC,
            where,
            f"metric `{name}` is not declared",
            sought=("metric", name),
            known=self.metrics,
        )

    def _condition(self, metric: Metric, condition: Condition, where: Place) -> bool:
        label, value = condition.matcher.label, condition.matcher.value
        if label not in metric.series.all_labels:
            self.context.unknown(
                codes.UNKNOWN_LABEL,
                _within(where, *condition.label_at),
                f"`{metric.name}` has no label `{label}`",
                sought=("label", label),
                known=metric.series.all_labels,
                fix=f"its labels are {listed(metric.series.all_labels, 'and')}",
                related=Related(metric.place.key(), "declared here"),
            )
            return False
        if not self._within_selector(metric, condition, where):
            return False
        known = self.context.labels[label].named_values if label in self.context.labels else {}
        if known and condition.matcher.op in {"=", "!="} and value not in known.values():
            self.context.report(
                codes.UNKNOWN_VALUE,
                _within(where, *condition.value_at),
                f"`{label}` is never `{value}`",
                fix=meant(value, known.values())
                or f"its values are {listed(known.values(), 'and')}",
                replace=surely(value, known.values()),
            )
            return False
        return True

    def _within_selector(self, metric: Metric, condition: Condition, where: Place) -> bool:
        """Report a condition that no series meets which the selector takes in."""
        label, op, value = condition.matcher.label, condition.matcher.op, condition.matcher.value
        for one in metric.series.matchers:
            if one.label == label and takes_in(op, value, one.value) is False:
                self.context.report(
                    codes.UNKNOWN_VALUE,
                    _within(where, *condition.value_at),
                    f"`{label}` is always `{one.value}`: that is the selector of `{metric.name}`",
                    fix=f"leave `{label}` out, which the selector gives",
                )
                return False
        return True


def _within(where: Place, start: int, end: int) -> Place:
    """Return the place of some characters of an operand, which may itself stand inside a text."""
    first = where.chars[0] if where.chars else 0
    return where.within(first + start, first + end)


def _foreign(selection: Selection) -> Series:
    """Return a series of which nothing is known; no selector is joined to it."""
    return Series(
        metric=selection.metric,
        type="gauge",
        unit=COUNT,
        labels=(),
        target_labels=(),
        identity=(),
        matchers=selection.matchers,
        foreign=True,
    )


def _problem(operand: Operand, accepts: Accepts) -> str | None:
    if isinstance(operand, Series):
        fits = operand.type in accepts.types or (accepts.text and operand.native)
        return None if fits else _KINDS[operand.type]
    if isinstance(operand, Reference):
        return None if accepts.reference else "an indicator"
    return None if accepts.number else "a number"


def _other_recipes(found: Operand) -> str:
    """Return a hint at the recipes that take what was found."""
    if not isinstance(found, Series):
        return ""
    fitting = [
        name
        for name, recipe in recipes().items()
        if any(found.type in one.types and not one.text for one in recipe.accepts.values())
    ]
    return f", or use a recipe for {found.type}s: {listed(fitting)}"


def _wanted(found: Operand, accepts: Accepts) -> str:
    if accepts.text and isinstance(found, Series) and found.type == "histogram":
        parts = ", ".join(f"`{found.metric}{part}`" for part in _HISTOGRAM_PARTS)
        return f"name one of its parts: {parts}"
    words = [_KINDS[one] for one in accepts.types]
    words += ["an indicator"] if accepts.reference else []
    words += ["a constant or a quantity"] if accepts.number else []
    return f"name {' or '.join(words)}"
