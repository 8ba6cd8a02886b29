"""Burn: how many times as fast as allowed the error budget was spent within a window.

``burn(w) = (bad in w / total in w) / (1 - objective)`` (Google SRE workbook, chapter 5, "Burn
Rate"): 1 spends the budget in exactly the period, 14.4 spends 2 % of a 30 d budget in an hour.
"""

from fractions import Fraction

from generator.core.names import record_name
from generator.core.units import TIME_UNITS, duration_text
from generator.plan.build import Recordings
from generator.plan.rules import Record
from generator.plan.slo.pairs import Pair, counted_within, rest
from generator.plan.slo.steps import WindowBuilder
from generator.promql import build as p
from generator.promql.expr import Expr, Selector
from generator.resolve.estate import Slo

RAW_MAX = TIME_UNITS["h"]
"""Up to here a window is read from raw samples: they show a change at once."""


class Burn:
    """The records of an SLO's burn, by window."""

    def __init__(self, recordings: Recordings, slo: Slo, pair: Pair) -> None:
        """Remember what is measured."""
        self._prefix = recordings.estate.prefix
        self._indicator = recordings.estate.indicators[slo.indicator]
        self._slo, self._pair = slo, pair

    def over(self, window: Fraction) -> Selector:
        """Return how to read the burn of a window."""
        return Selector(self._name(f"burn{duration_text(window)}"))

    def bad_over(self, window: Fraction) -> Selector:
        """Return how to read the number of bad events of a window."""
        return Selector(self._name(f"bad{duration_text(window)}"))

    def record(self, window: Fraction) -> Record:
        """Return the rule for the burn of a window."""
        raw = self._pair.per_second and window <= RAW_MAX
        value = self._raw(duration_text(window)) if raw else self._staged(window)
        return Record(self.over(window).name, value, self._slo.id)

    def bad_record(self, window: Fraction) -> Record:
        """Return the rule for the number of bad events of a window, to the nearest whole one.

        A rate is extrapolated to the edges of its range, so one event reads as 0.95 or 1.05.
        """
        if window <= RAW_MAX:
            count = p.multiply(self._raw_bad(duration_text(window)), window)
        else:
            # Each sample stands for one interval, so a short history counts what it has seen.
            bad = p.over("sum_over_time", self._pair.bad, duration_text(window))
            count = p.multiply(bad, self._pair.interval)
        return Record(self.bad_over(window).name, p.call("round", count), self._slo.id)

    def remaining(self) -> Record:
        """Return the rule for the share of the period's budget that is left.

        ``1 - burn(period)``; below 0 the promise is broken, so nothing is cut off there.
        """
        value = p.subtract(1, self.over(self._slo.window))
        return Record(self._name("remaining"), value, self._slo.id)

    def remaining_name(self) -> Selector:
        """Return how to read the budget that is left."""
        return Selector(self._name("remaining"))

    def _name(self, operation: str) -> str:
        return record_name(self._indicator.labels, self._prefix, self._slo.id, operation)

    def _staged(self, window: Fraction) -> Expr:
        """Return burn from sums of the pair: every event weighs alike, idle time nothing.

        Beyond an hour it is multiplied by the share of the window of which something is known:
        ten minutes of a new SLO are not three days. That takes what is unknown for time without
        errors and with the traffic that is known.
        """
        text = duration_text(window)
        bad = p.over("sum_over_time", self._pair.bad, text)
        total = p.over("sum_over_time", self._pair.total, text)
        burn: Expr = p.divide(p.divide(bad, p.positive(total)), self._slo.budget)
        if window <= RAW_MAX:
            return burn
        seen = p.over("count_over_time", self._pair.total, text)
        return p.multiply(
            burn, p.call("clamp_max", p.divide(seen, window / self._pair.interval), 1)
        )

    def _raw(self, window: str) -> Expr:
        """Return burn from raw samples, in the form of the indicator's own recipe."""
        if self._slo.kind == "within":
            total, good = counted_within(self._slo, self._indicator, window)
            share = p.divide(p.either(good, p.multiply(0, total)), p.positive(total))
            return p.divide(p.call("clamp_min", p.subtract(1, share), 0), self._slo.budget)
        builder = WindowBuilder(window)
        ratio = self._indicator.recipe.build(self._indicator.use, builder)[""]
        if self._slo.side == "below":
            return p.divide(ratio, self._slo.budget)
        return p.divide(p.call("clamp_min", p.subtract(1, ratio), 0), self._slo.budget)

    def _raw_bad(self, window: str) -> Expr:
        """Return bad events per second from raw samples."""
        if self._slo.kind == "within":
            total, good = counted_within(self._slo, self._indicator, window)
            return rest(total, p.either(good, p.multiply(0, total)))
        builder = WindowBuilder(window)
        self._indicator.recipe.build(self._indicator.use, builder)
        of, to = builder.steps["of"], builder.steps["to"]
        return of if self._slo.side == "below" else rest(to, of)
