"""Dashboards: which series each panel draws, in which form, with which lines."""

import dataclasses
from collections.abc import Iterable, Sequence
from fractions import Fraction

from generator.core.names import dashboard_uid, datasource_uid
from generator.core.units import COUNT, duration_text
from generator.plan.build import RATE_INTERVAL, PanelBuilder, Recordings, panel_values
from generator.plan.dashboards import (
    Dashboard,
    Line,
    Link,
    Panel,
    PanelKind,
    Query,
    Row,
    Severity,
)
from generator.plan.filters import variable
from generator.plan.links import alert_matchers, folder_team, runbook_links
from generator.plan.slo.pages import slo_dashboards
from generator.plan.slo.panels import SloView, slo_lines
from generator.promql import build as p
from generator.promql.expr import Expr, Matcher, Selector
from generator.resolve.estate import Indicator, Metric, Threshold
from generator.spec.views import Dashboard as DashboardSpec
from generator.spec.views import Panel as PanelSpec
from generator.spec.views import Shown

_INSTANT = {PanelKind.STAT, PanelKind.STATUS, PanelKind.GAUGE, PanelKind.BAR, PanelKind.TABLE}
_SIZES = {
    PanelKind.STAT: (6, 4),
    PanelKind.STATUS: (6, 4),
    PanelKind.GAUGE: (6, 6),
    PanelKind.SLO: (6, 4),
    PanelKind.TEXT: (24, 3),
}


def plan_dashboards(recordings: Recordings) -> tuple[Dashboard, ...]:
    """Return every dashboard of the project."""
    written = (
        _Planner(recordings, file, spec).dashboard()
        for file, spec in recordings.estate.dashboards.values()
    )
    return (*written, *slo_dashboards(recordings.estate))


