"""Recipes carried out: recorded step by step for rules, put into one another for panels."""

import dataclasses
from collections.abc import Mapping
from fractions import Fraction

from generator.core.names import record_name
from generator.core.units import duration_text
from generator.plan.rules import Record
from generator.promql.complete import longer_ago
from generator.promql.expr import Expr, Matcher, Selector, Subquery
from generator.recipes.base import Reference, Series, Use
from generator.resolve.estate import Estate, Indicator

RATE_INTERVAL = "$__rate_interval"
# Panels compute each of their points, so what reads more than this is read from its record.
_LONG = Fraction(3600)


@dataclasses.dataclass(frozen=True, slots=True)
class Recording:
    """An indicator in rules: its records in order, and how to read each of its steps."""

    records: tuple[Record, ...]
    steps: Mapping[str, Selector]


class RuleReader:
    """Reads series and records for rules; it records nothing itself."""

    def __init__(self, recordings: "Recordings", window: Fraction) -> None:
        """Remember where records are, and the range of rates in seconds."""
        self._recordings = recordings
        self.window = self.fixed_window = duration_text(window)

    def select(self, series: Series, suffix: str = "") -> Selector:
        """Return the selector of a selection."""
        return Selector(f"{series.metric}{suffix or series.part}", series.matchers)

    def refer(
        self, reference: Reference, offset: str = "", level: tuple[str, ...] | None = None
    ) -> Expr:
        """Return the record of another indicator."""
        del level  # a record has the labels it has
        value = self._recordings.of(reference.id).steps[""]
        return dataclasses.replace(value, offset=offset)

    def step(
        self,
        key: str,
        operation: str,
        value: Expr,
        *,
        part: str = "",
        level: tuple[str, ...] | None = None,
    ) -> Expr:
        """Return the value itself."""
        del key, operation, part, level
        return value

    def recent(self, level: Expr, window: str) -> Expr:
        """Return the range of a record."""
        if not isinstance(level, Selector):
            raise TypeError("only a recorded step has a range")
        return dataclasses.replace(level, window=window)


class _RuleBuilder(RuleReader):
    def __init__(self, recordings: "Recordings", indicator: Indicator) -> None:
        super().__init__(recordings, indicator.use.window)
        self._indicator = indicator
        self.records: list[Record] = []
        self.steps: dict[str, Selector] = {}

    def step(
        self,
        key: str,
        operation: str,
        value: Expr,
        *,
        part: str = "",
        level: tuple[str, ...] | None = None,
    ) -> Expr:
        labels = self._indicator.labels if level is None else level
        subject = f"{self._indicator.id}{part}"
        name = record_name(labels, self._recordings.estate.prefix, subject, operation)
        self.records.append(Record(name, value, self._indicator.id))
        self.steps[key] = Selector(name)
        return self.steps[key]


class Recordings:
    """The recorded form of every indicator, made once when first asked for."""

    def __init__(self, estate: Estate) -> None:
        """Remember the estate; nothing is made yet."""
        self.estate = estate
        self._made: dict[str, Recording] = {}

    def of(self, name: str) -> Recording:
        """Return the recorded form of an indicator."""
        if name not in self._made:
            indicator = self.estate.indicators[name]
            builder = _RuleBuilder(self, indicator)
            indicator.recipe.build(indicator.use, builder)
            self._made[name] = Recording(tuple(builder.records), builder.steps)
        return self._made[name]


class PanelBuilder:
    """Builds the form for panels: from raw series, with the viewer's filters."""

    def __init__(
        self,
        estate: Estate,
        indicator: Indicator,
        filters: tuple[str, ...] = (),
        ago: str = "",
        *,
        zoom: bool = True,
    ) -> None:
        """Choose the range: Grafana's if the recipe may be zoomed and the window is the default.

        Outside Grafana nothing replaces its variable, so there ``zoom`` is off.
        """
        self._estate, self._filters, self._ago, self._zoom = estate, filters, ago, zoom
        self.fixed_window = duration_text(indicator.use.window)
        default = indicator.use.window == estate.project.defaults.window
        zoomable = zoom and indicator.recipe.zoomable and default
        self.window = RATE_INTERVAL if zoomable else self.fixed_window

    def select(self, series: Series, suffix: str = "") -> Selector:
        """Return the selector with a condition for each filter that the series has."""
        filters = tuple(
            Matcher(label, "=~", f"${label}")
            for label in self._filters
            if label in series.filter_labels
        )
        name = f"{series.metric}{suffix or series.part}"
        return Selector(name, (*series.matchers, *filters), offset=self._ago)

    def refer(
        self, reference: Reference, offset: str = "", level: tuple[str, ...] | None = None
    ) -> Expr:
        """Return the other indicator's own panel form; the offset goes into each selector."""
        other = self._estate.indicators[reference.id]
        ago = longer_ago(offset, self._ago)
        builder = PanelBuilder(self._estate, other, self._filters, ago, zoom=self._zoom)
        use = other.use
        if level is not None:
            by = tuple(label for label in level if label not in self._estate.identity)
            use = dataclasses.replace(use, level=level, by=by)
        return panel_values(other, use, builder)[""]

    def step(
        self,
        key: str,
        operation: str,
        value: Expr,
        *,
        part: str = "",
        level: tuple[str, ...] | None = None,
    ) -> Expr:
        """Return the value itself: panels name no steps."""
        del key, operation, part, level
        return value

    def recent(self, level: Expr, window: str) -> Expr:
        """Return a subquery at Prometheus' own resolution; a record has a range already."""
        if isinstance(level, Selector):
            return dataclasses.replace(level, window=window)
        return Subquery(level, window)

    def stored(self, indicator: Indicator, use: Use) -> Mapping[str, Expr]:
        """Return how to read an indicator's record; nothing where its record does not fit."""
        reach = _labels_below(self._estate, indicator)
        filters = [label for label in self._filters if label in reach]
        if (
            use.level != indicator.labels
            or not set(filters) <= set(indicator.labels)
            or indicator.id not in needed(self._estate)
        ):
            return {}
        steps = Recordings(self._estate).of(indicator.id).steps
        conditions = [Matcher(label, "=~", f"${label}") for label in filters]
        return {
            name: dataclasses.replace(steps[name].where(*conditions), offset=self._ago)
            for name in indicator.recipe.quantiles(use) or ("",)
        }


def _labels_below(estate: Estate, indicator: Indicator) -> set[str]:
    """Return the labels of all metrics that an indicator is made of."""
    operands = (one for some in indicator.use.operands.values() for one in some)
    own = {label for one in operands if isinstance(one, Series) for label in one.filter_labels}
    return own.union(*(_labels_below(estate, estate.indicators[name]) for name in indicator.refers))


def panel_values(indicator: Indicator, use: Use, builder: PanelBuilder) -> Mapping[str, Expr]:
    """Return the expressions of an indicator for panels, by percentile or under ``""``.

    They are made from raw samples, but of more than an hour of them only if nothing is recorded.
    """
    stored = builder.stored(indicator, use) if indicator.recipe.reach(use) > _LONG else {}
    return stored or indicator.recipe.build(use, builder)


def needed(estate: Estate) -> frozenset[str]:
    """Return the indicators to record: with an alert, asked for, or needed by one that is."""
    wanted = {name for name, one in estate.indicators.items() if one.recorded}
    wanted.update(name for alert in estate.alerts.values() for name in alert.refers)
    todo = list(wanted)
    while todo:
        for other in estate.indicators[todo.pop()].refers:
            if other not in wanted:
                wanted.add(other)
                todo.append(other)
    return frozenset(wanted)
