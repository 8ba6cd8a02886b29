"""Recipes carried out: recorded step by step for rules, put into one another for panels."""

import dataclasses
from collections.abc import Mapping

from generator.core.names import record_name
from generator.core.units import duration_text
from generator.plan.rules import Record
from generator.promql.expr import Expr, Matcher, Selector, Subquery
from generator.recipes.base import Reference, Series, Use
from generator.resolve.estate import Estate, Indicator

RATE_INTERVAL = "$__rate_interval"


@dataclasses.dataclass(frozen=True, slots=True)
class Recording:
    """An indicator in rules: its records in order, and how to read each of its steps."""

    records: tuple[Record, ...]
    steps: Mapping[str, Selector]


class _RuleBuilder:
    def __init__(self, recordings: "Recordings", indicator: Indicator) -> None:
        self._recordings, self._indicator = recordings, indicator
        self.records: list[Record] = []
        self.steps: dict[str, Selector] = {}
        self.window = self.fixed_window = duration_text(indicator.use.window)

    def select(self, series: Series, suffix: str = "") -> Selector:
        return Selector(f"{series.metric}{suffix}", series.matchers)

    def refer(self, reference: Reference, offset: str = "") -> Expr:
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
        labels = self._indicator.labels if level is None else level
        subject = f"{self._indicator.id}{part}"
        name = record_name(labels, self._recordings.estate.prefix, subject, operation)
        self.records.append(Record(name, value, self._indicator.id))
        self.steps[key] = Selector(name)
        return self.steps[key]

    def recent(self, level: Expr, window: str) -> Expr:
        if not isinstance(level, Selector):
            raise TypeError("only a recorded step has a range")
        return dataclasses.replace(level, window=window)


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
        self, estate: Estate, indicator: Indicator, filters: tuple[str, ...] = (), ago: str = ""
    ) -> None:
        """Choose the range: Grafana's where the recipe may be zoomed and the window is the default."""
        self._estate, self._filters, self._ago = estate, filters, ago
        self.fixed_window = duration_text(indicator.use.window)
        default = indicator.use.window == estate.project.defaults.window
        zoomable = indicator.recipe.zoomable and default
        self.window = RATE_INTERVAL if zoomable else self.fixed_window

    def select(self, series: Series, suffix: str = "") -> Selector:
        """Return the selector with a condition for each filter that the series has."""
        filters = tuple(
            Matcher(label, "=~", f"${label}")
            for label in self._filters
            if label in series.all_labels
        )
        return Selector(f"{series.metric}{suffix}", (*series.matchers, *filters), offset=self._ago)

    def refer(self, reference: Reference, offset: str = "") -> Expr:
        """Return the other indicator's own panel form; the offset goes into each selector."""
        other = self._estate.indicators[reference.id]
        builder = PanelBuilder(self._estate, other, self._filters, offset or self._ago)
        return panel_values(other, other.use, builder)[""]

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
        """Return a subquery at Grafana's own resolution."""
        return Subquery(level, window)


def panel_values(indicator: Indicator, use: Use, builder: PanelBuilder) -> Mapping[str, Expr]:
    """Return the expressions of an indicator for panels, by percentile or under ``""``."""
    return indicator.recipe.build(use, builder)
