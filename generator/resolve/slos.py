"""SLOs: which events or time slices are good, what is promised, and which alerts guard it."""

import dataclasses
from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from generator.core.finding import Place
from generator.core.names import ALERT_LABELS, SLO_LABELS, alert_name
from generator.core.units import COUNT, TIME_UNITS, duration_text
from generator.resolve import codes
from generator.resolve.context import Context
from generator.resolve.estate import Indicator, Slo
from generator.resolve.slo_kinds import Kind, resolve_kind
from generator.resolve.slo_tiers import TierWish, check_tiers, resolve_tiers
from generator.spec.component import Component
from generator.spec.component import Slo as SloSpec

SHORTEST_PERIOD = TIME_UNITS["d"]
LONGEST_PERIOD = 90 * TIME_UNITS["d"]


def resolve_slos(
    context: Context,
    components: Mapping[str, tuple[str, Component]],
    indicators: Mapping[str, Indicator],
) -> dict[str, Slo]:
    """Return every SLO that makes sense, by id, in the order of the specs."""
    found: dict[str, Slo] = {}
    if any(component.slos for _, component in components.values()):
        check_tiers(context)
    known = {f"{name}.{key}" for name, (_, one) in components.items() for key in one.indicators}
    for name, (file, component) in components.items():
        for key, spec in component.slos.items():
            place = Place(file, ("slos", key))
            context.check_decisions(spec, place)
            context.declared.add(f"{name}.{key}")
            if spec.of not in known:
                message = f"indicator `{spec.of}` is not defined"
                sought = ("indicator", spec.of)
                where = place.child("of")
                context.unknown(codes.UNKNOWN_ID, where, message, sought=sought, known=known)
            elif spec.of in indicators:
                source = _Source(context, f"{name}.{key}", component, spec, place)
                slo = source.slo(indicators[spec.of])
                found |= {slo.id: slo} if slo is not None else {}
    return found


def recorded_for(
    indicators: Mapping[str, Indicator], slos: Mapping[str, Slo]
) -> dict[str, Indicator]:
    """Return the indicators, those of SLOs recorded: their pair of bad and total is read there."""
    used = {slo.indicator for slo in slos.values()}
    return {
        name: dataclasses.replace(one, recorded=True) if name in used else one
        for name, one in indicators.items()
    }


class _Source(NamedTuple):
    """One SLO of a spec, with what is needed to follow it."""

    context: Context
    id: str
    component: Component
    spec: SloSpec
    place: Place

    def slo(self, indicator: Indicator) -> Slo | None:
        """Return the resolved SLO, None with findings where it has no meaning."""
        context, spec = self.context, self.spec
        objective, period = spec.objective.base, self._period()
        kind = resolve_kind(context, self.id, spec, indicator, self.place)
        if period is None or kind is None:
            return None
        wish = TierWish(self.id, period, 1 - objective, spec.tiers, self.place)
        tiers, dropped = resolve_tiers(context, wish)
        severities = context.project.severities
        slo = Slo(
            id=self.id,
            component=self.component.component,
            title=spec.title or kind.title,
            indicator=indicator.id,
            kind=kind.name,
            side=kind.side,
            bounds=kind.bounds,
            objective=objective,
            window=period,
            tiers=tiers,
            dropped=dropped,
            min_bad_events=self._min_bad(kind),
            ticket_severity=next(
                (one for one, what in severities.items() if what == "ticket"), None
            ),
            keep_firing_for=spec.keep_firing_for or Fraction(0),
            traffic=self._traffic(),
            alert=spec.alert or alert_name(self.id),
            runbook=spec.runbook,
            description=spec.description,
            depends_on=spec.depends_on,
            inhibits=spec.inhibits,
            owner=self._owner(),
            note=spec.note,
            decided=spec.decided,
            place=self.place,
        )
        self._check_labels(indicator)
        self._check_reachable(slo)
        return slo

    def _period(self) -> Fraction | None:
        period = self.spec.window or self.context.project.defaults.slo_window
        if SHORTEST_PERIOD <= period <= LONGEST_PERIOD:
            return period
        where = self.place.child("window")
        fix = "write a period from `1d` to `90d`"
        if self.spec.window is None:
            where = Place(self.context.project_file, ("defaults", "slo_window"))
        message = f"{duration_text(period)} is no period of an SLO"
        self.context.report(codes.BAD_PERIOD, where, message, fix=fix)
        return None

    def _min_bad(self, kind: Kind) -> int:
        if self.spec.min_bad_events and not kind.counts_events:
            message = f"what `{self.spec.of}` measures here is no share of counted events"
            self.context.report(codes.BAD_MIN, self.place.child("min_bad_events"), message)
            return 0
        return self.spec.min_bad_events

    def _traffic(self) -> Fraction | None:
        traffic = self.spec.traffic
        if traffic is None:
            return None
        if not traffic.unit.comparable(COUNT.rate()) or traffic.base <= 0:
            message = f"`{traffic}` is no number of events per time"
            where = self.place.child("traffic")
            self.context.report(codes.WRONG_UNIT, where, message, fix="write it as `2/m`")
            return None
        return traffic.base

    def _owner(self) -> str:
        inherited = self.component.owner or self.context.project.owner
        return self.context.owner_of(self.spec, inherited, self.place)

    def _check_labels(self, indicator: Indicator) -> None:
        """Check that no label of the events is one by which the SLO's own series are told apart."""
        told = () if indicator.thresholds else sorted({*indicator.labels} & ALERT_LABELS)
        for label in (*told, *sorted({*indicator.labels} & SLO_LABELS)):
            self.context.report(
                codes.LABEL_CLASH,
                self.place.child("of"),
                f"`{label}` is a label of `{indicator.id}` and of the series and alerts of an SLO",
                fix="leave it out of `by`, or rename the metric's label when it is scraped",
            )

    def _check_reachable(self, slo: Slo) -> None:
        """Check that whoever an alert reaches exists and knows what to do."""
        where = self.place.key()
        if slo.pages and slo.runbook is None:
            message = f"`{slo.id}` pages without a runbook"
            self.context.report(codes.NO_RUNBOOK, where, message)
        if slo.tiers:
            self.context.need_owner(slo.owner, slo.id, where)
