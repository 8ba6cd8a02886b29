"""SLOs on dashboards: the budget that is left as a number, or burn by window as curves."""

import dataclasses
from collections.abc import Callable
from fractions import Fraction

from generator.core.units import COUNT, RATIO, decimal_text, duration_text
from generator.plan.build import Recordings
from generator.plan.dashboards import Line, Panel, PanelKind, Query, Severity
from generator.plan.links import runbook_links
from generator.plan.slo.alerts import objective_text
from generator.plan.slo.burn import Burn
from generator.plan.slo.pairs import make_pair
from generator.promql import build as p
from generator.promql.expr import Expr, Matcher, Selector
from generator.resolve.estate import Slo
from generator.spec.views import Panel as PanelSpec
from generator.spec.views import Shown

_CURVES = {PanelKind.TIMESERIES, PanelKind.HEATMAP}
_LEFT = (
    "The share of the error budget that is left. Below 0 more has failed than was promised over "
    "the period."
)
_BURN = (
    "How many times as fast as allowed the error budget is spent; 1 spends it in just the period."
)


@dataclasses.dataclass(frozen=True, slots=True)
class SloView:
    """How SLOs are shown: as what, and which labels the viewer can filter by."""

    recordings: Recordings
    kind: PanelKind
    filters: tuple[str, ...] = ()

    def panel(
        self,
        key: str,
        spec: PanelSpec,
        size: tuple[int, int],
        others: Callable[[Shown], list[Query]],
    ) -> Panel:
        """Return a panel that begins with an SLO; ``others`` draws what is none."""
        estate = self.recordings.estate
        shown = [one if isinstance(one, Shown) else Shown(of=one) for one in spec.show]
        slos = [estate.slos[one.of] for one in shown if one.of in estate.slos]
        queries: list[Query] = []
        for one in shown:
            some = self.queries(one, spec, several=len(shown) > 1)
            queries += some if one.of in estate.slos else others(one)
        first, curves = slos[0], self.kind in _CURVES
        by = estate.indicators[first.indicator].use.by
        return Panel(
            key=key,
            title=spec.title or first.title,
            kind=self.kind,
            queries=tuple(queries),
            unit=COUNT if curves else RATIO,
            description="\n\n".join([_BURN if curves else _LEFT, *(promise(one) for one in slos)]),
            lines=_factors(slos) if curves else (),
            width=spec.width or size[0],
            height=spec.height or size[1],
            minimum=Fraction(0) if curves else None,
            labels=by if spec.by is None else spec.by,
            links=runbook_links(estate, (one.runbook for one in slos)),
        )

    def queries(self, shown: Shown, spec: PanelSpec, *, several: bool) -> list[Query]:
        """Return the queries of one SLO, none where it is something else."""
        estate = self.recordings.estate
        slo = estate.slos.get(shown.of)
        if slo is None:
            return []
        burn = Burn(self.recordings, slo, make_pair(self.recordings, slo))
        ago = "" if shown.ago is None else duration_text(shown.ago)
        own = estate.indicators[slo.indicator].use.by
        told = own if spec.by is None else spec.by
        series = {"": burn.remaining_name()}
        if self.kind in _CURVES:
            windows = sorted({tier.long for tier in slo.tiers} | {slo.window})
            series = {duration_text(window): burn.over(window) for window in windows}
        return [
            Query(
                expr=str(self._read(slo, dataclasses.replace(one, offset=ago), spec)),
                legend=_legend(slo, window, told, ago, several=several),
                instant=self.kind not in _CURVES,
                right_axis=shown.axis == "right",
                unit=COUNT if self.kind in _CURVES else RATIO,
                name=f"{slo.title} {window}".strip(),
            )
            for window, one in series.items()
        ]

    def _read(self, slo: Slo, series: Selector, spec: PanelSpec) -> Expr:
        """Read a record with the viewer's filters; rolled up, the worst stands for all."""
        indicator = self.recordings.estate.indicators[slo.indicator]
        conditions = (
            Matcher(label, "=~", f"${label}") for label in self.filters if label in indicator.labels
        )
        value: Expr = series.where(*conditions)
        curves = self.kind in _CURVES
        if spec.by is not None and spec.by != indicator.use.by:
            kept = tuple(label for label in spec.by if label in indicator.use.by)
            level = (*self.recordings.estate.identity, *kept)
            value = p.aggregate("max" if curves else "min", level, value)
        if spec.top is not None and not curves:
            # What is left least is what a reader looks for.
            value = p.call("bottomk", spec.top, value)
        return value


def promise(slo: Slo) -> str:
    """Return what an SLO promises, in a sentence: also how long everything may fail for it."""
    minutes = Fraction(round(slo.budget * slo.window * 10 / 60), 10)
    return (
        f"{slo.title}: {objective_text(slo)} over {duration_text(slo.window)}, "
        f"which bears {decimal_text(minutes)} minutes of everything failing."
    )


def slo_lines(slo: Slo) -> tuple[Line, ...]:
    """Return what an SLO draws over its indicator: the share or the value that is promised."""
    if slo.kind == "events":
        bound = slo.budget if slo.side == "below" else slo.objective
        label = f"promised: {objective_text(slo)} over {duration_text(slo.window)}"
        return (Line(bound, Severity.INFO, label, above=slo.side == "below"),)
    return tuple(
        Line(
            bound.value,
            Severity.INFO,
            f"promised: {bound.quantity} in {objective_text(slo)}"
            + (f" ({bound.variant_name})" if bound.variant_name else ""),
            above=slo.side != "above",
        )
        for bound in slo.bounds
    )


def _factors(slos: list[Slo]) -> tuple[Line, ...]:
    """Return a line at each factor from which a tier fires; SLOs alike share them."""
    lines: dict[tuple[Fraction, str], Line] = {}
    for slo in slos:
        for tier in slo.tiers:
            label = f"{tier.severity} above {decimal_text(tier.factor) or float(tier.factor)}"
            label = f"{label} ({tier.name})"
            line = Line(tier.factor, Severity(tier.severity), label)
            lines.setdefault((tier.factor, tier.name), line)
    return tuple(lines.values())


def _legend(slo: Slo, window: str, by: tuple[str, ...], ago: str, *, several: bool) -> str:
    parts = [slo.title] if several else []
    parts += [window] if window else []
    parts += [f"{{{{{label}}}}}" for label in by]
    parts += [f"{ago} ago"] if ago else []
    return " ".join(parts) or slo.title