class _Planner:
    def __init__(self, recordings: Recordings, file: str, spec: DashboardSpec) -> None:
        self._recordings, self._spec, self._file = recordings, spec, file
        self._estate = recordings.estate

    def dashboard(self) -> Dashboard:
        spec, project = self._spec, self._estate.project
        return Dashboard(
            id=spec.dashboard,
            uid=dashboard_uid(self._estate.deployment, spec.dashboard),
            title=f"{project.title}: {spec.title}",
            description=spec.purpose.strip(),
            project=self._estate.deployment,
            rows=tuple(
                Row(
                    row_id,
                    row.title,
                    tuple(map(self._panel, row.panels, row.panels.values())),
                    row.collapsed,
                )
                for row_id, row in spec.rows.items()
            ),
            variables=tuple(variable(self._estate, spec, label) for label in spec.filters),
            links=tuple(
                Link(self._estate.dashboard_titles[name], dashboard=name) for name in spec.links
            ),
            tags=("promspec", project.project),
            alert_matchers=alert_matchers(self._estate),
            source=self._file,
            datasource_uid=datasource_uid(self._estate.deployment),
            team=folder_team(self._estate, spec.owner),
        )

    def _panel(self, key: str, spec: PanelSpec) -> Panel:
        shown = [one if isinstance(one, Shown) else Shown(of=one) for one in spec.show]
        if not shown:
            width, height = self._size(spec, PanelKind.TEXT)
            return Panel(
                key,
                spec.title or "",
                PanelKind.TEXT,
                (),
                COUNT,
                text=(spec.text or "").strip(),
                width=width,
                height=height,
            )
        first = shown[0].of
        if first in self._estate.metrics:
            return self._histogram(key, spec, self._estate.metrics[first])
        if first in self._estate.slos:
            return self._slo_panel(key, spec)
        indicator = self._estate.indicators[first]
        kind = PanelKind(spec.as_ or indicator.recipe.panel)
        queries: list[Query] = []
        for one in shown:
            queries += self._drawn(one, spec, kind, several=len(shown) > 1)
        width, height = self._size(spec, kind)
        lines = (
            self._lines(indicator, spec) if self._reads_record(indicator, shown[0], spec) else ()
        )
        return Panel(
            key=key,
            title=spec.title or indicator.title,
            kind=kind,
            queries=tuple(queries),
            unit=indicator.unit,
            description=self._description(indicator, lines),
            lines=lines,
            width=width,
            height=height,
            noun=indicator.noun,
            minimum=None if indicator.recipe.signed else Fraction(0),
            labels=self._told_by(indicator, spec.by),
            value_names=_UP_NAMES if kind is PanelKind.STATUS else (),
            links=runbook_links(self._estate, (one.runbook for one in indicator.thresholds)),
        )

    def _slo_panel(self, key: str, spec: PanelSpec) -> Panel:
        kind = PanelKind(spec.as_ or PanelKind.SLO)
        view = SloView(self._recordings, kind, self._spec.filters)
        return view.panel(
            key,
            spec,
            self._size(spec, kind),
            lambda one: self._drawn(one, spec, kind, several=True),
        )

    def _drawn(
        self, shown: Shown, spec: PanelSpec, kind: PanelKind, *, several: bool
    ) -> list[Query]:
        """Return the queries of one thing that is shown beside others."""
        if shown.of in self._estate.slos:
            view = SloView(self._recordings, kind, self._spec.filters)
            return view.queries(shown, spec, several=several)
        indicator = self._estate.indicators[shown.of]
        return self._queries(indicator, shown, spec, kind, several=several)

    def _size(self, spec: PanelSpec, kind: PanelKind) -> tuple[int, int]:
        width, height = _SIZES.get(kind, (12, 8))
        return spec.width or width, spec.height or height

    def _reads_record(self, indicator: Indicator, shown: Shown, spec: PanelSpec) -> bool:
        """Tell whether a panel draws the very series that the alerts compare."""
        same = spec.by is None or spec.by == indicator.use.by
        filtered = all(label in indicator.labels for label in self._filters_of(indicator))
        return indicator.recorded and same and filtered and shown.ago is None

    def _filters_of(self, indicator: Indicator) -> list[str]:
        return filters_of(indicator, self._spec.filters)

    def _queries(
        self, indicator: Indicator, shown: Shown, spec: PanelSpec, kind: PanelKind, *, several: bool
    ) -> list[Query]:
        by = indicator.use.by if spec.by is None else spec.by
        values = self._values(indicator, shown, spec, by)
        instant = kind in _INSTANT
        unit = indicator.unit if shown.axis == "right" or several else None
        return [
            Query(
                expr=str(_top(value, spec.top) if instant else value),
                legend=self._legend(indicator, name, spec.by, shown, several=several),
                instant=instant,
                right_axis=shown.axis == "right",
                unit=unit,
                name=f"{indicator.title} {name}".strip(),
            )
            for name, value in values.items()
        ]

    def _values(
        self, indicator: Indicator, shown: Shown, spec: PanelSpec, by: tuple[str, ...]
    ) -> dict[str, Expr]:
        if self._reads_record(indicator, shown, spec):
            steps = self._recordings.of(indicator.id).steps
            filters = tuple(
                Matcher(label, "=~", f"${label}") for label in self._filters_of(indicator)
            )
            names = indicator.recipe.quantiles(indicator.use) or ("",)
            return {name: steps[name].where(*filters) for name in names}
        use = dataclasses.replace(indicator.use, by=by, level=(*self._estate.identity, *by))
        ago = "" if shown.ago is None else duration_text(shown.ago)
        builder = PanelBuilder(self._estate, indicator, self._spec.filters, ago)
        return dict(panel_values(indicator, use, builder))

    def _told_by(self, indicator: Indicator, by: tuple[str, ...] | None) -> tuple[str, ...]:
        """Return the labels that tell series apart; of a template all services are shown."""
        own = indicator.use.by if by is None else by
        return (*self._estate.identity, *own) if indicator.template else own

    def _legend(
        self,
        indicator: Indicator,
        name: str,
        by: tuple[str, ...] | None,
        shown: Shown,
        *,
        several: bool,
    ) -> str:
        parts = [indicator.title] if several else []
        parts += [name] if name else []
        parts += [f"{{{{{label}}}}}" for label in self._told_by(indicator, by)]
        parts += [f"{duration_text(shown.ago)} ago"] if shown.ago is not None else []
        return " ".join(parts) or indicator.title

    def _lines(self, indicator: Indicator, spec: PanelSpec) -> tuple[Line, ...]:
        asked = [one for name in spec.lines for one in self._asked(name, indicator)]
        return (*_bounds(indicator.thresholds), *asked)

    def _asked(self, name: str, indicator: Indicator) -> tuple[Line, ...]:
        """Return the lines of an SLO, or of a threshold of what measures the same."""
        if name in self._estate.slos:
            return slo_lines(self._estate.slos[name])
        others = (one for one in self._estate.indicators.values() if one is not indicator)
        return tuple(
            line
            for other in others
            for threshold in other.thresholds
            if threshold.id == name
            for line in _bounds((threshold,))
        )

    def _description(self, indicator: Indicator, lines: tuple[Line, ...]) -> str:
        parts = [indicator.recipe.meaning]
        if indicator.note:
            parts.append(indicator.note.strip())
        parts += [f"Line: {line.label}." for line in lines]
        if lines:
            parts.append("A value exactly at a line does not alert.")
        return "\n\n".join(parts)

    def _histogram(self, key: str, spec: PanelSpec, metric: Metric) -> Panel:
        filters = tuple(
            Matcher(label, "=~", f"${label}")
            for label in self._spec.filters
            if label in metric.series.filter_labels
        )
        part, by = ("", ()) if metric.series.native else ("_bucket", ("le",))
        selector = Selector(f"{metric.name}{part}", (*metric.series.matchers, *filters))
        value = p.total(by, p.over("rate", selector, RATE_INTERVAL))
        width, height = self._size(spec, PanelKind.HEATMAP)
        return Panel(
            key,
            spec.title or metric.help.rstrip("."),
            PanelKind.HEATMAP,
            (Query(str(value), "{{le}}", heatmap=True),),
            metric.series.unit,
            description=metric.help,
            width=width,
            height=height,
        )


_UP_NAMES = ((Fraction(0), "DOWN"), (Fraction(1), "UP"))


def _top(value: Expr, top: int | None) -> Expr:
    return value if top is None else p.call("topk", top, value)


def filters_of(indicator: Indicator, filters: Sequence[str]) -> list[str]:
    """Return the filters of a dashboard that narrow what an indicator is made of."""
    known = {
        label
        for some in indicator.use.operands.values()
        for one in some
        for label in getattr(one, "filter_labels", getattr(one, "labels", ()))
    }
    return [label for label in filters if label in known]


def _bounds(thresholds: Iterable[Threshold]) -> tuple[Line, ...]:
    return tuple(
        Line(
            bound.value,
            Severity(threshold.severity),
            f"{threshold.severity} {threshold.side} {bound.quantity}"
            + (f" ({bound.variant_name})" if bound.variant_name else ""),
            above=threshold.side == "above",
        )
        for threshold in thresholds
        for bound in threshold.bounds
    )
