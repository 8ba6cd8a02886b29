"""What alerts refer to, and indicators that nothing refers to."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from generator.core.finding import Place
from generator.resolve import codes
from generator.resolve.context import Context
from generator.resolve.estate import Estate
from generator.resolve.names import Names
from generator.spec.component import Component
from generator.spec.views import Shown, Symptom

_SCOPES = {"component", "project"}
_HELD_BACK = ("indicator", "threshold", "slo", "tier", "alert", "component")


def check_references(
    context: Context,
    components: Mapping[str, tuple[str, Component]],
    estate: Estate,
    names: Names,
) -> None:
    """Check runbooks and inhibitions of alerts, and that somebody looks at every indicator."""
    for indicator, threshold in estate.thresholds():
        check = _AlertCheck(context, estate, names, threshold.place, indicator.service)
        check.references(threshold.runbook, threshold.inhibits)
    for slo in estate.slos.values():
        check = _AlertCheck(context, estate, names, slo.place, slo.service)
        check.references(slo.runbook, slo.inhibits)
        check.dependencies(slo.depends_on)
    for alert in estate.alerts.values():
        check = _AlertCheck(context, estate, names, alert.place, alert.service)
        check.references(alert.runbook, alert.inhibits)
    if names.complete:
        _report_unused(context, components, estate)


class _AlertCheck(NamedTuple):
    context: Context
    estate: Estate
    names: Names
    place: Place
    service: str

    def references(self, runbook: str | None, inhibits: tuple[str, ...]) -> None:
        """Check a runbook and whose notifications are held back."""
        if runbook is not None and runbook not in self.estate.runbooks:
            self.context.unknown(
                codes.UNKNOWN_ID,
                self._origin("runbook"),
                f"runbook `{runbook}` is not written",
                sought=("runbook", runbook),
                known=self.estate.runbooks,
                fix=f"write it as specs/runbooks/{runbook}.yaml",
            )
        for index, name in enumerate(inhibits):
            if name not in _SCOPES:
                fix = "name an id, or `component` or `project`"
                self.names.need(name, self._origin("inhibits", index), *_HELD_BACK, fix=fix)

    def dependencies(self, slos: tuple[str, ...]) -> None:
        """Check what an SLO depends on."""
        for index, name in enumerate(slos):
            self.names.need(name, self._origin("depends_on", index), "slo")

    def _origin(self, *keys: str | int) -> Place:
        """Return the place of a value, in the overlay if a service gives it."""
        return self.estate.origin(self.place.child(*keys), self.service)


def _report_unused(
    context: Context, components: Mapping[str, tuple[str, Component]], estate: Estate
) -> None:
    """Report indicators that are computed for nobody."""
    used = {*_shown(estate), *_looked_at(estate)}
    for _, component in components.values():
        used |= {slo.of for slo in component.slos.values()}
    used.update(name for alert in estate.alerts.values() for name in alert.refers)
    for indicator in estate.indicators.values():
        used.update(indicator.refers)
        # What one service needs is what the template needs.
        used.update(name.rpartition("/")[2] for name in indicator.refers)
    for name, indicator in estate.indicators.items():
        plain = name.rpartition("/")[2]
        if indicator.component not in components:
            continue
        file, component = components[indicator.component]
        key = plain.partition(".")[2]
        spec = component.indicators[key]
        if spec.thresholds or spec.record or {name, plain} & used:
            continue
        place = Place(file, ("indicators", key), "key")
        context.report(codes.NO_SOURCE, place, f"nothing uses indicator `{plain}`")


def _shown(estate: Estate) -> Iterator[str]:
    for _, dashboard in estate.dashboards.values():
        for row in dashboard.rows.values():
            for panel in row.panels.values():
                yield from (one.of if isinstance(one, Shown) else one for one in panel.show)


def _looked_at(estate: Estate) -> Iterator[str]:
    for _, runbook in estate.runbooks.values():
        yield from (one.look for one in (*runbook.diagnosis, *runbook.steps) if one.look)
        yield from (one.look for one in runbook.symptoms if isinstance(one, Symptom) and one.look)
